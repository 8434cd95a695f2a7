"""The chart of one measure: `draw` decides what may be said and where it stands, `render_svg`
writes it down, the same for a page, a poster and a file."""

from .captions import CHART_NAMES
from .coming import coming
from .findings import Analysis, ChartType, Finding, Offer, Verdict, analyse, offers
from .geometry import Chart, draw
from .icons import Icon
from .series import Kind, Mark, Series
from .shifts import held_since
from .svg import render_for_page, render_svg
from .table import sheet

__all__ = [
    "CHART_NAMES",
    "Analysis",
    "Chart",
    "ChartType",
    "Finding",
    "Icon",
    "Kind",
    "Mark",
    "Offer",
    "Series",
    "Verdict",
    "analyse",
    "coming",
    "draw",
    "held_since",
    "offers",
    "render_for_page",
    "render_svg",
    "sheet",
]
