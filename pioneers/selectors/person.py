"""What staff may know of a person: everything of the programmes they work for, and nothing else.

Whoever reads a cohort's applications without names meets none of those people here, unless they
know them from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from cohorts.models import Cohort, Programme
from cohorts.permissions import administrator
from core.merges import Outline
from core.models import AuditEvent, ConsentGiven, Merge, MergeState, OutboundEmail, User
from pioneers.enums import ApplicationState
from pioneers.models import Application, Mentor, Pairing, Pioneer
from pioneers.relations import RoleLine, closed_records, related_to, roles_of
from pioneers.selectors import staff

MOST_MAILS = 100
MOST_EVENTS = 300


def named_applications(user: Any) -> QuerySet[Application]:
    """The applications whose writers' names a member of staff may know."""
    return staff.readable(user).exclude(cohort__in=read_blind(user))


def read_blind(user: Any) -> QuerySet[Cohort]:
    """The cohorts whose applications this person reads without names."""
    return Cohort.objects.filter(
        selection_plan__blind=True,
        reviewers__user=user,
        reviewers__left_at__isnull=True,
    )


def people_for(user: Any) -> QuerySet[User]:
    """The people who have to do with the programmes one works for; no closed records."""
    if not user.is_authenticated:
        return User.objects.none()
    mine = Programme.objects.staffed_by(user)
    known = related_to(mine, but=["applicant"])
    known |= Q(pk__in=named_applications(user).order_by().values("applicant"))
    closed = Merge.objects.filter(goes=OuterRef("pk"), state=MergeState.DONE)
    return User.objects.filter(known).exclude(Exists(closed)).order_by("name", "pk")


def searched(user: Any, text: str) -> QuerySet[User]:
    """With every word in the name, an e-mail address or a home. `home` is the latest one's name."""
    latest = (
        named_applications(user)
        .filter(applicant=OuterRef("pk"), home__isnull=False)
        .exclude(state=ApplicationState.DRAFT)
        .order_by("-submitted_at")
        .values("home__name")[:1]
    )
    place = Pioneer.objects.visible_to(user).filter(person=OuterRef("pk"), home__isnull=False)
    found = people_for(user).annotate(
        applied_from=Subquery(latest),
        works_at=Subquery(place.order_by("-joined_at").values("home__name")[:1]),
    )
    # PostgreSQL holds no NUL.
    for word in text.replace("\x00", " ").split()[:6]:
        homes = named_applications(user).filter(
            Q(home__name__icontains=word) | Q(home_as_typed__icontains=word)
        )
        addresses = EmailAddress.objects.filter(email__icontains=word)
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(pk__in=addresses.values("user"))
            | Q(pk__in=homes.exclude(state=ApplicationState.DRAFT).order_by().values("applicant"))
            | Q(works_at__icontains=word)
        )
    return found


@dataclass(frozen=True)
class Whole:
    """One person over the years."""

    person: User
    closed: list[User]
    addresses: list[EmailAddress]
    applications: list[Application]
    places: list[Pioneer]
    pairings: list[Pairing]
    roles: list[RoleLine]
    consents: list[ConsentGiven]

    @property
    def mentored_by(self) -> list[Pairing]:
        return [one for one in self.pairings if one.pioneer.person_id in self.ids]

    @property
    def mentors(self) -> list[Pairing]:
        return [one for one in self.pairings if one.mentor.user_id in self.ids]

    @property
    def ids(self) -> set[int]:
        return {self.person.pk, *(closed.pk for closed in self.closed)}

    @property
    def homes(self) -> list[tuple[str, Any, list[str]]]:
        """(the home's name, the home, cohorts) in the order in which they were worked at."""
        found: dict[Any, tuple[str, Any, list[str]]] = {}
        said = [
            (row.home, row.home_as_typed, row.cohort)
            for row in self.applications
            if row.state != ApplicationState.DRAFT
        ]
        said += [(place.home, "", place.cohort) for place in self.places]
        for home, typed, cohort in sorted(said, key=lambda line: line[2].starts_on):
            if home or typed:
                key = home.pk if home else typed
                line = found.setdefault(key, (home.name if home else typed, home, []))
                if cohort.name not in line[2]:
                    line[2].append(cohort.name)
        return list(found.values())


def whole(user: Any, person: User) -> Whole:
    closed = list(closed_records([person]))
    ids = [person.pk, *(one.pk for one in closed)]
    last: dict[str, ConsentGiven] = {}
    for answer in ConsentGiven.objects.filter(person__in=ids).select_related("text"):
        last.setdefault(answer.text.kind, answer)
    return Whole(
        person=person,
        closed=closed,
        addresses=list(EmailAddress.objects.filter(user=person).order_by("-primary", "email")),
        applications=list(
            named_applications(user)
            .filter(applicant__in=ids)
            .select_related("cohort", "home")
            .order_by("-cohort__number", "pk")
        ),
        places=list(
            Pioneer.objects.visible_to(user)
            .filter(person__in=ids)
            .select_related("cohort", "home", "person")
            .order_by("-cohort__number", "pk")
        ),
        pairings=list(
            Pairing.objects.visible_to(user)
            .filter(Q(pioneer__person__in=ids) | Q(mentor__user__in=ids))
            .select_related("mentor__user", "pioneer__person", "pioneer__cohort")
        ),
        roles=roles_of(ids, Programme.objects.staffed_by(user)),
        consents=list(last.values()),
    )


def records_of(person: User) -> list[int]:
    """Ids of the person's record, and of those that were joined with it."""
    return [person.pk, *closed_records([person]).values_list("pk", flat=True)]


def mails_to(user: Any, person: User) -> QuerySet[OutboundEmail]:
    """What was written to them for the cohorts one works on; not what it said."""
    scopes = [
        cohort.scope for cohort in Cohort.objects.visible_to(user).exclude(pk__in=read_blind(user))
    ]
    ids = records_of(person)
    unseen = Application.objects.filter(applicant__in=ids).exclude(
        pk__in=staff.readable(user).values("pk")
    )
    hidden = {row.cohort.scope for row in unseen.select_related("cohort")}
    scopes = [scope for scope in scopes if scope not in hidden]
    return (
        OutboundEmail.objects.in_scopes(scopes)
        .filter(person__in=ids)
        .defer("body")
        .order_by("-created_at", "-pk")[:MOST_MAILS]
    )


def events_of(user: Any, person: User) -> list[AuditEvent]:
    """The trail of the person, their applications, places and mentoring, latest first."""
    ids = records_of(person)
    subjects: dict[type, Any] = {
        User: User.objects.filter(pk__in=ids),
        Application: named_applications(user).filter(applicant__in=ids),
        Pioneer: Pioneer.objects.visible_to(user).filter(person__in=ids),
        Pairing: Pairing.objects.visible_to(user).filter(
            Q(pioneer__person__in=ids) | Q(mentor__user__in=ids)
        ),
        Mentor: Mentor.objects.visible_to(user).filter(user__in=ids),
    }
    wanted = Q(pk__in=[])
    for model, rows in subjects.items():
        keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
        wanted |= Q(
            subject_type=model._meta.label_lower,  # type: ignore[attr-defined]
            subject_id__in=keys,
        )
    return list(AuditEvent.objects.filter(wanted)[:MOST_EVENTS])


def stayer_of(pk: int) -> int:
    """The record that holds what this one held: itself, unless it was joined with another."""
    joined = User.objects.filter(pk=pk, merged_as__state=MergeState.DONE)
    return joined.values_list("merged_as__stays", flat=True).first() or pk


def newer_details(person: User, applications: list[Application]) -> Application | None:
    """The latest application, where its name or telephone is another than the person's own."""
    sent = [row for row in applications if row.submitted_at and row.applicant_id == person.pk]
    if not sent:
        return None
    latest = max(sent, key=lambda row: row.submitted_at or row.created_at)
    differs = (latest.name and latest.name != person.name) or (
        latest.phone and latest.phone != person.phone
    )
    return latest if differs else None


def without_names(user: Any, outline: Outline) -> Outline:
    """Whoever reads any cohort without names is shown the person's own facts only."""
    if not read_blind(user).exists():
        return outline
    own = [choice for choice in outline.choices if choice.key.startswith("person.")]
    return replace(outline, choices=own, collisions=[])


def looks_up(user: Any) -> bool:
    """Whether somebody may see what a merge replaced in applications and reviews."""
    return administrator(user, None) and not read_blind(user).exists()
