"""Proposes a cohort's timetable from its dates: workshops, learning sets, celebration.

Plain Python that knows no records: it is told what is wanted and answers with sessions and,
in words for staff, why a session was moved and what could not be fitted in. The same plan
always gives the same proposal.

The celebration closes the programme and the first workshop opens it; the other workshops are
spread over the months, and each learning set meets between them. Everybody goes to every
workshop, so no set meets on, or too near to, the day of one.
"""

from dataclasses import dataclass
from datetime import date, time

from workshops import spacing
from workshops.obstacles import WEEKDAY_NAMES, Obstacles
from workshops.timetable_plan import (
    FRIDAY,
    LONGEST_IN_DAYS,
    MIDWEEK_FIRST,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    WORKING_DAYS,
    Busy,
    Kind,
    Proposal,
    ProposedSession,
    SetPlan,
    TimetablePlan,
    bank_holidays,
    refuse_nonsense,
)
from workshops.wall_clock import at, in_words

__all__ = [
    "FRIDAY",
    "LONGEST_IN_DAYS",
    "MIDWEEK_FIRST",
    "MONDAY",
    "THURSDAY",
    "TUESDAY",
    "WEDNESDAY",
    "WORKING_DAYS",
    "Busy",
    "Proposal",
    "ProposedSession",
    "SetPlan",
    "TimetablePlan",
    "bank_holidays",
    "propose",
]


def propose(plan: TimetablePlan) -> Proposal:
    """A timetable for the plan; ValueError, in words for staff, if the plan makes no sense."""
    refuse_nonsense(plan)
    draft = _Draft(plan)
    draft.add_celebration()
    draft.add_workshops()
    for learning_set in plan.sets:
        draft.add_learning_set(learning_set)
    if plan.learning_set_meetings and not plan.sets:
        draft.problems.append("There are no learning sets yet, so their meetings are left out.")
    order = {learning_set.key: place for place, learning_set in enumerate(plan.sets)}
    proposed = sorted(
        (one for one in draft.sessions if one not in plan.fixed),
        key=lambda session: (session.starts_at, order.get(session.set_key or "", -1)),
    )
    return Proposal(sessions=tuple(proposed), problems=tuple(draft.problems))


def _preferred(weekdays: tuple[int, ...]) -> tuple[int, ...]:
    return weekdays or MIDWEEK_FIRST


@dataclass(frozen=True, kw_only=True)
class _Series:
    """What the sessions of one kind, or of one learning set, have in common."""

    kind: Kind
    name: str
    starts_at: time
    ends_at: time
    place: str
    weekdays: tuple[int, ...]
    online: frozenset[int] = frozenset()
    set_plan: SetPlan | None = None

    @property
    def set_key(self) -> str | None:
        return self.set_plan.key if self.set_plan else None

    def session(self, number: int, day: date, *notes: str) -> ProposedSession:
        always = bool(self.set_plan and self.set_plan.online)
        return ProposedSession(
            kind=self.kind,
            number=number,
            set_key=self.set_key,
            day=day,
            starts_at=at(day, self.starts_at),
            ends_at=at(day, self.ends_at),
            place=self.place if always or number not in self.online else "Online",
            online=always or number in self.online,
            notes=notes,
        )


class _Draft:
    """The timetable as it fills: what is in it already stands in the way of what comes."""

    def __init__(self, plan: TimetablePlan) -> None:
        self.plan = plan
        self.obstacles = Obstacles(plan)
        self.sessions: list[ProposedSession] = list(plan.fixed)
        self.problems: list[str] = []

    def add_celebration(self) -> None:
        plan = self.plan
        if any(one.kind == "celebration" for one in plan.fixed):
            return
        series = _Series(
            kind="celebration",
            name="the celebration",
            starts_at=plan.celebration_starts_at,
            ends_at=plan.celebration_ends_at,
            place=plan.celebration_place,
            weekdays=WORKING_DAYS if plan.celebration_on else _preferred(plan.workshop_weekdays),
        )
        days = spacing.days_between(plan.starts_on, plan.last_day, series.weekdays)
        free = [day for day in days if not self._obstacle(day, series, 1, self.sessions)]
        wish = plan.celebration_on or plan.last_day
        if not free:
            period = self._between(plan.last_day)
            self.problems.append(f"There is no day for the celebration {period}.")
            return
        day = min(free, key=lambda day: (abs((day - wish).days), day < wish))
        if plan.celebration_on is None:
            note = ["No date was given. This is the last day that suits."]
        else:
            why = self._obstacle(wish, series, 1, self.sessions)
            note = [] if day == wish else [self._moved(wish, why)]
        self.sessions.append(series.session(1, day, *note))

    def add_workshops(self) -> None:
        plan = self.plan
        series = _Series(
            kind="workshop",
            name="workshops",
            starts_at=plan.workshop_starts_at,
            ends_at=plan.workshop_ends_at,
            place=plan.workshop_place,
            weekdays=_preferred(plan.workshop_weekdays),
            online=frozenset(plan.online_workshops),
        )
        self._add_series(series, plan.workshops, plan.starts_on)

    def add_learning_set(self, learning_set: SetPlan) -> None:
        leads = learning_set.facilitator_weekdays
        weekdays = _preferred(learning_set.weekdays)
        kept = tuple(weekday for weekday in weekdays if not leads or weekday in leads)
        if not kept:
            when = " and ".join(WEEKDAY_NAMES[weekday] for weekday in sorted(weekdays))
            self.problems.append(
                f"The facilitator of {learning_set.name} cannot lead on {when}. "
                "Give the set another day or another facilitator."
            )
        series = _Series(
            kind="learning_set",
            name=f"meetings of {learning_set.name}",
            starts_at=learning_set.starts_at,
            ends_at=learning_set.ends_at,
            place=learning_set.place,
            weekdays=kept or weekdays,
            online=frozenset(self.plan.online_meetings),
            set_plan=learning_set,
        )
        workshop_days = [one.day for one in self.sessions if one.kind == "workshop"]
        first = min(workshop_days, default=self.plan.starts_on)
        self._add_series(series, self.plan.learning_set_meetings, first)

    def _add_series(self, series: _Series, count: int, first: date) -> None:
        """Every session of the series that does not stand already, each on a day of its own."""
        celebration = [one.day for one in self.sessions if one.kind == "celebration"]
        last = min([self.plan.ends_on, *celebration])
        days = spacing.days_between(first, last, series.weekdays)
        stands = {one.number: one.day for one in self.plan.fixed if _belongs(one, series)}
        numbers = [number for number in range(1, count + 1) if number not in stands]
        # Those of the series itself are kept apart by the spacing, not by what is in the way.
        standing = list(self.sessions)
        free = {
            online: [day for day in days if not self._obstacle(day, series, number, standing)]
            for online, number in {number in series.online: number for number in numbers}.items()
        }
        choices = [
            self._in_turn(number, free[number in series.online], stands) for number in numbers
        ]
        fitting = spacing.fitting(choices, self.plan.gap)
        if fitting < len(numbers):
            have = fitting + len(stands)
            self.problems.append(self._does_not_fit(series, have, count, last))
        placed = numbers[:fitting]
        together = sorted([*placed, *stands])
        spread = spacing.wishes(
            len(together), days, series.weekdays, opens=series.kind == "workshop"
        )
        wished = [spread[together.index(number)] for number in placed]
        chosen = spacing.place(
            wished,
            sorted({day for choice in choices[:fitting] for day in choice}),
            self.plan.gap,
            series.weekdays,
            choices[:fitting],
        )
        for number, wish, day in zip(placed, wished, chosen, strict=True):
            why = self._obstacle(wish, series, number, standing)
            why = why or f"to keep {self.plan.gap_words} between {series.name}"
            note = [] if day == wish else [self._moved(wish, why)]
            self.sessions.append(series.session(number, day, *note))

    def _in_turn(self, number: int, free: list[date], stands: dict[int, date]) -> list[date]:
        """The free days after the numbers before it that stand, and before those after it.

        Where those that stand are out of order themselves, no day would do, so any may.
        """
        before = max((day for one, day in stands.items() if one < number), default=date.min)
        after = min((day for one, day in stands.items() if one > number), default=date.max)
        return [day for day in free if before < day < after] or free

    def _obstacle(
        self, day: date, series: _Series, number: int, standing: list[ProposedSession]
    ) -> str:
        """What stands in the way of that session on that day; "" if nothing."""
        return next(self.obstacles.of(series.session(number, day), standing), "")

    def _moved(self, wish: date, why: str) -> str:
        return f"Moved from {in_words(wish)}: {why}."

    def _between(self, last: date) -> str:
        return f"between {in_words(self.plan.starts_on)} and {in_words(last)}"

    def _does_not_fit(self, series: _Series, fitting: int, count: int, last: date) -> str:
        how_many = f"Only {fitting} of the {count}" if fitting else f"None of the {count}"
        return (
            f"{how_many} {series.name} can be held {self._between(last)}, with "
            f"{self.plan.gap_words} or more between sessions. Make the cohort longer, the gap "
            "shorter or allow more weekdays."
        )


def _belongs(one: ProposedSession, series: _Series) -> bool:
    return (one.kind, one.set_key) == (series.kind, series.set_key)
