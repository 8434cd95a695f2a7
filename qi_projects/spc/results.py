"""What `xmr`, `run` and `attribute` hand back: columns of points, and rows of stretches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Number = float | None


@dataclass(frozen=True)
class Named:
    """Fields are read as attributes or, like the columns of a table, by name."""

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass(frozen=True)
class XmrPoints(Named):
    x: list[Any]
    y: list[Number]
    segment: list[int]
    mean: list[Number]
    lpl: list[Number]
    upl: list[Number]
    relative_to_mean: list[int | None]
    outside_limits: list[bool]
    close_to_limits: list[bool]
    rule_outside: list[bool]
    rule_trend: list[bool]
    rule_two_in_three: list[bool]
    rule_shift: list[bool]
    special_cause_type: list[str]
    special_cause: list[bool]
    point_type: list[str]
    short_group_warning: list[bool]


@dataclass(frozen=True)
class XmrSegment(Named):
    segment: int
    n: int
    mean: Number
    lpl: Number
    upl: Number
    mean_moving_range_used: Number
    variation_type: str | None


@dataclass(frozen=True)
class Xmr(Named):
    points: XmrPoints
    segments: list[XmrSegment]
    variation_type: str | None
    assurance_type: str | None
    warning_trial_limits: bool


@dataclass(frozen=True)
class RunPoints(Named):
    x: list[Any]
    y: list[Number]
    part: list[int]
    cl: list[Number]


@dataclass(frozen=True)
class AttributePoints(RunPoints):
    lcl: list[Number]
    ucl: list[Number]
    lcl_95: list[Number]
    ucl_95: list[Number]
    sigma_signal: list[bool]


@dataclass(frozen=True)
class Part(Named):
    part: int
    cl: Number
    n_obs: int
    n_useful: int
    longest_run: int | None
    longest_run_max: int | None
    n_crossings: int | None
    n_crossings_min: int | None
    runs_signal: bool


@dataclass(frozen=True)
class Run(Named):
    points: RunPoints
    parts: list[Part]


@dataclass(frozen=True)
class Attribute(Named):
    points: AttributePoints
    parts: list[Part]
