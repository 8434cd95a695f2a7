"""Suggested matches: one person with two records, and a home that the register knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from core.models import Merge, MergeState, NotSamePerson, User
from pioneers.enums import ApplicationState
from pioneers.home_keys import name_key, postcode_key, similar_name
from pioneers.likeness import Facts, Likeness, pairs, phone_key
from pioneers.models import Application, CareHome, Pioneer
from pioneers.selectors import staff
from pioneers.selectors.homes import in_scope
from pioneers.selectors.person import named_applications, people_for

POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """Two people who may be one, with the reasons."""

    one: User
    other: User
    reasons: tuple[str, ...]

    def beside(self, person: User) -> User:
        return self.other if self.one.pk == person.pk else self.one


@dataclass(frozen=True)
class HomeMatch:
    """An application whose typed home the register knows."""

    application: Application
    home: CareHome
    reason: str


def matches_for(user: Any) -> list[Match]:
    """Everybody whom the reader looks after, compared: five queries, however many there are."""
    return _known(user, pairs(_facts(user, people_for(user))))


def match_count(user: Any) -> int:
    return len(matches_for(user))


def matches_of(user: Any, person: User) -> list[Match]:
    """Who may be this person, looked for among those only who could be: for one page."""
    wanted = Q(pk=person.pk) | Q(email__istartswith=person.email[:2])
    for name in _names_of(person):
        for word in name_key(name).split():
            if len(word) > 1:
                wanted |= Q(name__icontains=word)
    near = people_for(user).filter(wanted)
    others = named_applications(user).exclude(state=ApplicationState.DRAFT)
    homes = others.filter(applicant=person, home__isnull=False).order_by().values("home")
    neighbours = others.filter(home__in=homes).order_by().values("applicant")
    near = people_for(user).filter(Q(pk__in=near.order_by().values("pk")) | Q(pk__in=neighbours))
    return _known(user, pairs(_facts(user, near), about=person.pk))


def _names_of(person: User) -> list[str]:
    return [person.name] if person.name else []


def _facts(user: Any, people: QuerySet[User]) -> list[Facts]:
    """What each of these people ever gave: three queries. What a draft says is not looked at."""
    found: dict[int, Facts] = {}
    for pk, email, name, phone in people.order_by().values_list("pk", "email", "name", "phone"):
        facts = found[pk] = Facts(pk, email)
        _add(facts, name, phone, None, "")
    said = named_applications(user).exclude(state=ApplicationState.DRAFT)
    whose = {} if len(found) > 200 else {"applicant__in": list(found)}
    fields = ("applicant", "name", "phone", "home", "home__name")
    for pk, name, phone, home, home_name in said.filter(**whose).order_by().values_list(*fields):
        if pk in found:
            _add(found[pk], name, phone, home, home_name)
    whose = {} if len(found) > 200 else {"person__in": list(found)}
    places = Pioneer.objects.visible_to(user).filter(home__isnull=False, **whose).order_by()
    for pk, home, home_name in places.values_list("person", "home", "home__name"):
        if pk in found:
            _add(found[pk], "", "", home, home_name)
    return list(found.values())


def _add(facts: Facts, name: str, phone: str, home: int | None, home_name: str | None) -> None:
    if name:
        facts.names.add(name)
    if key := phone_key(phone):
        facts.phones.add(key)
    if home is not None:
        facts.homes[home] = home_name or ""


def _known(user: Any, found: list[Likeness]) -> list[Match]:
    """Without those that staff said are two people, and those already proposed."""
    if not found:
        return []
    said = set(NotSamePerson.objects.values_list("one", "other"))
    proposed = Merge.objects.filter(state=MergeState.PROPOSED).values_list("stays", "goes")
    said |= {(min(pair), max(pair)) for pair in proposed}
    left = [likeness for likeness in found if (likeness.one, likeness.other) not in said]
    ids = {pk for likeness in left for pk in (likeness.one, likeness.other)}
    people = User.objects.in_bulk(ids)
    return [
        Match(people[likeness.one], people[likeness.other], likeness.reasons) for likeness in left
    ]


@dataclass(frozen=True)
class Suggestions:
    """What the page of one application suggests."""

    people: list[tuple[User, tuple[str, ...]]]
    home: HomeMatch | None
    # The person's record that stayed, where this application was set aside.
    set_aside_for: int | None = None


def suggestions(user: Any, application: Application) -> Suggestions | None:
    """Nothing for whoever reads the application without its name."""
    if staff.reads_blind(user, application.cohort) or application.applicant_id == user.pk:
        return None
    person = application.applicant
    if not person.is_active:
        merge = Merge.objects.filter(goes=person, state=MergeState.DONE).first()
        if merge is not None:
            return Suggestions([], None, merge.stays_id)
    homeless = application.home_id is None and application.home_as_typed
    homes = [] if application.is_draft or not homeless else home_matches([application])
    return Suggestions(
        [(match.beside(person), match.reasons) for match in matches_of(user, person)],
        homes[0] if homes else None,
    )


def proposals_for(user: Any) -> QuerySet[Merge]:
    """Open proposals about people whom the reader may know."""
    known = people_for(user).order_by().values("pk")
    return (
        Merge.objects.filter(state=MergeState.PROPOSED, stays__in=known, goes__in=known)
        .select_related("stays", "goes", "proposed_by")
        .order_by("proposed_at")
    )


def merges_of(user: Any) -> QuerySet[Merge]:
    """Proposed and carried out: a merge that was done has only the stayer to be known by."""
    known = people_for(user).order_by().values("pk")
    return Merge.objects.filter(
        Q(stays__in=known) & (Q(goes__in=known) | Q(state=MergeState.DONE))
    ).select_related("stays", "goes", "proposed_by", "decided_by")


def without_home(user: Any) -> QuerySet[Application]:
    """Sent applications with a typed home only."""
    return (
        named_applications(user)
        .filter(home__isnull=True)
        .exclude(home_as_typed="")
        .exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
        .select_related("cohort", "applicant")
        .order_by("-submitted_at", "pk")
    )


def home_matches(applications: Iterable[Application]) -> list[HomeMatch]:
    """The register's home for what was typed, where only one fits: one query for all."""
    typed = {one.pk: (one, *_typed(one.home_as_typed)) for one in applications}
    postcodes = {postcode for _, _, postcode in typed.values() if postcode}
    names = {name for _, name, _ in typed.values() if name}
    if not postcodes and not names:
        return []
    homes = list(
        in_scope()
        .current()
        .filter(Q(postcode_key__in=postcodes) | Q(name_key__in=names))
        .select_related("borough")
    )
    found = []
    for application, name, postcode in typed.values():
        match = _home_of(name, postcode, homes)
        if match:
            found.append(HomeMatch(application, *match))
    return found


def _typed(text: str) -> tuple[str, str]:
    """(name, postcode) as keys, of “Rowan Lodge, Croydon CR0 1AA”."""
    found = POSTCODE.search(text)
    postcode = postcode_key("".join(found.groups())) if found else ""
    name = POSTCODE.sub(" ", text)
    return name_key(name.split(",")[0]), postcode


def _home_of(name: str, postcode: str, homes: list[CareHome]) -> tuple[CareHome, str] | None:
    there = [home for home in homes if postcode and home.postcode_key == postcode]
    named = [home for home in there if name and similar_name(home.name, name)]
    if len(named) == 1:
        return named[0], "the same postcode, and a name that fits"
    if len(there) == 1 and not named:
        return there[0], "the only home at this postcode"
    same = [home for home in homes if name and home.name_key == name]
    if not postcode and len(same) == 1:
        return same[0], "the only home with this name"
    return None
