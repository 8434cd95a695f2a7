"""Where the newest number is printed: near its point, and off every line and other point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from . import words
from .layout import Placed, Size
from .scales import Scale
from .shapes import Box, Level, Line, Point, Value

STEPS = 4  # of half a line each, above and below the point: further off it would be a stranger
CAPITAL = 0.74  # height of a figure, in its letters' size
CLEAR = 2.0  # white around it
HALF = 7.0  # of the height of words
LEVELS_BACK = 4  # steps of a limit that the words may meet


def newest(
    text: str, points: Sequence[Point], plot: Box, size: Size, in_the_way: Iterable[Box]
) -> Value:
    """The place that meets nothing, else the one that meets least; of equals the nearest, on the
    side that the line does not come from."""
    wide, tall = words.width(text, size.text, bold=True) + 2 * CLEAR, size.text * CAPITAL
    reach = points[-1].x - wide - size.text
    near = sum(one.x > reach for one in points)
    # The line comes in from the point before.
    drawn = [(point.x, point.y) for point in points[-near - 1 :]]
    boxes = [box for box in in_the_way if box.right > reach]
    best, least = Box(0, 0, 0, 0), 0
    for middle, base in _places(points, wide, plot, size):
        left = middle - wide / 2
        label = Box(left, base - tall - CLEAR, left + wide, base + CLEAR)
        met = _overlaps(label, boxes) + 3 * _covers(label, drawn, size.dot)
        if not best.right or met < least:
            best, least = label, met
        if not least:
            break
    return Value(round((best.left + best.right) / 2, 1), round(best.bottom - CLEAR, 1), text, best)


def _places(
    points: Sequence[Point], wide: float, plot: Box, size: Size
) -> Iterator[tuple[float, float]]:
    """(middle, baseline), the best first: in the plot, and never into the words beside it."""
    point = points[-1]
    over = min(point.x, plot.right + 4 - wide / 2)
    before = point.x - size.dot - wide / 2
    above, below = point.y - size.dot - 6, point.y + size.text + 3
    fell = len(points) > 1 and point.y > points[-2].y
    found = False
    for step in range(STEPS):
        off = step * size.text / 2
        sides = (above - off, below + off)
        for base in reversed(sides) if fell else sides:
            if plot.top <= base - size.text and base + CLEAR < plot.bottom:
                found = True
                yield over, base
                yield before, base
    if not found:
        yield over, above


def in_the_way(
    lines: Sequence[Line],
    levels: Sequence[Level],
    marks: Sequence[Placed],
    plot: Box,
    across: Sequence[float],
    y: Scale,
) -> Iterator[Box]:
    """Every line but the one through the points, and their words beside the plot."""
    for mark in marks:
        yield Box(mark.x - 1, plot.top, mark.x + 1, plot.bottom)
    for line, level in zip(lines, levels, strict=True):
        if line.label:
            # Beside the words of a line it would be read as one with them.
            yield Box(plot.right, line.label_y - HALF, plot.right + 9, line.label_y + HALF)
        if not level.steps:
            yield Box(line.x1, line.y - 1, line.x2, line.y + 1)
            continue
        places = across[level.first : level.first + len(level.steps)]
        recent = zip(places[-LEVELS_BACK:], level.steps[-LEVELS_BACK:], strict=True)
        steps = [(at, y(value)) for at, value in recent if value is not None]
        steps += [(plot.right, height) for _, height in steps[-1:]]
        for (start, before), (end, after) in pairwise(steps):
            yield Box(start, min(before, after) - 1, end, max(before, after) + 1)


def _overlaps(label: Box, boxes: Sequence[Box]) -> int:
    left, top, right, bottom = label
    met = 0
    for x1, y1, x2, y2 in boxes:
        if left < x2 and x1 < right and top < y2 and y1 < bottom:
            met += 1
    return met


def _covers(label: Box, points: Sequence[tuple[float, float]], dot: float) -> int:
    """How many of the points, and of the stretches of the line between them, it would lie on."""
    left, top, right, bottom = label
    met = 0
    for x, y in points:
        if left - dot < x < right + dot and top - dot < y < bottom + dot:
            met += 1
    for (x1, y1), (x2, y2) in pairwise(points):
        start, end = max(left, x1), min(right, x2)
        if start < end:
            slope = (y2 - y1) / (x2 - x1)
            heights = y1 + slope * (start - x1), y1 + slope * (end - x1)
            met += min(heights) < bottom and max(heights) > top
    return met
