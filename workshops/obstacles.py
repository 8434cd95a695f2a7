"""What stands in the way of a session on a day, in words that follow "Moved from …: ".

Plain Python that knows no records. No person is named: a session's page shows these words.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from workshops.timetable_plan import (
    WORKING_DAYS,
    Busy,
    ProposedSession,
    SetPlan,
    TimetablePlan,
)
from workshops.wall_clock import in_words

# Homes are stretched over Christmas, so nothing is proposed from 22 December to 1 January.
CHRISTMAS_FROM, CHRISTMAS_UNTIL = (12, 22), (1, 1)
WEEKDAY_NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")


class Obstacles:
    """What a plan allows: asked of one session and those that stand already."""

    def __init__(self, plan: TimetablePlan) -> None:
        self.plan = plan
        self.sets = {one.key: one for one in plan.sets}

    def of(self, one: ProposedSession, others: Iterable[ProposedSession]) -> Iterator[str]:
        """Everything that speaks against it; the first is reason enough."""
        yield from self.of_the_day(one.day)
        for other in others:
            if other.key != one.key and (why := self._between(one, other)):
                yield why
        for busy in self.plan.busy:
            if why := self._elsewhere(one, busy):
                yield why

    def of_the_day(self, day: date) -> Iterator[str]:
        if day.weekday() not in WORKING_DAYS:
            yield "weekend"
        if day in self.plan.bank_holidays:
            yield "bank holiday"
        if day in self.plan.avoid_dates:
            yield self.plan.avoid_why.get(day) or "a date to avoid"
        if (day.month, day.day) >= CHRISTMAS_FROM or (day.month, day.day) <= CHRISTMAS_UNTIL:
            yield "Christmas and New Year"

    def of_the_facilitator(self, one: ProposedSession) -> Iterator[str]:
        """Asked only of a day that staff choose: a proposal keeps to the set's own weekday."""
        mine = self.sets.get(one.set_key or "")
        weekday = one.day.weekday()
        leads = mine.facilitator_weekdays if mine else ()
        if leads and weekday in WORKING_DAYS and weekday not in leads:
            yield f"the facilitator cannot lead on {WEEKDAY_NAMES[weekday]}"

    def _between(self, one: ProposedSession, other: ProposedSession) -> str:
        if other.set_key is None:
            return self._too_near(one, other)
        if one.set_key is None:
            same_day = one.day == other.day
            return f"{self._name(other.set_key)} meets on that day" if same_day else ""
        if one.set_key == other.set_key:
            return self._too_near(one, other)
        return self._clash(one, other)

    def _too_near(self, one: ProposedSession, other: ProposedSession) -> str:
        """Why a Pioneer who goes to the other one cannot also come that day."""
        if abs((other.day - one.day).days) >= self.plan.gap:
            return ""
        what = {
            "celebration": "the celebration",
            "workshop": f"workshop {other.number}",
            "learning_set": f"meeting {other.number} of {self._name(other.set_key)}",
        }[other.kind]
        if other.day == one.day:
            return f"{what} is on that day"
        return f"{what} is on {in_words(other.day)}, less than {self.plan.gap_words} away"

    def _clash(self, one: ProposedSession, other: ProposedSession) -> str:
        """Why two sets cannot both meet at that time: one facilitator or one room for two."""
        if one.day != other.day or not _overlap(one, other):
            return ""
        mine, theirs = self._facilitator(one), self._facilitator(other)
        if mine and mine == theirs:
            return f"the facilitator is with {self._name(other.set_key)} at that time"
        if one.place and one.place == other.place and not (one.online or other.online):
            return f"{self._name(other.set_key)} is using {other.place} at that time"
        return ""

    def _elsewhere(self, one: ProposedSession, busy: Busy) -> str:
        """Why another cohort's session is in the way."""
        if one.day == busy.day and (
            busy.going if one.set_key is None else one.set_key in busy.going
        ):
            return f"a Pioneer is at {busy.title} on that day"
        if not _overlap(one, busy):
            return ""
        mine = self._facilitator(one)
        if mine and mine == busy.facilitator:
            return f"the facilitator is at {busy.title} at that time"
        if one.place and one.place == busy.place and not one.online:
            return f"{busy.title} is using {busy.place} at that time"
        return ""

    def _facilitator(self, one: ProposedSession) -> str:
        mine: SetPlan | None = self.sets.get(one.set_key or "")
        return mine.facilitator if mine else ""

    def _name(self, set_key: str | None) -> str:
        return self.sets[set_key].name if set_key in self.sets else "a learning set"


def _overlap(one: ProposedSession, other: ProposedSession | Busy) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
