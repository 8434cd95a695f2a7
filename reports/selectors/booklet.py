"""Which posters a cohort's booklet holds, in its order, and whose is missing."""

from __future__ import annotations

import json

from django.db.models import QuerySet

from cohorts.models import Cohort
from core.templatetags.words import day
from pioneers.models import Pioneer
from qi_projects.enums import PosterState, Theme
from qi_projects.models import Project
from qi_projects.selectors import (
    going_on,
    poster_content,
    poster_fingerprint,
    poster_media,
    with_record,
)
from reports import figures
from reports.booklet_content import Booklet, Credit

# A foreword's last paragraph is its signature if it is as short as one.
SIGNATURE_WORDS = 8
THEME_ORDER = {theme: place for place, theme in enumerate(Theme.values)}


def _approved(cohort: Cohort) -> QuerySet[Project]:
    return going_on(cohort).filter(poster__state=PosterState.APPROVED)


def projects(cohort: Cohort) -> list[Project]:
    """Projects with an approved poster and all that is printed of them, in the booklet's order."""
    return _in_order(with_record(_approved(cohort)))


def listed(cohort: Cohort) -> list[Project]:
    """The same projects, with what a list of them shows."""
    return _in_order(_approved(cohort).select_related("poster", "home", "pioneer__person"))


def _in_order(rows: QuerySet[Project]) -> list[Project]:
    """By theme, then by home."""
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


def content(cohort: Cohort, rows: list[Project]) -> Booklet:
    """What the booklet prints: the cohort, its funders' credits, and the posters of `rows`."""
    words, _, signature = cohort.foreword.rpartition("\n\n")
    signed = len(signature.split()) <= SIGNATURE_WORDS and bool(words)
    return Booklet(
        programme=cohort.programme.name,
        run_by=cohort.programme.run_by,
        cohort_name=cohort.name,
        dates=f"{cohort.starts_on:%B %Y} to {cohort.ends_on:%B %Y}",
        celebration=day(cohort.celebration_on),
        pioneers=figures.pioneers([cohort]),
        homes=figures.homes([cohort]),
        boroughs=len([name for name in figures.pioneers_by_borough([cohort]) if name]),
        foreword=words if signed else cohort.foreword,
        foreword_by=signature if signed else "",
        credits=tuple(
            Credit(funding.funder.name, funding.credit_line)
            for funding in cohort.fundings.select_related("funder")
        ),
        posters=tuple(poster_content(project) for project in rows),
    )


def media(rows: list[Project]) -> dict[str, bytes]:
    return {name: data for project in rows for name, data in poster_media(project).items()}


def fingerprint(cohort: Cohort) -> str:
    """Text that differs whenever the booklet would look different."""
    booklet = content(cohort, projects(cohort))
    posters = [poster_fingerprint(poster) for poster in booklet.posters]
    return json.dumps([posters, {**vars(booklet), "posters": []}], default=vars, sort_keys=True)
