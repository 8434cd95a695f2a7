"""XmR charts: single values judged by the four rules of Making Data Count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import chain, groupby, pairwise
from statistics import fmean, mean
from typing import Any, Literal

from .results import Number, Xmr, XmrPoints, XmrSegment
from .series import beyond, check_positive, in_order, side, stretches

Direction = Literal["increase", "decrease", "neutral"]

LIMIT = 2.66  # three sigma, as a multiple of the mean moving range
NEAR = LIMIT * 2 / 3
SCREEN = 3.267  # upper limit of a moving range, as a multiple of their mean
SHIFT = 7  # points in a row on one side of the mean
TREND = 7  # points in a row that all rise or all fall
TRIAL = 12  # with fewer recorded points the limits are only trial limits


def xmr(
    x: Sequence[Any],
    y: Sequence[Number],
    *,
    direction: Direction = "neutral",
    target: float | None = None,
    rebase: Sequence[Any] = (),
    fix_after: int | None = None,
    screen: bool = True,
) -> Xmr:
    """Judge single values (XmR, individuals chart) by the four Making Data Count rules.

    x: dates or numbers that sort, in any order. y: values in the unit of the measure, None where
    nothing was recorded. direction: which way is better. rebase: values of x at which a new
    segment starts; one that is not in x is ignored. fix_after: mean and limits of each segment
    come from its first so many points. screen: leave out outlying moving ranges, once.

    Mean, limits and moving range are in the unit of y and are not clamped: a lower limit may be
    negative. A gap is not bridged and breaks every rule.

    Departures from NHSRplotthedots. When screening would leave nothing, or only zeros, the
    unscreened moving ranges are used, so that rare events do not make every point "outside".
    Without limits `assurance_type` is None. The variation is that of the last recorded point.
    Limits are trial limits below 12 recorded points.

    Raises ValueError when x and y differ in length, a value is infinite, or an option is unknown.
    """
    if direction not in ("increase", "decrease", "neutral"):
        raise ValueError(f"direction must be increase, decrease or neutral, not {direction!r}")
    xs, (ys,) = in_order(x, y)
    check_positive("fix_after", fix_after)
    starts = [i for i, value in enumerate(xs) if value in rebase and value != xs[i - 1]]
    segments: list[XmrSegment] = []
    columns: list[XmrPoints] = []
    for number, (start, end) in enumerate(stretches(starts, len(xs))):
        centre, moving_range = _centre_and_range(ys[start:end][:fix_after], screen)
        points = _judge(xs[start:end], ys[start:end], number, centre, moving_range, direction)
        columns.append(points)
        segments.append(
            XmrSegment(
                segment=number,
                n=end - start,
                mean=centre,
                lpl=points.lpl[0],
                upl=points.upl[0],
                mean_moving_range_used=moving_range,
                variation_type=_last_recorded(points.point_type, points.y),
            )
        )
    points = columns[0] if len(columns) == 1 else _joined(columns)
    return Xmr(
        points=points,
        segments=segments,
        variation_type=_last_recorded(points.point_type, points.y),
        assurance_type=(
            assurance(segments[-1].lpl, segments[-1].upl, target, direction) if segments else None
        ),
        warning_trial_limits=any(points.short_group_warning),
    )


def _joined(columns: list[XmrPoints]) -> XmrPoints:
    """Those of all segments, one after the other."""
    return XmrPoints(
        *(list(chain.from_iterable(c[f.name] for c in columns)) for f in fields(XmrPoints))
    )


def _centre_and_range(base: list[Number], screen: bool) -> tuple[Number, Number]:
    """Mean and mean moving range of the points that the limits come from."""
    recorded = [value for value in base if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(base) if a is not None and b is not None]
    if not ranges:
        return (mean(recorded) if recorded else None), None
    moving_range = fmean(ranges)
    if screen:
        # Where screening leaves no variation at all, it has taken the signal for noise.
        kept = [r for r in ranges if r < SCREEN * moving_range]
        moving_range = (fmean(kept) if kept else 0) or moving_range
    # The exact mean: a value that lies on it must not come out above or below.
    return mean(recorded), moving_range


def _judge(
    x: list[Any],
    y: list[Number],
    segment: int,
    centre: Number,
    moving_range: Number,
    direction: Direction,
) -> XmrPoints:
    """The columns of one segment."""
    length = len(y)
    lower, upper = _around(centre, moving_range, LIMIT)
    near_lower, near_upper = _around(centre, moving_range, NEAR)
    sides = [side(value, centre) for value in y]
    outside = beyond(y, [lower] * length, [upper] * length)
    not_near = beyond(y, [near_lower] * length, [near_upper] * length)
    close = [far and not out for far, out in zip(not_near, outside, strict=True)]
    trend = _trends(y)
    two_in_three = _two_in_three(sides, close)
    shift = _shifts(sides)
    labels, ways = [], []
    for i in range(length):
        label, way = "Common Cause", 0
        if outside[i]:
            label, way = "Above UCL" if sides[i] == 1 else "Below LCL", sides[i] or 0
        elif trend[i]:
            label = f"{TREND} Point Trend ({'Increasing' if trend[i] > 0 else 'Decreasing'})"
            way = trend[i]
        elif two_in_three[i] or shift[i]:
            way = sides[i] or 0
            rule = "2 in 3" if two_in_three[i] else f"{SHIFT} Points"
            label = f"{rule} {'Above' if way > 0 else 'Below'} CL"
        labels.append(label)
        ways.append(way)
    short = length - y.count(None) < TRIAL
    types = {way: _point_type(way, direction) for way in (-1, 0, 1)}
    return XmrPoints(
        x=x,
        y=y,
        segment=[segment] * length,
        mean=[centre] * length,
        lpl=[lower] * length,
        upl=[upper] * length,
        relative_to_mean=sides,
        outside_limits=outside,
        close_to_limits=close,
        rule_outside=outside,
        rule_trend=[way != 0 for way in trend],
        rule_two_in_three=two_in_three,
        rule_shift=shift,
        special_cause_type=labels,
        special_cause=[way != 0 for way in ways],
        point_type=[types[way] for way in ways],
        short_group_warning=[short] * length,
    )


def _around(centre: Number, moving_range: Number, factor: float) -> tuple[Number, Number]:
    if centre is None or moving_range is None:
        return None, None
    return centre - factor * moving_range, centre + factor * moving_range


def _trends(y: list[Number]) -> list[int]:
    """1 in a rise of TREND points, -1 in a fall, else 0; a peak belongs to the later of the two."""
    found = [0] * len(y)
    for way, start, end in _runs([side(b, a) for a, b in pairwise(y)], TREND - 1):
        found[start : end + 1] = [way] * (end + 1 - start)
    return found


def _two_in_three(sides: list[int | None], close: list[bool]) -> list[bool]:
    found = [False] * len(sides)
    for start in range(len(sides) - 2):
        window = slice(start, start + 3)
        if sum(close[window]) >= 2 and set(sides[window]) in ({1}, {-1}):
            for i in range(start, start + 3):
                found[i] = found[i] or close[i]
    return found


def _shifts(sides: list[int | None]) -> list[bool]:
    found = [False] * len(sides)
    for _, start, end in _runs(sides, SHIFT):
        found[start:end] = [True] * (end - start)
    return found


def _runs(ways: list[int | None], least: int) -> Iterator[tuple[int, int, int]]:
    """Stretches of at least so many of the same way, 1 or -1: the way, start and end."""
    end = 0
    for way, same in groupby(ways):
        start, end = end, end + len(list(same))
        if way and end - start >= least:
            yield way, start, end


def _point_type(way: int, direction: Direction) -> str:
    if not way:
        return "common_cause"
    if direction == "neutral":
        return "special_cause_neutral_high" if way > 0 else "special_cause_neutral_low"
    better = 1 if direction == "increase" else -1
    return "special_cause_improvement" if way == better else "special_cause_concern"


def _last_recorded(types: list[str], y: list[Number]) -> str | None:
    recorded = [kind for kind, value in zip(types, y, strict=True) if value is not None]
    return recorded[-1] if recorded else None


def assurance(
    lower: Number, upper: Number, target: float | None, direction: Direction
) -> str | None:
    """Whether the process, left as it is, will meet the target; None when nothing can be said."""
    if lower is None or upper is None or target is None or direction == "neutral":
        return None
    if lower <= target <= upper:
        return "inconsistent"
    target_is_above = target > upper
    return "consistent_fail" if target_is_above == (direction == "increase") else "consistent_pass"
