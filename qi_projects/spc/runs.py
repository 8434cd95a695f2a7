"""Run charts, and p, u and c charts: values judged by Anhoej's rules for runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from statistics import median
from typing import Any, Literal

from .results import Attribute, AttributePoints, Number, Part, Run, RunPoints
from .series import beyond, check_positive, in_order, stretches


def run(
    x: Sequence[Any], y: Sequence[Number], *, part: Sequence[int] = (), freeze: int | None = None
) -> Run:
    """Judge values around their median (run chart) by Anhoej's two rules.

    x, y: as for `xmr`. part: a new part, with its own median, starts after these point numbers,
    counted from 1 in the order of x. freeze: the median comes from the first so many points; it
    is ignored when there are parts.

    Missing values and values on the median are left out of the runs, which go on across them.
    `n_obs` counts all points, `n_useful` those that are left. A part has a signal when its
    longest run is longer than round(log2 n_useful) + 3, or its crossings are fewer than the
    smallest k with P(Bin(n_useful - 1, 1/2) <= k) >= 0.05.

    Raises ValueError when x and y differ in length or a value is infinite.
    """
    xs, (ys,) = in_order(x, y)

    def centre(start: int, end: int) -> Number:
        recorded = [v for v in ys[start:end] if v is not None]
        return median(recorded) if recorded else None

    numbers, centres, parts = _parts(ys, part, freeze, centre)
    return Run(points=RunPoints(x=xs, y=ys, part=numbers, cl=centres), parts=parts)


def attribute(
    kind: Literal["p", "u", "c"],
    x: Sequence[Any],
    y: Sequence[Number],
    n: Sequence[Number] | None = None,
    *,
    part: Sequence[int] = (),
    freeze: int | None = None,
    multiply: float = 1,
) -> Attribute:
    """Judge proportions (p), rates (u) or counts (c) by three sigma limits and Anhoej's rules.

    y: events. n: how many there could have been (p: residents) or the exposure (u: resident
    days); c takes none. A point whose n is missing or 0 is missing. part, freeze: as for `run`.
    multiply: factor on y, centre and limits, such as 100 or 1000.

    The centre is all events over all n, not the mean of the single rates. Limits stay at or above
    0, and for p at or below 1, before `multiply`. `sigma_signal` is strictly outside them.

    Raises ValueError for an unknown kind, lengths that differ, p or u without n, a negative
    number, or a proportion above 1.
    """
    if kind not in ("p", "u", "c"):
        raise ValueError(f"kind must be p, u or c, not {kind!r}")
    if kind != "c" and n is None:
        raise ValueError(f"a {kind} chart needs n")
    xs, (events, sizes) = in_order(x, y, [1] * len(x) if n is None or kind == "c" else n)
    if min(filter(None, events + sizes), default=0) < 0:
        raise ValueError("a count cannot be negative")
    pairs = [(e, s) if e is not None and s else None for e, s in zip(events, sizes, strict=True)]
    ys: list[Number] = [pair[0] / pair[1] if pair else None for pair in pairs]
    if kind == "p" and max(filter(None, ys), default=0) > 1:
        raise ValueError("a proportion cannot be above 1")

    def centre(start: int, end: int) -> Number:
        base = [pair for pair in pairs[start:end] if pair]
        return math.fsum(e for e, _ in base) / math.fsum(s for _, s in base) if base else None

    numbers, centres, parts = _parts(ys, part, freeze, centre, multiply)
    ceiling = 1.0 if kind == "p" else math.inf
    known = sizes if kind == "c" else [pair and pair[1] for pair in pairs]
    # The centre and the standard deviation of each point.
    around = [
        None
        if cl is None or size is None
        else (cl, math.sqrt((cl * (1 - cl) if kind == "p" else cl) / size))
        for size, cl in zip(known, centres, strict=True)
    ]

    def below(sigmas: int) -> list[Number]:
        lows = [at and at[0] - sigmas * at[1] for at in around]
        return [0.0 if low is not None and low < 0 else low for low in lows]

    def above(sigmas: int) -> list[Number]:
        highs = [at and at[0] + sigmas * at[1] for at in around]
        return [ceiling if high is not None and high > ceiling else high for high in highs]

    lower, upper = below(3), above(3)
    points = AttributePoints(
        x=xs,
        y=_times(ys, multiply),
        part=numbers,
        cl=_times(centres, multiply),
        lcl=_times(lower, multiply),
        ucl=_times(upper, multiply),
        lcl_95=_times(below(2), multiply),
        ucl_95=_times(above(2), multiply),
        sigma_signal=beyond(ys, lower, upper),
    )
    return Attribute(points=points, parts=parts)


def longest_run_allowed(useful: int) -> int:
    """The longest run that chance still explains among so many useful points (1 or more)."""
    return round(math.log2(useful)) + 3


@lru_cache(maxsize=1024)
def fewest_crossings_allowed(useful: int) -> int:
    """The fewest crossings that chance still explains: the 5 % point of Bin(useful - 1, 1/2)."""
    sequences, total, k = 2 ** (useful - 1), 1, 0
    while 20 * total < sequences:
        k += 1
        total += math.comb(useful - 1, k)
    return k


def _parts(
    y: list[Number],
    part: Sequence[int],
    freeze: int | None,
    centre: Callable[[int, int], Number],
    multiply: float = 1,
) -> tuple[list[int], list[Number], list[Part]]:
    """The part number and the centre of every point, and the row of every part."""
    check_positive("freeze", freeze)
    numbers: list[int] = []
    centres: list[Number] = []
    rows: list[Part] = []
    for number, (start, end) in enumerate(stretches(part, len(y)), start=1):
        base_end = end if part or freeze is None else min(freeze, end)
        cl = centre(start, base_end)
        numbers += [number] * (end - start)
        centres += [cl] * (end - start)
        rows.append(_row(number, y[start:end], cl, multiply))
    return numbers, centres, rows


def _row(number: int, y: list[Number], cl: Number, multiply: float) -> Part:
    above = [] if cl is None else [v > cl for v in y if v is not None and v != cl]
    useful = len(above)
    longest = longest_max = crossings = crossings_min = None
    signal = False
    if useful:
        lengths = [len(list(alike)) for _, alike in groupby(above)]
        longest, crossings = max(lengths), len(lengths) - 1
        longest_max = longest_run_allowed(useful)
        crossings_min = fewest_crossings_allowed(useful)
        signal = longest > longest_max or crossings < crossings_min
    return Part(
        part=number,
        cl=None if cl is None else cl * multiply,
        n_obs=len(y),
        n_useful=useful,
        longest_run=longest,
        longest_run_max=longest_max,
        n_crossings=crossings,
        n_crossings_min=crossings_min,
        runs_signal=signal,
    )


def _times(column: list[Number], factor: float) -> list[Number]:
    return [None if value is None else value * factor for value in column]
