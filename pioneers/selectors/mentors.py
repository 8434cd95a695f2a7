"""Reads of mentors, pairs, and how long ago they met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from cohorts.enums import CareSetting, CohortState
from cohorts.models import Cohort
from core import clock
from pioneers.enums import MentorArea, PairingEnd, PioneerState
from pioneers.mentor_matching import Mentee, MentorWithRoom
from pioneers.models import (
    CareHome,
    Mentor,
    MentorMeeting,
    Pairing,
    PairingProposal,
    Pioneer,
)

CURRENT = Q(pairings__ended_on__isnull=True)
# A pair that has not met for longer than this is quiet: the first meeting and each one after.
QUIET = timedelta(weeks=6)


def with_people() -> QuerySet[Pairing]:
    return Pairing.objects.select_related(
        "mentor__user", "pioneer__person", "pioneer__home", "pioneer__cohort"
    )


def mentors_of(cohort: Cohort) -> QuerySet[Mentor]:
    """Who mentors for the cohort's programme; `mentees` is how many they have."""
    return (
        Mentor.objects.filter(programme=cohort.programme_id, left_on__isnull=True)
        .annotate(mentees=Count("pairings", filter=CURRENT))
        .select_related("user", "borough")
        .order_by("user__name", "pk")
    )


def without_mentor(cohort: Cohort) -> QuerySet[Pioneer]:
    """Who takes part and has no mentor at the moment."""
    paired = Pairing.objects.current().filter(pioneer__cohort=cohort).values("pioneer")
    return (
        Pioneer.objects.taking_part()
        .filter(cohort=cohort)
        .exclude(pk__in=paired)
        .select_related("person", "home__borough", "application__borough", "cohort")
        .order_by("person__name", "pk")
    )


def as_mentees(pioneers: Iterable[Pioneer]) -> list[Mentee]:
    """What the matching knows of them. One query: whom they were parted from."""
    found = list(pioneers)
    parted: dict[int, set[str]] = {}
    ended = Pairing.objects.filter(pioneer__in=found, end_reason=PairingEnd.CHANGE)
    for pioneer, mentor in ended.values_list("pioneer_id", "mentor_id"):
        parted.setdefault(pioneer, set()).add(str(mentor))
    labels = dict(MentorArea.choices)
    return [
        Mentee(
            key=str(one.pk),
            provider=one.home.provider_id if one.home else "",
            borough=_borough(one),
            setting=one.get_setting_display(),
            wishes=tuple(str(labels[area]) for area in one.mentor_wishes if area in labels),
            parted=frozenset(parted.get(one.pk, ())),
        )
        for one in found
    ]


def _borough(pioneer: Pioneer) -> str:
    if pioneer.home:
        return str(pioneer.home.borough or "")
    return str((pioneer.application and pioneer.application.borough) or "")


def as_mentor(mentor: Mentor) -> MentorWithRoom:
    """`mentor` is of mentors_of."""
    settings, areas = dict(CareSetting.choices), dict(MentorArea.choices)
    return MentorWithRoom(
        key=str(mentor.pk),
        capacity=mentor.capacity,
        has=mentor.mentees,  # type: ignore[attr-defined]
        provider=mentor.provider_id,
        borough=str(mentor.borough or ""),
        settings=tuple(str(settings[one]) for one in mentor.settings if one in settings),
        areas=tuple(str(areas[one]) for one in mentor.areas if one in areas),
    )


def proposals_of(cohort: Cohort) -> QuerySet[PairingProposal]:
    return (
        PairingProposal.objects.filter(pioneer__cohort=cohort)
        .select_related("mentor__user", "pioneer__person", "pioneer__home__borough")
        .order_by("pioneer__person__name", "pk")
    )


def with_meetings(pairs: QuerySet[Pairing]) -> Any:
    """`met` is how often, `last_met_on` the last day, `heard_on` that or the day they began."""
    return pairs.annotate(
        met=Count("meetings"),
        last_met_on=Max("meetings__met_on"),
        heard_on=Greatest(F("started_on"), Coalesce(Max("meetings__met_on"), F("started_on"))),
    )


def pairs_of(cohort: Cohort) -> QuerySet[Pairing]:
    """A cohort's pairs, those not heard of for longest first."""
    pairs = Pairing.objects.current().filter(
        pioneer__cohort=cohort, pioneer__state__in=Pioneer.TAKES_PART
    )
    return (
        with_meetings(pairs)
        .select_related("mentor__user", "pioneer__person", "pioneer__home", "pioneer__cohort")
        .order_by("heard_on", "pioneer__person__name", "pk")
    )


def quiet_since() -> date:
    return clock.today() - QUIET


def quiet_pairs(cohorts: Any) -> QuerySet[Pairing]:
    """Pairs of running cohorts that have not met for six weeks; who is paused is left in peace."""
    since = quiet_since()
    met = MentorMeeting.objects.filter(pairing=OuterRef("pk"), met_on__gte=since)
    return Pairing.objects.current().filter(
        ~Exists(met),
        started_on__lt=since,
        pioneer__cohort__in=cohorts,
        pioneer__cohort__state=CohortState.RUNNING,
        pioneer__state=PioneerState.ACTIVE,
    )


def provider_named(name: str) -> tuple[str, str] | None:
    """A provider of CQC's register by its name: its id, and the name as it is written there."""
    return (
        CareHome.objects.filter(provider_name__iexact=name)
        .exclude(provider_id="")
        .order_by("provider_id")
        .values_list("provider_id", "provider_name")
        .first()
    )


def own_pairing(user: Any) -> Pairing | None:
    """The pair a Pioneer is in now."""
    pairs = Pairing.objects.current().visible_to(user).filter(pioneer__person=user)
    return (
        with_meetings(pairs)
        .select_related("mentor__user", "pioneer__person", "pioneer__cohort")
        .order_by("-started_on")
        .first()
    )


def own_place(user: Any) -> Pioneer | None:
    """The place of a Pioneer who takes part now."""
    return (
        Pioneer.objects.taking_part()
        .filter(person=user)
        .select_related("cohort")
        .order_by("-cohort__number")
        .first()
    )


def mentors_for(user: Any) -> QuerySet[Mentor]:
    """The programme's mentors with their current mentees, by name."""
    current = (
        Pairing.objects.current()
        .select_related("pioneer__person", "pioneer__cohort")
        .order_by("pioneer__person__name")
    )
    return (
        Mentor.objects.visible_to(user)
        .filter(left_on__isnull=True)
        .select_related("user", "programme", "borough")
        .prefetch_related(Prefetch("pairings", queryset=current, to_attr="now"))
        .order_by("user__name", "pk")
    )


def with_room(user: Any, cohort: Cohort) -> QuerySet[Mentor]:
    """Mentors of the cohort's programme who can take one more; `mentees` is how many they have."""
    return (
        Mentor.objects.visible_to(user)
        .filter(programme=cohort.programme_id, left_on__isnull=True)
        .annotate(mentees=Count("pairings", filter=CURRENT))
        .filter(mentees__lt=F("capacity"))
        .select_related("user")
        .order_by("user__name", "pk")
    )


def pairings_of_mentor(user: Any) -> QuerySet[Pairing]:
    """A mentor's own mentees, with how often they met and when last."""
    return (
        Pairing.objects.visible_to(user)
        .current()
        .filter(mentor__user=user)
        .select_related("pioneer__person", "pioneer__home__borough", "pioneer__cohort", "mentor")
        .annotate(met=Count("meetings"), last_met_on=Max("meetings__met_on"))
        .order_by("pioneer__person__name", "pk")
    )
