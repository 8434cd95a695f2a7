from __future__ import annotations

import textwrap
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from pioneers.models import Pioneer
from qi_projects import library
from qi_projects.enums import AimVerb, Direction, MeasureKind
from qi_projects.models import Poster, Project
from qi_projects.services.measures import add_measure, choose_measure
from qi_projects.services.record import AFTERWARDS, reopen_poster

# Of a name that is worked out: one that fits a poster's head.
LONGEST_TITLE = 70


@transaction.atomic
def start_project(pioneer: Pioneer, *, by: Any, title: str, theme: str, **fields: Any) -> Project:
    """A Pioneer's one project, at the home they work at. Begun twice, it is refused."""
    Pioneer.objects.select_for_update().get(pk=pioneer.pk)
    if Project.objects.filter(pioneer=pioneer).exists():
        raise Refused(f"{pioneer} has a project already. You can change it at any time.")
    project = Project(
        pioneer=pioneer,
        home=pioneer.home,
        title=title.strip(),
        theme=theme,
        started_on=clock.today(),
        **fields,
    )
    _check_aim(project)
    project.save()
    Poster.objects.create(project=project, changed_at=clock.now())
    audit.record("started project", project, by=by, detail={"theme": theme})
    return project


@transaction.atomic
def change_project(project: Project, *, by: Any, **fields: Any) -> Project:
    changed = [name for name, value in fields.items() if getattr(project, name) != value]
    if not changed:
        return project
    for name in changed:
        setattr(project, name, fields[name])
    _check_aim(project)
    project.save(update_fields=changed)
    reopen_poster(project, by=by)
    audit.record("changed project", project, by=by, detail={"fields": sorted(changed)})
    return project


def _inside_a_sentence(words: str) -> str:
    """“Drinks a day” becomes “drinks a day”; “UTIs a month” stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


@transaction.atomic
def begin(
    pioneer: Pioneer,
    *,
    by: Any,
    measure: str = "",
    direction: str = "",
    library_key: str = "",
    title: str = "",
    **fields: Any,
) -> Project:
    """The four questions' answers as a project with its first measure, if they name one.

    It is one of the library, with everything that says, or their own words: a count until changed.
    """
    entry = library.find(library_key)
    name, direction = (entry.name, entry.direction) if entry else (measure.strip(), direction)
    if name:
        upwards = direction == Direction.INCREASE
        fields["aim_verb"] = AimVerb.INCREASE if upwards else AimVerb.REDUCE
        fields["aim_what"] = _inside_a_sentence(name)
    project = start_project(pioneer, by=by, title=title or _title(fields), **fields)
    if entry:
        choose_measure(project, by=by, key=entry.key)
    elif name:
        add_measure(
            project,
            by=by,
            name=name,
            definition="",
            kind=MeasureKind.COUNT,
            unit="",
            direction=direction,
        )
    return project


def _title(fields: dict[str, Any]) -> str:
    """“Increase drinks offered a day”, or the first words of why: a name until there is one."""
    if fields.get("aim_what"):
        words = f"{AimVerb(fields['aim_verb']).label} {fields['aim_what']}"
    else:
        words = fields["problem"].strip().partition("\n")[0].partition(". ")[0].removesuffix(".")
    return textwrap.shorten(words, LONGEST_TITLE, placeholder=" …")


def _check_aim(project: Project) -> None:
    cohort = project.pioneer.cohort
    if project.aim_by and project.aim_by < cohort.starts_on:
        raise Refused(
            f"The aim’s date is before the programme starts. Choose a day from "
            f"{cohort.starts_on.day} {cohort.starts_on:%B %Y} on."
        )
    if project.aim_by and project.aim_by > cohort.ends_on + AFTERWARDS:
        raise Refused("The aim’s date is years after the programme ends. Is the year right?")
