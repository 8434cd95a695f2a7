"""Reads of projects, their charts and what a poster shows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Count, Max, Prefetch, QuerySet

from cohorts.models import Cohort
from pioneers.models import Pioneer
from qi_projects.chart import ChartType, Mark, Series, draw, render_for_page, render_svg
from qi_projects.models import Measure, Project
from qi_projects.poster_content import (
    CHART_SIZE,
    Cycle,
    Person,
    PosterContent,
    PosterPhoto,
    Quotation,
    Theme,
)

# The run chart on page and poster alike, so that both say the same of the same numbers.
CHART: ChartType = "run"


def with_record(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with everything that a page or poster of them needs: nine queries, any number."""
    return projects.select_related(
        "poster", "home__borough", "pioneer__person", "pioneer__cohort__programme"
    ).prefetch_related(
        Prefetch("measures", Measure.objects.prefetch_related("observations")),
        "cycles",
        "photos",
        "pioneer__cohort__fundings",
    )


def of_cohort(cohort: Cohort) -> QuerySet[Project]:
    """The cohort's projects with how fresh they are, for staff's list."""
    return (
        Project.objects.filter(pioneer__in=Pioneer.objects.counted().filter(cohort=cohort))
        .select_related("poster", "home", "pioneer__person")
        .annotate(
            numbers=Count("measures__observations", distinct=True),
            last_number=Max("measures__observations__on"),
            last_update=Max("updates__written_at"),
        )
        .order_by("pioneer__person__name")
    )


def without_project(cohort: Cohort) -> QuerySet[Pioneer]:
    return (
        Pioneer.objects.taking_part()
        .filter(cohort=cohort, project__isnull=True)
        .select_related("person", "home")
    )


def headline(project: Project) -> Measure | None:
    """The measure whose chart is the poster's."""
    return next(iter(project.measures.all()), None)


def series(measure: Measure, *, cycles: Iterable[Any] = ()) -> Series:
    """The measure as the chart wants it, with the project's PDSA cycles at their start dates."""
    observations = list(measure.observations.all())
    return Series(
        name=measure.name,
        unit=measure.unit or measure.name,
        direction=measure.direction,  # type: ignore[arg-type]
        dates=[row.on for row in observations],
        values=[float(row.value) for row in observations],
        target=None if measure.target is None else float(measure.target),
        kind=measure.kind,  # type: ignore[arg-type]
        cycles=[Mark(cycle.started_on, cycle.number, cycle.title) for cycle in cycles],
        notes=[Mark(row.on, None, row.note) for row in observations if row.note],
        definition=measure.definition,
    )


def chart_card(measure: Measure, cycles: Iterable[Any]) -> dict[str, Any]:
    """What the chart_card component shows of one measure."""
    drawn = series(measure, cycles=cycles)
    chart = draw(drawn, chart_type=CHART, id_prefix=f"chart-{measure.pk}")
    return {
        "measure": measure,
        "svg": render_for_page(drawn, chart_type=CHART, id_prefix=f"chart-{measure.pk}"),
        "finding": chart.finding.sentence,
        "advice": chart.finding.advice,
        "head": chart.head,
        "rows": chart.rows,
        "caption": chart.caption,
    }


def poster_content(project: Project) -> PosterContent:
    """What is printed, gathered from the record and the poster's own words."""
    poster, pioneer, home = project.poster, project.pioneer, project.home
    cohort = pioneer.cohort
    measure = headline(project)
    chart = None
    if measure is not None:
        width, height = CHART_SIZE
        chart = draw(
            # The caption need not repeat how it is measured: the poster has a place for that.
            replace(series(measure, cycles=project.cycles.all()), definition=""),
            width=width,
            height=height,
            chart_type=CHART,
            id_prefix=f"poster-{project.pk}",
        )
    return PosterContent(
        title=poster.headline or project.title,
        home=home.name if home else "",
        borough=home.borough.name if home and home.borough else "",
        people=(Person(pioneer.person.name, pioneer.get_role_display()),),
        team=project.team,
        cohort_name=cohort.name,
        programme=cohort.programme.name,
        theme=Theme(project.theme, project.get_theme_display()),
        problem=project.problem,
        aim_sentence=project.aim_sentence,
        changes=tuple(
            Cycle(cycle.number, cycle.title, cycle.study, cycle.act, _dates(cycle))
            for cycle in project.cycles.all()
        ),
        measure_definition=measure.definition if measure else "",
        chart_note=chart.caption if chart else "",
        chart_svg=render_svg(chart) if chart else "",
        finding=chart.finding.sentence if chart else "",
        results=poster.results,
        quotation=Quotation(poster.quotation, poster.quotation_from) if poster.quotation else None,
        learning=poster.learning,
        what_did_not_work=poster.what_did_not_work,
        next_steps=poster.next_steps,
        thanks=poster.thanks,
        funder_credit=" ".join(funding.credit_line for funding in cohort.fundings.all()),
        photos=tuple(
            PosterPhoto(f"photo-{photo.pk}", photo.alt_text) for photo in project.photos.all()
        ),
    )


def _dates(cycle: Any) -> str:
    start = f"{cycle.started_on.day} {cycle.started_on:%b %Y}"
    return f"{start} to {cycle.ended_on.day} {cycle.ended_on:%b %Y}" if cycle.ended_on else start


def poster_media(project: Project) -> dict[str, bytes]:
    """The photographs of a poster by the names that its content uses."""
    media = {}
    for photo in project.photos.all():
        with photo.image.open() as file:
            media[f"photo-{photo.pk}"] = file.read()
    return media


def poster_fingerprint(content: PosterContent) -> str:
    """Text that differs whenever the poster would look different."""
    return json.dumps(content, default=vars, sort_keys=True)
