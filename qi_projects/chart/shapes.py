"""The colours and the kinds of mark that a chart is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

# All at least 3:1 on white, as WCAG 1.4.11 asks of parts of a picture.
INK = "#212b32"
COMMON = "#4c6272"
DOT = "#768692"
BETTER = "#005EB8"
WORSE = "#C2410C"
NEUTRAL = "#330072"
GRID = "#d8dde0"  # may be faint: it carries nothing that is not said elsewhere

DASH_PROVISIONAL = "7 5"
DASH_LIMIT = "3 4"
DASH_TARGET = "12 4 2 4"


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class Point(NamedTuple):
    x: float
    y: float
    shape: str  # dot, up or down
    colour: str
    tip: str = ""


class Level(NamedTuple):
    """A level line in the unit of the measure, from one day to another; None is the edge.

    steps: where it differs from point to point, its value at each; None where it is not drawn.
    first: the number of the point where these begin.
    """

    value: float
    start: date | None
    end: date | None
    colour: str
    width: float
    dash: str
    label: str
    steps: Sequence[float | None] = ()
    first: int = 0


class Line(NamedTuple):
    """The same on the chart. label_y is where its words stand, off those of its neighbours.

    path: the whole line; y: its height at its end.
    """

    x1: float
    x2: float
    y: float
    colour: str
    width: float
    dash: str
    label: str
    label_y: float
    path: str


class Tick(NamedTuple):
    at: float
    text: str
    more: str = ""


class Value(NamedTuple):
    """A number and the middle of its baseline. plate: the white that lines stop at behind it."""

    x: float
    y: float
    text: str
    plate: Box
