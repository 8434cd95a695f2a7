"""The charts of a whole cohort, small."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from cohorts.models import Cohort
from qi_projects.chart import render_svg
from qi_projects.models import Measure, Project
from qi_projects.selectors.charts import headline, small_chart
from qi_projects.selectors.projects import going_on, with_evidence
from qi_projects.selectors.standing import standing
from qi_projects.standing import Standing


@dataclass(frozen=True)
class Card:
    project: Project
    standing: Standing
    measure: Measure | None
    svg: SafeString | str
    finding: str


def wall(cohort: Cohort, *, theme: str = "", stage: str = "") -> list[Card]:
    """One card for each project that goes on, by home."""
    rows = with_evidence(
        going_on(cohort)
        .select_related("home", "pioneer__person")
        .order_by("home__name", "pioneer__person__name", "pk")
    )
    if theme:
        rows = rows.filter(theme=theme)
    found = [(project, standing(project)) for project in rows]
    return [_card(project, stands) for project, stands in found if stage in ("", stands.stage)]


def _card(project: Project, stands: Standing) -> Card:
    drawn = small_chart(project)
    if drawn is None:
        return Card(project, stands, None, "", "Nothing is counted yet.")
    return Card(project, stands, headline(project), render_svg(drawn), drawn.finding.for_others)
