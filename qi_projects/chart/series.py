"""What a chart is drawn from: the numbers of one measure and what happened around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from qi_projects.spc import Direction

Kind = Literal["count", "percent", "rate", "scale", "time_between"]
Day = date  # Mark has a field of that name
AttributeKind = Literal["p", "u", "c"]


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day. A PDSA cycle has a number, a note has none.

    until: the last day, where it went on for longer.
    """

    date: date
    number: int | None
    label: str
    until: Day | None = None


@dataclass(frozen=True)
class Series:
    """One measure. `dates` and `values` are as long as each other; a missing value is None.

    unit: what is counted and how often, as it reads on the axis ("falls a week"). Percentages run
    from 0 to 100. target: in the unit. cycles: PDSA cycles at their start dates. notes: what else
    may explain a change. rebase: dates from which the median is worked out anew. events, sizes:
    what a percentage or rate was worked out from, "so many out of so many", where that is known.
    per: per how many a rate is given. definition: how the measure is counted.
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
    events: Sequence[float | None] = ()
    sizes: Sequence[float | None] = ()
    per: float = 1
    definition: str = ""

    @cached_property
    def marks(self) -> list[Mark]:
        return sorted([*self.cycles, *self.notes], key=lambda mark: mark.date)

    @cached_property
    def recorded_dates(self) -> list[date]:
        pairs = zip(self.dates, self.values, strict=True)
        return sorted(day for day, value in pairs if value is not None)

    @cached_property
    def attribute_kind(self) -> AttributeKind | None:
        """Which chart of events suits the measure: p for a share of people, u for a rate of
        exposure, c for a plain count. None where what it was out of is not known every time."""
        if self.kind == "count":
            recorded = [value for value in self.values if value is not None]
            return "c" if all(value >= 0 and value % 1 == 0 for value in recorded) else None
        if self.kind not in ("percent", "rate") or not (self.events and self.sizes):
            return None
        share = True
        for event, size, value in zip(self.events, self.sizes, self.values, strict=True):
            if value is None:
                continue
            if event is None or not size:
                return None
            share = share and event <= size
        if self.kind == "rate":
            return "u"
        return "p" if share else None

    def possible(self, value: float) -> bool:
        """Whether the measure could take this value: no count is below 0, no share above 100."""
        if self.kind == "scale":
            return True
        return value >= 0 and (self.kind != "percent" or value <= 100)
