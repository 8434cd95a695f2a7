"""The charts of a whole cohort, small."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from cohorts.models import Cohort
from qi_projects.chart import render_svg
from qi_projects.models import Measure, Project
from qi_projects.selectors.evidence import Evidence, evidence_of, small_chart
from qi_projects.selectors.projects import going_on
from qi_projects.selectors.standing import stands
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
    rows = (
        going_on(cohort)
        .select_related("home", "pioneer__person")
        .order_by("home__name", "pioneer__person__name", "pk")
    )
    if theme:
        rows = rows.filter(theme=theme)
    found = [(known, stands(known)) for known in evidence_of(rows)]
    return [_card(known, where) for known, where in found if stage in ("", where.stage)]


def _card(known: Evidence, where: Standing) -> Card:
    project, drawn = known.project, small_chart(known)
    if drawn is None:
        return Card(project, where, None, "", "Nothing is counted yet.")
    return Card(project, where, known.measure, render_svg(drawn), drawn.finding.for_others)
