"""What the records say of a cohort's timetable, as the plain plan that timetable.py works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from cohorts.models import Cohort
from pioneers.models import Pioneer
from workshops import timetable
from workshops.enums import SessionMode, SessionState
from workshops.models import FacilitatorDays, LearningSet, Session, SetMembership, TimetableWish
from workshops.obstacles import Obstacles
from workshops.timetable import (
    MIDWEEK_FIRST,
    Busy,
    ProposedSession,
    SetPlan,
    TimetablePlan,
)
from workshops.wall_clock import to_local


def wish_of(cohort: Cohort) -> TimetableWish:
    """Staff's wishes, or what holds while they have none."""
    found = TimetableWish.objects.filter(cohort=cohort).first()
    return found or TimetableWish(cohort=cohort, workshop_weekdays=[cohort.workshop_weekday])


def avoided(wish: TimetableWish) -> Iterator[tuple[date, date, str]]:
    for first, last, why in wish.avoid:
        yield date.fromisoformat(first), date.fromisoformat(last), why


def known_plan(cohort: Cohort, sets: list[LearningSet], published: list[Session]) -> TimetablePlan:
    """All that a proposal goes by: the cohort, its sets, staff's wishes and what is taken."""
    wish = wish_of(cohort)
    leads = dict(FacilitatorDays.objects.filter(cohort=cohort).values_list("user_id", "weekdays"))
    fixed = tuple(_known(one) for one in published)
    celebrations = [one.day for one in fixed if one.kind == "celebration"]
    celebration_on = celebrations[0] if celebrations else cohort.celebration_on
    last = max(cohort.ends_on, celebration_on or cohort.ends_on)
    why = {
        first + timedelta(days=n): words or "a day to keep free"
        for first, until, words in avoided(wish)
        for n in range((until - first).days + 1)
    }
    return TimetablePlan(
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        bank_holidays=timetable.bank_holidays(range(cohort.starts_on.year, last.year + 1)),
        celebration_on=celebration_on,
        workshops=cohort.workshop_count,
        learning_set_meetings=cohort.set_meeting_count,
        sets=tuple(_set_plan(one, tuple(leads.get(one.facilitator_id or 0, ()))) for one in sets),
        gap_days=wish.gap_days,
        avoid_dates=frozenset(why),
        avoid_why=why,
        workshop_weekdays=_weekdays(cohort, wish),
        workshop_starts_at=cohort.workshop_starts,
        workshop_ends_at=cohort.workshop_ends,
        workshop_place=cohort.workshop_place,
        celebration_place=cohort.workshop_place,
        online_workshops=frozenset(wish.online_workshops),
        online_meetings=frozenset(wish.online_meetings),
        fixed=fixed,
        busy=tuple(_elsewhere(cohort, sets, last)),
    )


def _weekdays(cohort: Cohort, wish: TimetableWish) -> tuple[int, ...]:
    """Those staff allow: the cohort's own weekday first, then those with fewest bank holidays."""
    allowed = wish.workshop_weekdays or [cohort.workshop_weekday]
    order = (cohort.workshop_weekday, *MIDWEEK_FIRST)
    return tuple(sorted(allowed, key=order.index))


def _known(one: Session) -> ProposedSession:
    starts = to_local(one.starts_at)
    return ProposedSession(
        kind=one.kind,  # type: ignore[arg-type]
        number=one.number,
        set_key=str(one.learning_set_id) if one.learning_set_id else None,
        day=starts.date(),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        online=one.mode == SessionMode.ONLINE,
    )


def _set_plan(one: LearningSet, leads: tuple[int, ...]) -> SetPlan:
    return SetPlan(
        key=str(one.pk),
        name=f"the {one}",
        starts_at=one.starts,
        ends_at=one.ends,
        weekdays=(one.weekday,),
        facilitator=str(one.facilitator_id or ""),
        facilitator_weekdays=leads,
        place=one.place,
        online=one.place.lower().startswith("online"),
    )


def _elsewhere(cohort: Cohort, sets: list[LearningSet], last: date) -> Iterator[Busy]:
    """Other cohorts' published sessions that take a room, a facilitator or a Pioneer."""
    places = Pioneer.objects.taking_part()
    set_of = dict(
        SetMembership.objects.current()
        .filter(pioneer__cohort=cohort)
        .order_by()
        .values_list("pioneer_id", "learning_set_id")
    )
    mine = {
        person: str(set_of[pk]) if pk in set_of else None
        for pk, person in places.filter(cohort=cohort).order_by().values_list("pk", "person_id")
    }
    going: dict[tuple[int, int | None], set[str | None]] = defaultdict(set)
    both = (
        places.exclude(cohort=cohort)
        .filter(person__in=places.filter(cohort=cohort).order_by().values("person"))
        .order_by()
        .values_list(
            "person_id", "cohort_id", "set_memberships__learning_set", "set_memberships__left_on"
        )
    )
    for person, other, learning_set, left_on in both:
        going[other, None].add(mine.get(person))
        if learning_set and left_on is None:
            going[other, learning_set].add(mine.get(person))
    leaders = [one.facilitator_id for one in sets if one.facilitator_id]
    rooms = {cohort.workshop_place, *(one.place for one in sets)} - {""}
    found = (
        Session.objects.published()
        .exclude(cohort=cohort)
        .filter(
            Q(cohort__in={other for other, _ in going})
            | Q(learning_set__facilitator__in=leaders)
            | Q(place__in=rooms),
            starts_at__date__gte=cohort.starts_on,
            starts_at__date__lte=last,
        )
        .select_related("cohort", "learning_set")
    )
    for one in found:
        shares = one.cohort.programme_id == cohort.programme_id
        yield Busy(
            title=f"{one.title} of {one.cohort}" if shares else "another programme’s session",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place="" if one.mode == SessionMode.ONLINE else one.place,
            facilitator=str(one.learning_set.facilitator_id or "") if one.learning_set else "",
            going=frozenset(going[one.cohort_id, one.learning_set_id]),
        )


class Timetable(NamedTuple):
    """A cohort's sessions with what speaks against each, by the session's id."""

    plan: TimetablePlan
    clashes: dict[int, list[str]]


def looked_at(cohort: Cohort, sessions: list[Session], sets: list[LearningSet]) -> Timetable:
    """What stands in the way of each proposed session, as it is planned now. The list is live."""
    held = [one for one in sessions if one.state != SessionState.CANCELLED]
    plan = known_plan(cohort, sets, [one for one in held if one.state == SessionState.PUBLISHED])
    obstacles = Obstacles(plan)
    known = {one.pk: _known(one) for one in held}
    return Timetable(
        plan,
        {
            one.pk: _of_one(obstacles, known[one.pk], list(known.values()))
            for one in held
            if one.state == SessionState.PROPOSED
        },
    )


def _of_one(obstacles: Obstacles, one: ProposedSession, others: list[ProposedSession]) -> list[str]:
    found = [*obstacles.of(one, others), *obstacles.of_the_facilitator(one)]
    return [f"{words[:1].upper()}{words[1:]}." for words in dict.fromkeys(found)]


def closed_days(plan: TimetablePlan) -> dict[str, str]:
    """The working days that are out of the question or to be kept free, and why, for a calendar."""
    obstacles = Obstacles(plan)
    days = (
        plan.starts_on + timedelta(days=n) for n in range((plan.last_day - plan.starts_on).days + 1)
    )
    return {
        day.isoformat(): why
        for day in days
        if day.weekday() < 5 and (why := next(obstacles.of_the_day(day), ""))
    }
