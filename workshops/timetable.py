"""Proposes a cohort's timetable from its dates: workshops, learning sets, celebration.

Plain Python that knows no records: it is told what is wanted and answers with sessions and,
in words for staff, why a session was moved and what could not be fitted in. The same plan
always gives the same proposal.

The celebration closes the programme and the first workshop opens it; the other workshops are
spread over the months, and each learning set meets between them. Everybody goes to every
workshop, so no set meets on, or too near to, the day of one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from workshops import spacing
from workshops.wall_clock import at, in_words

Kind = Literal["workshop", "learning_set", "celebration"]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = WORKING_DAYS = (0, 1, 2, 3, 4)
# The order of preference where staff give none: most bank holidays are Mondays and Fridays.
MIDWEEK_FIRST = (TUESDAY, WEDNESDAY, THURSDAY, MONDAY, FRIDAY)
# Homes are stretched over Christmas, so nothing is proposed from 22 December to 1 January.
CHRISTMAS_FROM, CHRISTMAS_UNTIL = (12, 22), (1, 1)
# A longer cohort is a year typed wrongly.
LONGEST_IN_DAYS = 5 * 366


def bank_holidays(years: Iterable[int]) -> frozenset[date]:
    """England's bank holidays, as GOV.UK lists them.

    The package also lists the Saturday or Sunday for which a substitute day is given.
    """
    import holidays  # here, not above: it takes five megabytes of every web worker

    listed = holidays.country_holidays("GB", subdiv="ENG", years=years)
    return frozenset(day for day in listed if day.weekday() in WORKING_DAYS)


@dataclass(frozen=True, kw_only=True)
class SetPlan:
    """When, where and with whom one learning set would like to meet.

    Weekdays in order of preference; the set meets on no others, unless none are given. Sets
    clash over a facilitator or a place, where these are known, but not over an online place.
    """

    key: str
    name: str
    starts_at: time
    ends_at: time
    weekdays: tuple[int, ...] = ()
    facilitator: str = ""
    place: str = ""
    online: bool = False


@dataclass(frozen=True, kw_only=True)
class TimetablePlan:
    """What staff want of the timetable. Counts and times come from the cohort.

    `gap_days` is the least number of days from one session of a Pioneer to the next. The
    celebration may be after the cohort ends; without a date, one is proposed at the end.
    """

    starts_on: date
    ends_on: date
    bank_holidays: Collection[date]
    celebration_on: date | None = None
    workshops: int = 4
    learning_set_meetings: int = 9
    sets: tuple[SetPlan, ...] = ()
    gap_days: int = 5
    avoid_dates: Collection[date] = frozenset()
    workshop_weekdays: tuple[int, ...] = ()
    workshop_starts_at: time = time(10)
    workshop_ends_at: time = time(16)
    workshop_place: str = ""
    celebration_starts_at: time = time(13)
    celebration_ends_at: time = time(16)
    celebration_place: str = ""

    @property
    def gap(self) -> int:
        """Nobody has two sessions on one day, whatever the gap asked for."""
        return max(1, self.gap_days)

    @property
    def last_day(self) -> date:
        return max(self.ends_on, self.celebration_on or self.ends_on)


@dataclass(frozen=True, kw_only=True)
class ProposedSession:
    """One session of the proposal. `set_key` is None where the whole cohort comes."""

    kind: Kind
    number: int
    set_key: str | None
    day: date
    starts_at: datetime
    ends_at: datetime
    place: str
    online: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Sessions in the order of time, and what staff must know or change first."""

    sessions: tuple[ProposedSession, ...]
    problems: tuple[str, ...]


def propose(plan: TimetablePlan) -> Proposal:
    """A timetable for the plan; ValueError, in words for staff, if the plan makes no sense."""
    _refuse_nonsense(plan)
    draft = _Draft(plan)
    draft.add_celebration()
    draft.add_workshops()
    for learning_set in plan.sets:
        draft.add_learning_set(learning_set)
    if plan.learning_set_meetings and not plan.sets:
        draft.problems.append("There are no learning sets yet, so their meetings are left out.")
    order = {learning_set.key: place for place, learning_set in enumerate(plan.sets)}
    draft.sessions.sort(
        key=lambda session: (session.starts_at, order.get(session.set_key or "", -1))
    )
    return Proposal(sessions=tuple(draft.sessions), problems=tuple(draft.problems))


def _refuse_nonsense(plan: TimetablePlan) -> None:
    if plan.ends_on < plan.starts_on:
        raise ValueError("The cohort ends before it starts.")
    if plan.celebration_on and plan.celebration_on < plan.starts_on:
        raise ValueError("The celebration is before the cohort starts.")
    if (plan.last_day - plan.starts_on).days > LONGEST_IN_DAYS:
        raise ValueError("The cohort is longer than five years. Check the years of its dates.")
    if min(plan.workshops, plan.learning_set_meetings, plan.gap_days) < 0:
        raise ValueError("Numbers of sessions and days must be 0 or more.")
    for name, starts_at, ends_at in (
        ("A workshop", plan.workshop_starts_at, plan.workshop_ends_at),
        ("The celebration", plan.celebration_starts_at, plan.celebration_ends_at),
        *((one.name, one.starts_at, one.ends_at) for one in plan.sets),
    ):
        if ends_at <= starts_at:
            raise ValueError(f"{name} must end after it starts.")
    for name, weekdays in (
        ("the workshops", plan.workshop_weekdays),
        *((one.name, one.weekdays) for one in plan.sets),
    ):
        if not set(weekdays) <= set(WORKING_DAYS):
            raise ValueError(f"Choose days from Monday to Friday for {name}.")
    if len({one.key for one in plan.sets}) < len(plan.sets):
        raise ValueError("Two learning sets have the same key.")


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
    set_plan: SetPlan | None = None

    def session(self, number: int, day: date, *notes: str) -> ProposedSession:
        return ProposedSession(
            kind=self.kind,
            number=number,
            set_key=self.set_plan.key if self.set_plan else None,
            day=day,
            starts_at=at(day, self.starts_at),
            ends_at=at(day, self.ends_at),
            place=self.place,
            online=bool(self.set_plan and self.set_plan.online),
            notes=notes,
        )


class _Draft:
    """The timetable as it fills: what is in it already stands in the way of what comes."""

    def __init__(self, plan: TimetablePlan) -> None:
        self.plan = plan
        self.set_plans = {learning_set.key: learning_set for learning_set in plan.sets}
        self.sessions: list[ProposedSession] = []
        self.problems: list[str] = []

    def add_celebration(self) -> None:
        plan = self.plan
        series = _Series(
            kind="celebration",
            name="the celebration",
            starts_at=plan.celebration_starts_at,
            ends_at=plan.celebration_ends_at,
            place=plan.celebration_place,
            weekdays=WORKING_DAYS if plan.celebration_on else _preferred(plan.workshop_weekdays),
        )
        days = spacing.days_between(plan.starts_on, plan.last_day, series.weekdays)
        free = [day for day in days if not self._obstacle(day, series)]
        wish = plan.celebration_on or plan.last_day
        if not free:
            period = self._between(plan.last_day)
            self.problems.append(f"There is no day for the celebration {period}.")
            return
        day = min(free, key=lambda day: (abs((day - wish).days), day < wish))
        if plan.celebration_on is None:
            note = ["No date was given. This is the last day that suits."]
        else:
            note = [] if day == wish else [self._moved(wish, self._obstacle(wish, series))]
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
        )
        self._add_series(series, plan.workshops, plan.starts_on)

    def add_learning_set(self, learning_set: SetPlan) -> None:
        series = _Series(
            kind="learning_set",
            name=f"meetings of {learning_set.name}",
            starts_at=learning_set.starts_at,
            ends_at=learning_set.ends_at,
            place=learning_set.place,
            weekdays=_preferred(learning_set.weekdays),
            set_plan=learning_set,
        )
        workshop_days = [one.day for one in self.sessions if one.kind == "workshop"]
        first = min(workshop_days, default=self.plan.starts_on)
        self._add_series(series, self.plan.learning_set_meetings, first)

    def _add_series(self, series: _Series, count: int, first: date) -> None:
        celebration = [one.day for one in self.sessions if one.kind == "celebration"]
        last = min([self.plan.ends_on, *celebration])
        days = spacing.days_between(first, last, series.weekdays)
        free = [day for day in days if not self._obstacle(day, series)]
        fitting = min(count, spacing.most(free, self.plan.gap))
        if fitting < count:
            self.problems.append(self._does_not_fit(series, fitting, count, last))
        wished = spacing.wishes(fitting, days, series.weekdays, opens=series.kind == "workshop")
        placed = spacing.place(wished, free, self.plan.gap, series.weekdays)
        for number, (wish, day) in enumerate(zip(wished, placed, strict=True), start=1):
            why = self._obstacle(wish, series) or f"to keep {self._gap()} between {series.name}"
            note = [] if day == wish else [self._moved(wish, why)]
            self.sessions.append(series.session(number, day, *note))

    def _obstacle(self, day: date, series: _Series) -> str:
        """What stands in the way of a session of this series on that day; "" if nothing."""
        if day.weekday() not in WORKING_DAYS:
            return "weekend"
        if day in self.plan.bank_holidays:
            return "bank holiday"
        if day in self.plan.avoid_dates:
            return "a date to avoid"
        if (day.month, day.day) >= CHRISTMAS_FROM or (day.month, day.day) <= CHRISTMAS_UNTIL:
            return "Christmas and New Year"
        for session in self.sessions:
            why = (
                self._too_near(day, session)
                if session.set_key is None
                else self._clash(day, session, series)
            )
            if why:
                return why
        return ""

    def _too_near(self, day: date, session: ProposedSession) -> str:
        """Why a Pioneer who goes to this workshop or celebration cannot also come that day."""
        if abs((session.day - day).days) >= self.plan.gap:
            return ""
        what = "the celebration" if session.kind == "celebration" else f"workshop {session.number}"
        return (
            f"{what} is on that day"
            if session.day == day
            else (f"{what} is on {in_words(session.day)}, less than {self._gap()} away")
        )

    def _clash(self, day: date, session: ProposedSession, series: _Series) -> str:
        """Why two sets cannot both meet that day: one facilitator or one room for two."""
        mine, other = series.set_plan, self.set_plans.get(session.set_key or "")
        if mine is None or other is None or mine is other or session.day != day:
            return ""
        if mine.ends_at <= other.starts_at or other.ends_at <= mine.starts_at:
            return ""
        if mine.facilitator and mine.facilitator == other.facilitator:
            return f"the facilitator is with {other.name} at that time"
        if mine.place and mine.place == other.place and not (mine.online or other.online):
            return f"{other.name} is using {other.place} at that time"
        return ""

    def _moved(self, wish: date, why: str) -> str:
        return f"Moved from {in_words(wish)}: {why}."

    def _between(self, last: date) -> str:
        return f"between {in_words(self.plan.starts_on)} and {in_words(last)}"

    def _gap(self) -> str:
        return "1 day" if self.plan.gap == 1 else f"{self.plan.gap} days"

    def _does_not_fit(self, series: _Series, fitting: int, count: int, last: date) -> str:
        how_many = f"Only {fitting} of the {count}" if fitting else f"None of the {count}"
        return (
            f"{how_many} {series.name} can be held {self._between(last)}, with {self._gap()} or "
            "more between sessions. Make the cohort longer, the gap shorter or allow more weekdays."
        )
