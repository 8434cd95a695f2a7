"""A control chart as its drawing needs it: XmR, p, u and c charts in the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from qi_projects import spc
from qi_projects.spc.xmr import assurance

from .series import AttributeKind, Series

ControlKind = Literal["xmr", "p", "u", "c"]


@dataclass(frozen=True)
class Control:
    """Columns in the order of the dates, in the unit of the measure.

    lower, upper: where a limit can be drawn, else None. ways: 1 for a point that stands out above,
    -1 below, 0 for the usual ups and downs. signal: something unusual is going on at the end,
    whichever way. assurance: as of spc.xmr.
    """

    kind: ControlKind
    centre: list[spc.Number]
    lower: list[spc.Number]
    upper: list[spc.Number]
    ways: list[int]
    signal: bool
    assurance: str | None


def xmr(series: Series, rebase: Sequence[date]) -> Control | None:
    """None where no two numbers follow each other, or all are equal: then limits mean nothing."""
    found = spc.xmr(
        series.dates,
        series.values,
        direction=series.direction,
        target=series.target,
        rebase=rebase,
    )
    points = found.points
    if not found.segments[-1].mean_moving_range_used:
        return None
    limits = {limit for limit in (*points.lpl, *points.upl) if limit is not None}
    drawn = {limit for limit in limits if series.possible(limit)}
    ways = [
        (1 if "Above" in label or "Increasing" in label else -1) if special else 0
        for label, special in zip(points.special_cause_type, points.special_cause, strict=True)
    ]
    return Control(
        kind="xmr",
        centre=points.mean,
        lower=[limit if limit in drawn else None for limit in points.lpl],
        upper=[limit if limit in drawn else None for limit in points.upl],
        ways=ways,
        signal=bool(_last(ways, points.y)),
        assurance=found.assurance_type,
    )


def attribute(series: Series, kind: AttributeKind, part: Sequence[int]) -> Control:
    """Three sigma limits of each point's own size, and Anhoej's rules around the centre."""
    multiply = {"p": 100.0, "u": series.per, "c": 1.0}[kind]
    found = spc.attribute(
        kind,
        series.dates,
        series.values if kind == "c" else series.events,
        None if kind == "c" else series.sizes,
        part=part,
        multiply=multiply,
    )
    points = found.points
    ways = long_runs(points, found.parts)
    for i, (value, out) in enumerate(zip(points.y, points.sigma_signal, strict=True)):
        if out:
            ways[i] = 1 if (value or 0) > (points.cl[i] or 0) else -1
    last = last_recorded(points.y)
    return Control(
        kind=kind,
        centre=points.cl,
        # A limit at the end of what is possible cannot be crossed and is no line.
        lower=[value or None for value in points.lcl],
        upper=[None if kind == "p" and value == multiply else value for value in points.ucl],
        ways=ways,
        signal=bool(ways[last]) or found.parts[-1].runs_signal,
        assurance=assurance(points.lcl[last], points.ucl[last], series.target, series.direction),
    )


def last_recorded(values: Sequence[spc.Number]) -> int:
    return next(i for i in reversed(range(len(values))) if values[i] is not None)


def long_runs(points: spc.RunPoints, parts: Sequence[spc.Part]) -> list[int]:
    """1 or -1 for the points of runs longer than chance explains; crossings have no points."""
    ways = [0] * len(points.x)
    for part in parts:
        if part.cl is None or (part.longest_run or 0) <= (part.longest_run_max or 0):
            continue
        useful = [
            (i, 1 if value > part.cl else -1)
            for i, value in enumerate(points.y)
            if points.part[i] == part.part and value is not None and value != part.cl
        ]
        for way, group in groupby(useful, key=lambda item: item[1]):
            members = [i for i, _ in group]
            if len(members) > (part.longest_run_max or 0):
                for i in members:
                    ways[i] = way
    return ways


def _last(ways: Sequence[int], values: Sequence[spc.Number]) -> int:
    return next((w for w, v in zip(ways[::-1], values[::-1], strict=True) if v is not None), 0)
