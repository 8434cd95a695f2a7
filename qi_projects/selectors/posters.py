from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from qi_projects.chart import Chart, analyse, draw, render_svg
from qi_projects.enums import ReachedGroup
from qi_projects.models import Measure, Photo, Project
from qi_projects.models.project import plain
from qi_projects.poster.content import (
    CHART_SIZES,
    Cycle,
    Person,
    PosterContent,
    PosterPhoto,
    Quotation,
    Reached,
    Theme,
)
from qi_projects.poster.versions import sections
from qi_projects.selectors.charts import headline, series
from qi_projects.selectors.poster_words import printed_words
from qi_projects.selectors.theory import poster_drivers


def poster_content(project: Project, own: Mapping[str, str] | None = None) -> PosterContent:
    """What is printed: the poster's own words, and from the record what they leave open.

    `own` are words that are not stored yet, to look at.
    """
    pioneer, home = project.pioneer, project.home
    said = printed_words(project, own)
    cohort = pioneer.cohort
    measure = headline(project)
    # a frame without a number is no picture to hang on a wall
    counted = bool(measure and measure.observations.all())
    charts = _charts(project, measure) if measure and counted else []
    chart = charts[0] if charts else None
    ended = f"{project.get_outcome_display()}." if project.outcome else ""
    return PosterContent(
        title=said["headline"],
        home=home.name if home else "",
        borough=home.borough.name if home and home.borough else "",
        people=_people(project),
        team=project.team,
        cohort_name=cohort.name,
        programme=cohort.programme.name,
        theme=Theme(project.theme, project.get_theme_display()),
        problem=project.problem,
        aim_sentence=project.aim_sentence,
        drivers=poster_drivers(project),
        changes=tuple(
            Cycle(cycle.number, cycle.title, cycle.study, cycle.act, _dates(cycle))
            for cycle in project.cycles.all()
        ),
        measure_definition=measure.definition if measure else "",
        chart_note=chart.caption if chart else "",
        charts=tuple(map(render_svg, charts)),
        finding=chart.finding.on_poster if chart else "",
        # Words that are filled from the record begin with it.
        outcome="" if said["results"].startswith(ended) else ended,
        results=said["results"],
        reached=_reached(project),
        quotation=Quotation(said["quotation"], said["quotation_from"])
        if said["quotation"]
        else None,
        learning=said["learning"],
        what_did_not_work=said["what_did_not_work"],
        next_steps=said["next_steps"],
        thanks=said["thanks"],
        funder_credit=" ".join(funding.credit_line for funding in cohort.fundings.all()),
        photos=tuple(
            PosterPhoto(
                f"photo-{photo.pk}",
                photo.alt_text,
                photo.focus,
                photo.width / photo.height if photo.height else 1,
            )
            for photo in photos_of(project)
        ),
        design=project.poster.design,
    )


def _people(project: Project) -> tuple[Person, ...]:
    """Who began it, and whoever carried it on: the credit stays with both."""
    pioneer = project.pioneer
    others = [row for row in project.members.all() if row.carries_on and row.accepted_at]
    began = pioneer.get_role_display()
    return (
        Person(pioneer.person.name, f"{began}, began it" if others else began),
        *(
            Person(
                row.person.name if row.person else row.name,
                "carries it on" if row.is_carrying_on else "carried it on",
            )
            for row in others
        ),
    )


def _charts(project: Project, measure: Measure) -> list[Chart]:
    # The caption need not repeat how it is measured: the poster has a place for that.
    counted = replace(series(measure, cycles=project.cycles.all()), definition="")
    analysis = analyse(counted, measure.chart)  # type: ignore[arg-type]
    return [
        draw(
            counted,
            width=width,
            height=height,
            analysis=analysis,
            id_prefix=f"poster-{project.pk}",
        )
        for width, height in CHART_SIZES.values()
    ]


def _reached(project: Project) -> tuple[Reached, ...]:
    """People reached beyond the team, counted together by group."""
    people = dict.fromkeys(ReachedGroup.values, 0)
    for occasion in project.reached.all():
        people[occasion.group] += occasion.people
    return tuple(
        Reached(people[group], ReachedGroup(group).label.lower())
        for group in people
        if people[group]
    )


def _dates(cycle: Any) -> str:
    start = f"{cycle.started_on.day} {cycle.started_on:%b %Y}"
    return f"{start} to {cycle.ended_on.day} {cycle.ended_on:%b %Y}" if cycle.ended_on else start


def photos_of(project: Project) -> list[Photo]:
    """Those that are shown on the poster."""
    return [photo for photo in project.photos.all() if photo.on_poster]


def poster_media(project: Project) -> dict[str, bytes]:
    """The photographs of a poster by the names that its content uses."""
    media = {}
    for photo in photos_of(project):
        with photo.image.open() as file:
            media[f"photo-{photo.pk}"] = file.read()
    return media


def poster_mark(content: PosterContent) -> str:
    """A short word that differs whenever the poster would look different."""
    return sha256(poster_fingerprint(content).encode()).hexdigest()[:16]


def poster_fingerprint(content: PosterContent) -> str:
    """Text that differs whenever the poster would look different."""
    return json.dumps(content, default=vars, sort_keys=True)


def printed_sections(project: Project) -> dict[str, str]:
    """The words of the poster as it stands, to be kept with a version of it."""
    measure = headline(project)
    rows = measure.observations.all() if measure else ()
    kept = sections(poster_content(project))
    kept["numbers"] = ", ".join(f"{row.on.day} {row.on:%b %y}: {plain(row.value)}" for row in rows)
    kept["design"] = project.poster.get_design_display()
    return {name: text for name, text in kept.items() if text}
