"""Control charts and run charts for short series, in plain Python.

Three functions, `xmr`, `run` and `attribute`, turn dates and numbers into a centre line,
limits and signals. None of them draws and none of them chooses words: see `chart/`.

Sources: NHSRplotthedots 0.2.2 and qicharts2 0.8.1 (what the limits and rules are), Nelson 1982
(screening of moving ranges), Schilling 2012 and Chen 2010 by way of Anhoej & Olesen 2014
(longest run and crossings). Where NHSRplotthedots misleads on short or nearly constant series
this module departs from it; the docstring of `xmr` says where.

Shapes: `points` holds columns, lists of equal length in the order of x. `segments` and `parts`
hold one row for each stretch that has its own centre line. A missing value is None.
"""

from .results import (
    Attribute,
    AttributePoints,
    Number,
    Part,
    Run,
    RunPoints,
    Xmr,
    XmrPoints,
    XmrSegment,
)
from .runs import attribute, run
from .xmr import Direction, xmr

__all__ = [
    "Attribute",
    "AttributePoints",
    "Direction",
    "Number",
    "Part",
    "Run",
    "RunPoints",
    "Xmr",
    "XmrPoints",
    "XmrSegment",
    "attribute",
    "run",
    "xmr",
]
