"""Run charts, and p, u and c charts: values judged by Anhoej's rules for runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, Literal

from .results import Attribute, AttributePoints, Number, Part, Run, RunPoints
from .series import beyond, check_positive, in_order, side, stretches


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
    if any(v is not None and v < 0 for v in events + sizes):
        raise ValueError("a count cannot be negative")
    pairs = [(e, s) if e is not None and s else None for e, s in zip(events, sizes, strict=True)]
    ys: list[Number] = [pair[0] / pair[1] if pair else None for pair in pairs]
    if kind == "p" and any(v is not None and v > 1 for v in ys):
        raise ValueError("a proportion cannot be above 1")

    def centre(start: int, end: int) -> Number:
        base = [pair for pair in pairs[start:end] if pair]
        return math.fsum(e for e, _ in base) / math.fsum(s for _, s in base) if base else None

    numbers, centres, parts = _parts(ys, part, freeze, centre, multiply)
    ceiling = 1.0 if kind == "p" else math.inf

    def deviation(pair: tuple[float, float] | None, cl: Number) -> Number:
        size = 1.0 if kind == "c" else (pair[1] if pair else None)
        if cl is None or size is None:
            return None
        return math.sqrt(cl * (1 - cl) / size if kind == "p" else cl / size)

    deviations = [deviation(pair, cl) for pair, cl in zip(pairs, centres, strict=True)]

    def limit(sigmas: int) -> list[Number]:
        return [
            None if sd is None or cl is None else min(max(cl + sigmas * sd, 0.0), ceiling)
            for sd, cl in zip(deviations, centres, strict=True)
        ]

    lower, upper = limit(-3), limit(3)
    points = AttributePoints(
        x=xs,
        y=_times(ys, multiply),
        part=numbers,
        cl=_times(centres, multiply),
        lcl=_times(lower, multiply),
        ucl=_times(upper, multiply),
        lcl_95=_times(limit(-2), multiply),
        ucl_95=_times(limit(2), multiply),
        sigma_signal=[beyond(v, lo, up) for v, lo, up in zip(ys, lower, upper, strict=True)],
    )
    return Attribute(points=points, parts=parts)


def longest_run_allowed(useful: int) -> int:
    """The longest run that chance still explains among so many useful points (1 or more)."""
    return round(math.log2(useful)) + 3


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
    sides = [s for s in (side(value, cl) for value in y) if s]
    useful = len(sides)
    longest = longest_max = crossings = crossings_min = None
    signal = False
    if useful:
        crossings, length, longest = 0, 0, 0
        for before, now in zip([0, *sides], sides, strict=False):
            crossings += before * now == -1
            length = length + 1 if before == now else 1
            longest = max(longest, length)
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
