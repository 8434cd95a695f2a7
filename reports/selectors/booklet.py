"""Which posters a cohort's booklet holds, in its order, and whose is missing."""

from __future__ import annotations

from cohorts.models import Cohort
from pioneers.models import Pioneer
from qi_projects.enums import PosterState, Theme
from qi_projects.models import Project

THEME_ORDER = {theme: place for place, theme in enumerate(Theme.values)}


def projects(cohort: Cohort) -> list[Project]:
    """Projects with an approved poster, by theme, then by home."""
    rows = Project.objects.filter(
        pioneer__in=Pioneer.objects.counted().filter(cohort=cohort),
        poster__state=PosterState.APPROVED,
    ).select_related("poster", "pioneer__person", "pioneer__cohort", "home__borough")
    return sorted(
        rows,
        key=lambda project: (
            THEME_ORDER.get(project.theme, len(THEME_ORDER)),
            project.home.name if project.home else "",
            project.pk,
        ),
    )


def missing(cohort: Cohort) -> list[Pioneer]:
    """Pioneers whose poster is not approved yet."""
    return list(
        Pioneer.objects.counted()
        .filter(cohort=cohort)
        .exclude(project__poster__state=PosterState.APPROVED)
        .select_related("person", "home", "project__poster")
    )
