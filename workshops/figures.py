"""The two figures of attendance, each with its definition, for a Pioneer, a set and a cohort.

Both rest on the same sessions: the Pioneer's own that took place and whose register was taken. An
excused absence counts as neither, so it is left out of both and of what they are shares of; if it
was made up for, it counts as attended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cohorts.models import Cohort
from pioneers.models import Pioneer
from workshops import records
from workshops.enums import AttendanceState
from workshops.models import LearningSet
from workshops.records import Entry


@dataclass(frozen=True)
class Figures:
    """`of` sessions: `attended`, and `answered` (attended or sent apologies)."""

    of: int = 0
    attended: int = 0
    answered: int = 0

    @property
    def percent_attended(self) -> int | None:
        return _percent(self.attended, self.of)

    @property
    def percent_answered(self) -> int | None:
        return _percent(self.answered, self.of)


def _percent(part: int, of: int) -> int | None:
    return round(100 * part / of) if of else None


def counted(entries: Iterable[Entry]) -> list[Entry]:
    """What the figures are shares of: register taken; not excused, or made up for."""
    return [
        one
        for one in entries
        if one.noted and (one.state != AttendanceState.EXCUSED or one.made_up)
    ]


def attended(entries: Iterable[Entry]) -> int:
    """Came, to all or part of it, or to another set's meeting in its place."""
    return sum(one.came or one.made_up for one in counted(entries))


def attended_or_apologies(entries: Iterable[Entry]) -> int:
    """Attended, or said beforehand that they could not come: what users call commitment."""
    return sum(
        one.came or one.made_up or one.state == AttendanceState.APOLOGIES
        for one in counted(entries)
    )


def of_entries(entries: Iterable[Entry]) -> Figures:
    entries = list(entries)
    return Figures(len(counted(entries)), attended(entries), attended_or_apologies(entries))


def of_pioneer(pioneer: Pioneer) -> Figures:
    """Of one Pioneer: workshops, set meetings and the celebration together. One query."""
    return of_entries(records.of_pioneers([pioneer.pk]).get(pioneer.pk, []))


def of_set(learning_set: LearningSet) -> dict[int, Figures]:
    """Of everybody who is or was in the set, by Pioneer: this set's meetings only. One query."""
    everybody = learning_set.memberships.order_by().values("pioneer")
    return {
        pioneer: of_entries(one for one in entries if one.learning_set == learning_set.pk)
        for pioneer, entries in records.of_pioneers(everybody).items()
    }


def of_cohort(cohort: Cohort) -> Figures:
    """Of all Pioneers of a cohort but those who withdrew, added up. One query."""
    pioneers = Pioneer.objects.counted().filter(cohort=cohort).order_by().values("pk")
    return together(of_entries(one) for one in records.of_pioneers(pioneers).values())


def together(several: Iterable[Figures]) -> Figures:
    several = list(several)
    return Figures(
        sum(one.of for one in several),
        sum(one.attended for one in several),
        sum(one.answered for one in several),
    )
