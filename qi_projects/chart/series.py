"""What a chart is drawn from: the numbers of one measure and what happened around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from qi_projects.spc import Direction

Kind = Literal["count", "percent", "rate", "scale", "time_between"]


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day. A PDSA cycle has a number, a note has none."""

    date: date
    number: int | None
    label: str


@dataclass(frozen=True)
class Series:
    """One measure. `dates` and `values` are as long as each other; a missing value is None.

    unit: what is counted and how often, as it reads on the axis ("falls a week"). Percentages run
    from 0 to 100. target: in the unit. cycles: PDSA cycles at their start dates. notes: what else
    may explain a change. rebase: dates from which the median is worked out anew. sizes: for a
    percentage, of how many residents each was. definition: how the measure is counted.
    """

    name: str
    unit: str
    direction: Direction
    dates: Sequence[date]
    values: Sequence[float | None]
    target: float | None = None
    kind: Kind = "count"
    cycles: Sequence[Mark] = ()
    notes: Sequence[Mark] = ()
    rebase: Sequence[date] = ()
    sizes: Sequence[float | None] = ()
    definition: str = ""

    @cached_property
    def marks(self) -> list[Mark]:
        return sorted([*self.cycles, *self.notes], key=lambda mark: mark.date)

    @cached_property
    def recorded_dates(self) -> list[date]:
        pairs = zip(self.dates, self.values, strict=True)
        return sorted(day for day, value in pairs if value is not None)

    def possible(self, value: float) -> bool:
        """Whether the measure could take this value: no count is below 0, no share above 100."""
        if self.kind == "scale":
            return True
        return value >= 0 and (self.kind != "percent" or value <= 100)
