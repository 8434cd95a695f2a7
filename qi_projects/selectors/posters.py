from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from qi_projects.chart import draw, render_svg
from qi_projects.models import Project
from qi_projects.poster_content import (
    CHART_SIZE,
    Cycle,
    Person,
    PosterContent,
    PosterPhoto,
    Quotation,
    Theme,
)
from qi_projects.selectors.charts import headline, series


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
            chart_type=measure.chart,  # type: ignore[arg-type]
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
        design=poster.design,
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
