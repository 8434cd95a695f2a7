"""Which points stand out, in shape and colour for the eye and in words for the table."""

from __future__ import annotations

from collections.abc import Sequence

from . import words
from .control import long_runs
from .findings import Analysis
from .policy import JUDGED_FROM
from .scales import Scale
from .series import Series
from .shapes import BETTER, DOT, NEUTRAL, WORSE, Point


def points(series: Series, analysis: Analysis, across: Sequence[float], y: Scale) -> list[Point]:
    """across: where each stands, missing ones included."""
    days, values = analysis.run.points.x, analysis.run.points.y
    signs = {way: _signal(way, series.direction) for way in (-1, 0, 1)}
    found = []
    for day, value, x, way in zip(days, values, across, _ways(analysis), strict=True):
        if value is not None:
            shape, colour = signs[way]
            tip = f"{words.day(day)}: {words.number(value, series.kind)}"
            found.append(Point(x, y(value), shape, colour, tip))
    return found


def _ways(analysis: Analysis) -> list[int]:
    if analysis.control:
        return analysis.control.ways
    judged = [part for part in analysis.run.parts if part.n_useful >= JUDGED_FROM]
    return long_runs(analysis.run.points, judged)


def _signal(way: int, direction: str) -> tuple[str, str]:
    """Shape and colour of a point: the shape says where it stands out, the colour how good."""
    if not way:
        return "dot", DOT
    shape = "up" if way > 0 else "down"
    if direction == "neutral":
        return shape, NEUTRAL
    return shape, BETTER if (way > 0) == (direction == "increase") else WORSE


def remarks(analysis: Analysis, drawn: list[Point]) -> list[str]:
    """What the table says of each point, missing ones included, in place of its colour."""
    said = {BETTER: "stands out: better", WORSE: "stands out: worse", NEUTRAL: "stands out"}
    left = iter(drawn)
    return [
        "" if value is None else said.get(next(left).colour, "") for value in analysis.run.points.y
    ]
