"""What is wanted of a timetable, and what is proposed: the words that timetable.py speaks in.

Plain Python that knows no records.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from workshops.wall_clock import to_local

Kind = Literal["workshop", "learning_set", "celebration"]
# Which session: its kind, its set (None where all come) and its number.
SessionKey = tuple[str, str | None, int]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = WORKING_DAYS = (0, 1, 2, 3, 4)
# The order of preference where staff give none: most bank holidays are Mondays and Fridays.
MIDWEEK_FIRST = (TUESDAY, WEDNESDAY, THURSDAY, MONDAY, FRIDAY)
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
    # The weekdays on which the facilitator can lead; none given, any.
    facilitator_weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Busy:
    """A session elsewhere, of another cohort, which takes a room, a facilitator or Pioneers.

    `going` are the keys of the sets whose members go there, with None for those in no set yet:
    they come to what is for everybody.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    facilitator: str = ""
    going: frozenset[str | None] = frozenset()

    @property
    def day(self) -> date:
        return to_local(self.starts_at).date()


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
    # Why a date is to be kept free, where staff said so.
    avoid_why: Mapping[date, str] = field(default_factory=dict)
    busy: tuple[Busy, ...] = ()
    # Sessions that stand already: they stay, and the others are placed around them.
    fixed: "tuple[ProposedSession, ...]" = ()
    online_workshops: Collection[int] = ()
    online_meetings: Collection[int] = ()
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
    def gap_words(self) -> str:
        return "1 day" if self.gap == 1 else f"{self.gap} days"

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
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> SessionKey:
        return self.kind, self.set_key, self.number


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Sessions in the order of time, and what staff must know or change first."""

    sessions: tuple[ProposedSession, ...]
    problems: tuple[str, ...]


def refuse_nonsense(plan: TimetablePlan) -> None:
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
            raise ValueError(f"{name[:1].upper()}{name[1:]} must end after it starts.")
    for name, weekdays in (
        ("the workshops", plan.workshop_weekdays),
        *((one.name, one.weekdays) for one in plan.sets),
    ):
        if not set(weekdays) <= set(WORKING_DAYS):
            raise ValueError(f"Choose days from Monday to Friday for {name}.")
    if len({one.key for one in plan.sets}) < len(plan.sets):
        raise ValueError("Two learning sets have the same key.")
