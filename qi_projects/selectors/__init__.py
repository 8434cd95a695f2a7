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
from qi_projects.selectors.progress import behind, nudged_at, progress_of, with_standing
from qi_projects.selectors.projects import of_cohort, with_record, without_project

__all__ = [
    "behind",
    "chart",
    "chart_card",
    "chart_choices",
    "headline",
    "new_line_from",
    "nudged_at",
    "of_cohort",
    "poster_content",
    "poster_fingerprint",
    "poster_media",
    "progress_of",
    "series",
    "with_record",
    "with_standing",
    "without_project",
]
