"""Which points stand out, in shape and colour for the eye and in words for the table."""

from __future__ import annotations

from . import words
from .control import long_runs
from .findings import Analysis
from .policy import JUDGED_FROM
from .scales import Scale
from .series import Series
from .shapes import BETTER, DOT, NEUTRAL, WORSE, Point


def points(series: Series, analysis: Analysis, x: Scale, y: Scale) -> list[Point]:
    series_points = analysis.run.points
    found = []
    for day, value, way in zip(series_points.x, series_points.y, _ways(analysis), strict=True):
        if value is not None:
            tip = f"{words.day(day)}: {words.number(value, series.kind)}"
            shape, colour = _signal(way, series.direction)
            found.append(Point(x(day.toordinal()), y(value), shape, colour, tip))
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
