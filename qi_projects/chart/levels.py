"""Which level lines may be drawn with so many points: centre, limits and target."""

from __future__ import annotations

from datetime import date

from . import words
from .findings import CENTRE_FROM, JUDGED_FROM, XMR_FROM, Analysis
from .series import Series
from .shapes import COMMON, DASH_LIMIT, DASH_PROVISIONAL, DASH_TARGET, DOT, INK, Level


def levels(series: Series, analysis: Analysis) -> list[Level]:
    found = _limits(series, analysis) if analysis.xmr else _medians(series, analysis)
    if series.target is not None:
        label = f"Target {words.number(series.target, series.kind)}"
        found.append(Level(series.target, None, None, INK, 1.8, DASH_TARGET, label))
    return found


def _medians(series: Series, analysis: Analysis) -> list[Level]:
    levels = []
    parts = _stretches(analysis)
    for part, (start, end, points) in zip(analysis.run.parts, parts, strict=True):
        if part.cl is None or points < CENTRE_FROM:
            continue
        dash = "" if points >= JUDGED_FROM else DASH_PROVISIONAL
        label = f"Median {words.number(part.cl, series.kind)}" if end is None else ""
        levels.append(Level(part.cl, start, end, COMMON, 2.2, dash, label))
    return levels


def _limits(series: Series, analysis: Analysis) -> list[Level]:
    assert analysis.xmr
    levels = []
    name = "Trial limit" if analysis.trial else "Limit"
    for segment, (start, end, points) in zip(
        analysis.xmr.segments, _stretches(analysis), strict=True
    ):
        if segment.mean is None or points < CENTRE_FROM:
            continue
        label = f"Mean {words.number(segment.mean, series.kind)}" if end is None else ""
        levels.append(Level(segment.mean, start, end, COMMON, 2.2, "", label))
        for limit in (segment.lpl, segment.upl):
            if limit is not None and points >= XMR_FROM and series.possible(limit):
                label = f"{name} {words.number(limit, series.kind)}" if end is None else ""
                levels.append(Level(limit, start, end, DOT, 1.8, DASH_LIMIT, label))
    return levels


def _stretches(analysis: Analysis) -> list[tuple[date | None, date | None, int]]:
    """First day, last day and recorded points of each part; None where it runs to the edge."""
    points = analysis.run.points
    found: list[tuple[date | None, date | None, int]] = []
    for part in analysis.run.parts:
        days = [
            day for day, number in zip(points.x, points.part, strict=True) if number == part.part
        ]
        values = [v for v, number in zip(points.y, points.part, strict=True) if number == part.part]
        is_last = part is analysis.run.parts[-1]
        found.append(
            (
                days[0] if part.part > 1 else None,
                None if is_last else days[-1],
                sum(value is not None for value in values),
            )
        )
    return found
