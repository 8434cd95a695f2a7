"""Suggested matches: one person with two records, and a home that the register knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.cache import cache as shared
from django.db.models import CharField, Q, QuerySet, Value

from core.kept_queries import SOMEBODY, KeptQuery
from core.models import Merge, MergeState, NotSamePerson, User
from pioneers.enums import ApplicationState
from pioneers.home_keys import name_key, postcode_key, similar_name
from pioneers.likeness import Facts, pairs, phone_key
from pioneers.models import Application, CareHome, Pioneer
from pioneers.selectors import staff
from pioneers.selectors.homes import in_scope
from pioneers.selectors.person import named_applications, people_for

# The worker counts anew every quarter of an hour.
COUNTED_FOR = 60 * 60
# So many ids may stand in a query; of more people, everything is read.
FEW = 200
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
    """Everybody whom the reader looks after, compared: three queries, however many there are."""
    return _matches(user, people_for(user))


def match_count(user: Any) -> int:
    """For the home page: as counted last, by the worker or when the list was looked at."""
    return shared.get(_counted(user.pk)) or 0


def keep_count(user: Any, count: int) -> None:
    shared.set(_counted(user.pk), count, COUNTED_FOR)


def _counted(pk: int) -> str:
    return f"people-alike:{pk}"


def matches_of(user: Any, person: User) -> list[Match]:
    """Who may be this person, looked for among those only who could be: for one page."""
    near = Q(pk=person.pk) | Q(email__istartswith=person.email[:2])
    for word in {*person.name.split(), *name_key(person.name).split()}:
        if len(word) > 1:
            near |= Q(name__icontains=word)
    sent = named_applications(user).exclude(state=ApplicationState.DRAFT).order_by()
    homes = sent.filter(applicant=person, home__isnull=False).values("home")
    near |= Q(pk__in=sent.filter(home__in=homes).values("applicant"))
    return _matches(user, people_for(user).filter(near), about=person.pk)


def _matches(user: Any, rows: QuerySet[User], about: int | None = None) -> list[Match]:
    people = {person.pk: person for person in rows.order_by()}
    alike = pairs(_facts(user, people), about=about)
    said = _said() if alike else set()
    return [
        Match(people[one.one], people[one.other], one.reasons)
        for one in alike
        if (one.one, one.other) not in said
    ]


def _facts(user: Any, people: dict[int, User]) -> list[Facts]:
    """What each of these people ever gave: one query. What a draft says is not looked at."""
    found: dict[int, Facts] = {}
    for person in people.values():
        found[person.pk] = Facts(person.pk, person.email)
        _add(found[person.pk], person.name, person.phone, None, "")
    sent = named_applications(user).exclude(state=ApplicationState.DRAFT).order_by()
    places = Pioneer.objects.visible_to(user).filter(home__isnull=False).order_by()
    if len(found) <= FEW:
        sent, places = sent.filter(applicant__in=people), places.filter(person__in=people)
    nothing = Value("", output_field=CharField())
    rows = sent.values_list("applicant", "name", "phone", "home", "home__name").union(
        places.values_list("person", nothing, nothing, "home", "home__name")
    )
    for pk, name, phone, home, home_name in rows:
        if pk in found:
            _add(found[pk], name, phone, home, home_name)
    return list(found.values())


def _add(facts: Facts, name: str, phone: str, home: int | None, home_name: str | None) -> None:
    if name:
        facts.names.add(name)
    if key := phone_key(phone):
        facts.phones.add(key)
    if home is not None:
        facts.homes[home] = home_name or ""


def _said() -> set[tuple[int, int]]:
    """The pairs that staff said are two people, and those that are already proposed."""
    two = NotSamePerson.objects.order_by().values_list("one", "other")
    proposed = Merge.objects.filter(state=MergeState.PROPOSED).order_by()
    rows = two.union(proposed.values_list("stays", "goes"))
    return {(min(pair), max(pair)) for pair in rows}


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
    homes = [] if not application.was_sent or not homeless else home_matches([application])
    return Suggestions(
        [(match.beside(person), match.reasons) for match in matches_of(user, person)],
        homes[0] if homes else None,
    )


def proposals_for(user: Any) -> list[Merge]:
    """Open proposals about people whom the reader may know, the oldest first."""
    return list(_proposals()({SOMEBODY: user.pk}))


@cache
def _proposals() -> KeptQuery:
    known = people_for(User(pk=SOMEBODY)).order_by().values("pk")
    return KeptQuery(
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
