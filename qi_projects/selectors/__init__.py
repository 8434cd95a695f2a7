"""Reads of projects, their charts and what a poster shows."""

from qi_projects.selectors.charts import CHART, chart_card, headline, series
from qi_projects.selectors.posters import poster_content, poster_fingerprint, poster_media
from qi_projects.selectors.projects import of_cohort, with_record, without_project

__all__ = [
    "CHART",
    "chart_card",
    "headline",
    "of_cohort",
    "poster_content",
    "poster_fingerprint",
    "poster_media",
    "series",
    "with_record",
    "without_project",
]
