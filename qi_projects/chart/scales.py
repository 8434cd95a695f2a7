"""Axes: which numbers and dates to print, so that none overlaps its neighbour."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from . import words
from .series import Kind, Series

Scale = Callable[[float], float]

WEEK = 7
FLAT = 1e-4  # values nearer to each other are drawn as one
ROOM_FOR = 10  # points: a young series is drawn in the space that it will fill
MONTHS_FROM = 190  # days: longer axes are marked by months
DAY_STEPS = (1, 2, 7, 14, 28, 56)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)


def scale(low: float, high: float, start: float, end: float) -> Scale:
    """The straight line from what is measured to where it is drawn: low at start, high at end."""
    factor = (end - start) / (high - low)
    return lambda value: round(start + (value - low) * factor, 1)


def value_ticks(values: Sequence[float], kind: Kind, most: int) -> list[float]:
    """The values to print, of which the first and last end the axis: about `most` steps.

    From 0, but for scales whose values lie far from it; percentages to 100.
    """
    if kind == "percent":
        low, high = min(0.0, *values, 0.0), max(100.0, *values, 100.0)
    elif kind == "scale" and values:
        low, high = min(values), max(values)
        if 0 <= low < (high - low) * 2:
            low = 0.0
    else:
        low, high = min([0.0, *values]), max([0.0, *values])
    if high - low < FLAT:
        high = low + 1
    step = _step((high - low) / most, whole=kind == "count")
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if kind == "scale" and first * step == low > 0:
        first -= 1
    return [round(i * step, 6) for i in range(first, last + 1)]


def _step(least: float, *, whole: bool) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below `least`."""
    power: float = 10.0 ** math.floor(math.log10(least))
    steps = [power * factor for factor in (1, 2, 2.5, 5, 10)]
    if whole:
        steps = [step for step in steps if step % 1 == 0] or [1.0]
    return next(step for step in steps if step >= least - 1e-9 or step == steps[-1])


def date_range(series: Series) -> tuple[date, date] | None:
    """First and last day of the axis. Marks far from the numbers do not stretch it."""
    recorded = series.recorded_dates
    marked = [mark.date for mark in series.marks]
    if not recorded:
        return (min(marked), max(marked)) if marked else None
    first, last = recorded[0], recorded[-1]
    if len(recorded) < ROOM_FOR:
        gaps = [(b - a).days for a, b in pairwise(recorded) if a != b]
        last = max(last, first + timedelta(days=round(median(gaps or [WEEK])) * (ROOM_FOR - 1)))
    reach = timedelta(days=max(4 * WEEK, (last - first).days // 2))
    near = [day for day in marked if first - reach <= day <= last + reach]
    return min([first, *near]), max([last, *near])


def date_scale(days: tuple[date, date] | None, start: float, end: float) -> Scale:
    first, last = days or (date.min, date.min)
    # A single day stands in the middle.
    around = first == last
    return scale(first.toordinal() - around, last.toordinal() + around, start, end)


def date_ticks(first: date, last: date, dates: Sequence[date], most: int) -> list[date]:
    """The days to print, at most `most`: months on a long axis, else whole weeks or days."""
    days = sorted(set(dates))
    gaps = sorted((b - a).days for a, b in pairwise(days))
    span = (last - first).days
    start = days[0] if days else first
    if span >= MONTHS_FROM or _monthly(days, gaps):
        return _months(first, last, start.day if _monthly(days, gaps) else 1, most)
    for step in (step for step in DAY_STEPS if step >= (gaps[0] if gaps else WEEK)):
        # Counted from the first point, so that weekly points and ticks meet.
        ticks = range((start - first).days % step, span + 1, step)
        if len(ticks) <= most:
            return [first + timedelta(days=day) for day in ticks]
    return [first]


def _monthly(days: list[date], gaps: list[int]) -> bool:
    if not gaps or gaps[0] < 28:
        return False
    return len({day.day for day in days}) == 1 or 28 < gaps[-1] <= 31


def _months(first: date, last: date, day: int, most: int) -> list[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for step in MONTH_STEPS:
        # Counted from January, as people count quarters.
        ticks = [date(m // 12, m % 12 + 1, min(day, 28)) for m in months if m % step == 0]
        ticks = [tick for tick in ticks if first <= tick <= last]
        if len(ticks) <= most:
            return ticks
    return [first]


def date_labels(ticks: Sequence[date]) -> list[str]:
    whole_months = len(ticks) > 1 and all(tick.day == 1 for tick in ticks)
    return [words.month(tick) if whole_months else words.short_day(tick) for tick in ticks]
