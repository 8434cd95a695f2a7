"""The designs of posters: where each part goes and how large it is, worked out before drawing."""

from collections.abc import Iterator

from qi_projects.enums import PosterDesign
from qi_projects.poster.content import PosterContent
from qi_projects.poster.designs.band import Band
from qi_projects.poster.designs.chart import Chart
from qi_projects.poster.designs.parts import Layout
from qi_projects.poster.designs.plan import ROOMY_GAP, SMALLEST, Plan
from qi_projects.poster.designs.story import Story

DESIGNS: dict[str, type[Plan]] = {
    PosterDesign.BAND: Band,
    PosterDesign.CHART: Chart,
    PosterDesign.STORY: Story,
}

__all__ = ["DESIGNS", "SMALLEST", "Layout", "arrange", "readable"]


def arrange(content: PosterContent, tighter: int = 0) -> Layout:
    """The roomiest arrangement that fits the page; `tighter` skips that many of those that do.

    Words come first: the chart grows into what they leave.
    """
    skipped = 0
    for plan in DESIGNS[content.design].tries(content):
        layout = plan.layout()
        if layout.fits:
            if skipped == tighter:
                return layout if tighter else next(_with_higher_charts(plan, layout), layout)
            skipped += 1
    return layout


def _with_higher_charts(plan: Plan, first: Layout) -> Iterator[Layout]:
    """Those that leave white between the sections, or as much as there was."""
    for higher in plan.with_higher_charts():
        layout = higher.layout()
        if layout.fits and layout.gap >= min(ROOMY_GAP, first.gap):
            yield layout


def readable(content: PosterContent) -> bool:
    """Whether all words fit in print that is large enough; if not, `too_long` says where to cut."""
    return arrange(content).size >= SMALLEST
