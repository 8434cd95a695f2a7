"""Which level lines may be drawn with so many points: centre, limits and target."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from . import words
from .findings import Analysis
from .policy import CENTRE_FROM, JUDGED_FROM, LIMITS_FROM
from .series import Series
from .shapes import COMMON, DASH_LIMIT, DASH_PROVISIONAL, DASH_TARGET, DOT, INK, Level


class Stretch(NamedTuple):
    """Points that share a centre line; a day is None where their lines run to the edge."""

    first: int
    end: int
    start_day: date | None
    last_day: date | None
    points: int

    @property
    def is_last(self) -> bool:
        return self.last_day is None


def levels(series: Series, analysis: Analysis) -> list[Level]:
    found = [
        level
        for stretch in stretches(analysis)
        if stretch.points >= CENTRE_FROM
        for level in _of(series, analysis, stretch)
    ]
    if series.target is not None:
        label = f"Target {words.number(series.target, series.kind)}"
        found.append(Level(series.target, None, None, INK, 1.8, DASH_TARGET, label))
    return found


def _of(series: Series, analysis: Analysis, stretch: Stretch) -> Iterator[Level]:
    days = stretch.start_day, stretch.last_day

    def label(name: str, value: float) -> str:
        return f"{name} {words.number(value, series.kind)}" if stretch.is_last else ""

    centre = analysis.centre[stretch.first]
    if centre is not None:
        name = "Mean" if analysis.control else "Median"
        firm = analysis.control or stretch.points >= JUDGED_FROM
        dash = "" if firm else DASH_PROVISIONAL
        yield Level(centre, *days, COMMON, 2.2, dash, label(name, centre))
    if not analysis.control or stretch.points < LIMITS_FROM:
        return
    name = "Trial limit" if analysis.trial else "Limit"
    for column, edge in ((analysis.control.lower, 0.0), (analysis.control.upper, 100.0)):
        limits = column[stretch.first : stretch.end]
        shown = [limit for limit in limits if limit is not None]
        if not shown:
            continue
        words_beside = label(name, shown[-1]) if limits[-1] is not None else ""
        steps = []
        if len(set(limits)) > 1:
            values = analysis.run.points.y[stretch.first : stretch.end]
            # Along the end of what is possible, so that the eye can follow it.
            steps = [
                edge if limit is None and value is not None else limit
                for value, limit in zip(values, limits, strict=True)
            ]
        yield Level(shown[-1], *days, DOT, 1.8, DASH_LIMIT, words_beside, steps, stretch.first)


def stretches(analysis: Analysis) -> list[Stretch]:
    points = analysis.run.points
    found = []
    for part in analysis.run.parts:
        first = points.part.index(part.part)
        end = first + part.n_obs
        is_last = part is analysis.run.parts[-1]
        found.append(
            Stretch(
                first,
                end,
                points.x[first] if part.part > 1 else None,
                None if is_last else points.x[end - 1],
                sum(value is not None for value in points.y[first:end]),
            )
        )
    return found
