"""The chart of one measure: `draw` decides what may be said and where it stands, `render_svg`
writes it down, the same for a page, a poster and a file."""

from .findings import ChartType, Finding, Verdict
from .geometry import Chart, draw
from .series import Kind, Mark, Series
from .svg import render_for_page, render_svg

__all__ = [
    "Chart",
    "ChartType",
    "Finding",
    "Kind",
    "Mark",
    "Series",
    "Verdict",
    "draw",
    "render_for_page",
    "render_svg",
]
