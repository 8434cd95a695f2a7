"""Where words go on a chart so that none lies on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from . import words
from .icons import Icon
from .series import Mark

LABEL_ROWS = 2
MOST_LABELS = 5
BADGE_ROWS = 3


@dataclass(frozen=True)
class Size:
    """The measures of a chart, in its own units."""

    text: float = 16
    small: float = 14
    dot: float = 4.8
    row: float = 24
    badge: float = 10
    icon: float = 10.5
    plot: float = 250  # height of the plot where nobody asks for a height of the whole
    labels: bool = True  # whether there is room for words at the marks and for a key


NORMAL = Size()
COMPACT = Size(text=13, small=12.5, dot=3.8, row=19, badge=8, icon=9, plot=170, labels=False)


class Placed(NamedTuple):
    """A mark above the plot. row counts up from the plot; badge is "" where words are printed.

    end: where a bar ends that shows how long it went on; x where there is none.
    """

    mark: Mark
    x: float
    row: int
    badge: str
    text: str
    anchor: str
    end: float


class PlacedIcon(NamedTuple):
    x: float
    icon: Icon


class KeyItem(NamedTuple):
    x: float
    row: int
    badge: str
    text: str
    note: bool


Span = tuple[Mark, float, float]


def place_marks(marks: Sequence[Span], right: float, size: Size) -> list[Placed]:
    """Marks with their words where these are few and fit in two rows, else numbers and letters."""
    if size.labels and len(marks) <= MOST_LABELS:
        placed = _with_words(marks, right, size)
        if placed is not None:
            return placed
    return _with_badges(marks, size)


def _with_words(marks: Sequence[Span], right: float, size: Size) -> list[Placed] | None:
    placed: list[tuple[Placed, float, float]] = []
    for mark, x, until in reversed(marks):
        text = words.mark(mark)
        wide = words.width(text, size.small) + 8
        anchor = "start" if x + wide <= right else "end"
        left, end = (x, x + wide) if anchor == "start" else (x - wide, x)
        if left < 0:
            return None
        for row in range(LABEL_ROWS):
            if all(_clear(x, left, end, row, other) for other in placed):
                placed.append((Placed(mark, x, row, "", text, anchor, until), left, end))
                break
        else:
            return None
    return [item for item, _, _ in reversed(placed)]


def _clear(x: float, left: float, end: float, row: int, other: tuple[Placed, float, float]) -> bool:
    """Whether neither label lies on the other, nor under the line that comes down from it."""
    theirs, their_left, their_end = other
    gap = 6
    if row == theirs.row:
        return end + gap <= their_left or their_end + gap <= left
    if row > theirs.row:
        return not their_left - gap < x < their_end + gap
    return not left - gap < theirs.x < end + gap


def _with_badges(marks: Sequence[Span], size: Size) -> list[Placed]:
    placed: list[Placed] = []
    letters = 0
    for mark, x, until in marks:
        if mark.number is None:
            badge, letters = chr(ord("A") + letters % 26), letters + 1
        else:
            badge = str(mark.number)
        taken = {other.row for other in placed if abs(other.x - x) < size.badge * 2 + 2}
        row = next((row for row in range(BADGE_ROWS) if row not in taken), 0)
        placed.append(Placed(mark, x, row, badge, "", "middle", until))
    return placed


def head_height(
    placed: Sequence[Placed], title_end: float, icons: Sequence[PlacedIcon], size: Size
) -> float:
    """What the line of the unit (up to `title_end`) and the rows of marks need above the plot.

    They stand beside each other where no mark is under the unit or the icons.
    """
    rows = max((mark.row + 1 for mark in placed), default=0)
    line = size.small + 20
    last = icons[0].x - size.icon * 2 if icons else float("inf")
    reaches = [_reach(mark, size) for mark in placed]
    if all(title_end < start and end < last for start, end in reaches):
        return max(line, size.row * (rows - 1) + size.badge * 2 + 9)
    if not rows:
        return line
    # the words of the unit and the icons, with a little white below them
    return max(size.small + 10, size.icon * 2 + 7 if icons else 0) + size.row * rows


def _reach(mark: Placed, size: Size) -> tuple[float, float]:
    if mark.badge:
        return mark.x - size.badge, max(mark.x + size.badge, mark.end)
    wide = words.width(mark.text, size.small) + 8
    return (mark.x, mark.x + wide) if mark.anchor == "start" else (mark.x - wide, mark.x)


def key(placed: Sequence[Placed], left: float, right: float, size: Size) -> list[KeyItem]:
    """The words of marks that have only a badge, flowing in lines below the chart."""
    if not size.labels:
        return []
    listed = [item for item in placed if item.badge]
    cycles = [item for item in listed if item.mark.number is not None]
    notes = [item for item in listed if item.mark.number is None]
    items: list[KeyItem] = []
    x, row = left, 0
    # One alone has the line for itself.
    free = right - left - words.width("PDSA", size.small, bold=True) - size.badge * 2 - 14
    said = words.shortened if len(listed) > 1 else partial(words.fitted, size=size.small, room=free)
    for heading, group in (("PDSA", cycles), ("Also", notes)):
        texts = [(item.badge, said(item.mark.label)) for item in group]
        for badge, text in [("", heading), *texts] if group else []:
            room = size.badge * 2 + 6 if badge else 0
            wide = room + words.width(text, size.small, bold=not badge)
            # A heading does not stand alone at the end of a line.
            needed = wide if badge else wide + words.width(texts[0][1], size.small) + size.row * 2
            if x > left and x + needed > right:
                x, row = left, row + 1
            items.append(KeyItem(x, row, badge, text, heading == "Also"))
            x += wide + (16 if badge else 8)
    return items


def place_icons(icons: Sequence[Icon], right: float, size: Size) -> list[PlacedIcon]:
    """Side by side, the last ending at `right`, each with its words behind it."""
    placed: list[PlacedIcon] = []
    for icon in reversed(icons):
        right -= size.icon * 2 + 6 + words.width(icon.words, size.small)
        placed.append(PlacedIcon(round(right, 1), icon))
        right -= 14
    return placed[::-1]


def spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """The wanted heights moved apart to at least `gap`, within top and bottom where they fit."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    heights = [min(max(wanted[i], top), bottom) for i in order]
    for i in range(1, len(heights)):
        heights[i] = max(heights[i], heights[i - 1] + gap)
    if heights and heights[-1] > bottom:
        heights[-1] = bottom
        for i in range(len(heights) - 2, -1, -1):
            heights[i] = min(heights[i], heights[i + 1] - gap)
    found = [0.0] * len(wanted)
    for i, height in zip(order, heights, strict=True):
        found[i] = round(height, 1)
    return found
