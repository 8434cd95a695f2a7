"""What every chart does first: sort, check, and cut a series into stretches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from .results import Number


def in_order(x: Sequence[Any], *columns: Sequence[Any]) -> tuple[list[Any], list[list[Number]]]:
    """x sorted and the columns in the same order, as floats, with None for missing and NaN."""
    if any(len(column) != len(x) for column in columns):
        raise ValueError("x, y and n must have the same length")
    order = sorted(range(len(x)), key=x.__getitem__)
    return [x[i] for i in order], [_numbers([column[i] for i in order]) for column in columns]


def _numbers(column: list[Any]) -> list[Number]:
    floats = [value if value is None else float(value) for value in column]
    if math.inf in floats or -math.inf in floats:
        raise ValueError("a value cannot be infinite")
    # NaN is the one number that differs from itself.
    return [value if value == value else None for value in floats]


def check_positive(name: str, value: int | None) -> None:
    if value is not None and value < 1:
        raise ValueError(f"{name} must be 1 or more")


def stretches(starts: Iterable[int], length: int) -> list[tuple[int, int]]:
    """Half-open ranges that begin at 0 and at each of `starts`, none of them empty."""
    edges = [0, *sorted({s for s in starts if 0 < s < length}), length]
    return list(pairwise(edges)) if length else []


def side(value: Number, line: Number) -> int | None:
    """1 above the line, -1 below, 0 on it, None when either is missing."""
    if value is None or line is None:
        return None
    return (value > line) - (value < line)


def beyond(
    values: Sequence[Number], lower: Sequence[Number], upper: Sequence[Number]
) -> list[bool]:
    """Which lie strictly outside their pair of limits; False where anything is missing."""
    return [
        not (value is None or low is None or high is None or low <= value <= high)
        for value, low, high in zip(values, lower, upper, strict=True)
    ]
