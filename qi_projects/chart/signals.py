"""Which points stand out, in shape and colour for the eye and in words for the table."""

from __future__ import annotations

from itertools import groupby

from . import words
from .findings import JUDGED_FROM, Analysis
from .scales import Scale
from .series import Series
from .shapes import BETTER, DOT, NEUTRAL, WORSE, Point


def points(series: Series, analysis: Analysis, x: Scale, y: Scale) -> list[Point]:
    series_points = analysis.run.points
    found = []
    signals = _xmr_signals(series, analysis) if analysis.xmr else _run_signals(series, analysis)
    for day, value, (shape, colour) in zip(series_points.x, series_points.y, signals, strict=True):
        if value is not None:
            tip = f"{words.day(day)}: {words.number(value, series.kind)}"
            found.append(Point(x(day.toordinal()), y(value), shape, colour, tip))
    return found


def _signal(way: int, direction: str) -> tuple[str, str]:
    """Shape and colour of a point that stands out: its shape says where, its colour how good."""
    if direction == "neutral":
        return ("up" if way > 0 else "down"), NEUTRAL
    better = (way > 0) == (direction == "increase")
    return ("up" if way > 0 else "down"), BETTER if better else WORSE


def _xmr_signals(series: Series, analysis: Analysis) -> list[tuple[str, str]]:
    assert analysis.xmr
    return [
        _signal(1 if "Above" in label or "Increasing" in label else -1, series.direction)
        if special
        else ("dot", DOT)
        for label, special in zip(
            analysis.xmr.points.special_cause_type, analysis.xmr.points.special_cause, strict=True
        )
    ]


def _run_signals(series: Series, analysis: Analysis) -> list[tuple[str, str]]:
    """Points of runs longer than chance explains; crossings have no points of their own."""
    points = analysis.run.points
    signals = [("dot", DOT)] * len(points.x)
    for part in analysis.run.parts:
        if part.n_useful < JUDGED_FROM or part.cl is None or part.longest_run_max is None:
            continue
        useful = [
            (i, 1 if value > part.cl else -1)
            for i, value in enumerate(points.y)
            if points.part[i] == part.part and value is not None and value != part.cl
        ]
        for way, group in groupby(useful, key=lambda item: item[1]):
            members = [i for i, _ in group]
            if len(members) > part.longest_run_max:
                for i in members:
                    signals[i] = _signal(way, series.direction)
    return signals


def remarks(analysis: Analysis, drawn: list[Point]) -> list[str]:
    """What the table says of each point, missing ones included, in place of its colour."""
    said = {BETTER: "stands out: better", WORSE: "stands out: worse", NEUTRAL: "stands out"}
    left = iter(drawn)
    return [
        "" if value is None else said.get(next(left).colour, "") for value in analysis.run.points.y
    ]
