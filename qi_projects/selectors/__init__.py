"""Reads of projects, their charts and what a poster shows."""

from qi_projects.selectors.charts import (
    chart,
    chart_card,
    chart_choices,
    headline,
    new_line_from,
    series,
)
from qi_projects.selectors.posters import poster_content, poster_fingerprint, poster_media
from qi_projects.selectors.projects import of_cohort, with_record, without_project

__all__ = [
    "chart",
    "chart_card",
    "chart_choices",
    "headline",
    "new_line_from",
    "of_cohort",
    "poster_content",
    "poster_fingerprint",
    "poster_media",
    "series",
    "with_record",
    "without_project",
]
