from __future__ import annotations

from datetime import date, timedelta
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from core import audit, clock, photos
from core.errors import Refused
from pioneers.models import Pioneer
from qi_projects.enums import AimVerb, Direction, MeasureKind
from qi_projects.models import PdsaCycle, Photo, Poster, Project, Update
from qi_projects.poster_content import MAX_PHOTOS
from qi_projects.services.measures import add_measure
from qi_projects.services.record import BASELINE, lock, reopen_poster

AFTERWARDS = timedelta(days=731)


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
    project.save()
    reopen_poster(project)
    audit.record("changed project", project, by=by, detail={"fields": sorted(changed)})
    return project


def _inside_a_sentence(words: str) -> str:
    """“Drinks a day” becomes “drinks a day”; “UTIs a month” stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


@transaction.atomic
def begin(pioneer: Pioneer, *, by: Any, measure: str, direction: str, **fields: Any) -> Project:
    """The four questions' answers as a project with its first measure, a count until changed."""
    upwards = direction == Direction.INCREASE
    project = start_project(
        pioneer,
        by=by,
        aim_verb=AimVerb.INCREASE if upwards else AimVerb.REDUCE,
        aim_what=_inside_a_sentence(measure),
        **fields,
    )
    add_measure(
        project,
        by=by,
        name=measure,
        definition="",
        kind=MeasureKind.COUNT,
        unit="",
        direction=direction,
    )
    return project


def _check_aim(project: Project) -> None:
    cohort = project.pioneer.cohort
    if project.aim_by and project.aim_by < cohort.starts_on:
        raise Refused(
            f"The aim’s date is before the programme starts. Choose a day from "
            f"{cohort.starts_on.day} {cohort.starts_on:%B %Y} on."
        )
    if project.aim_by and project.aim_by > cohort.ends_on + AFTERWARDS:
        raise Refused("The aim’s date is years after the programme ends. Is the year right?")


@transaction.atomic
def add_cycle(
    project: Project, *, by: Any, title: str, started_on: date, **fields: Any
) -> PdsaCycle:
    """The next PDSA cycle; cycles are numbered in the order they are added."""
    lock(project)
    last = project.cycles.aggregate(last=Max("number"))["last"] or 0
    cycle = PdsaCycle(
        project=project, number=last + 1, title=title.strip(), started_on=started_on, **fields
    )
    _check_cycle(cycle)
    cycle.save()
    reopen_poster(project)
    audit.record("added PDSA cycle", cycle, by=by, detail={"project": project.pk})
    return cycle


@transaction.atomic
def change_cycle(cycle: PdsaCycle, *, by: Any, **fields: Any) -> PdsaCycle:
    changed = [name for name, value in fields.items() if getattr(cycle, name) != value]
    if not changed:
        return cycle
    for name in changed:
        setattr(cycle, name, fields[name])
    _check_cycle(cycle)
    cycle.save()
    reopen_poster(cycle.project)
    audit.record("changed PDSA cycle", cycle, by=by, detail={"fields": sorted(changed)})
    return cycle


def _check_cycle(cycle: PdsaCycle) -> None:
    if cycle.ended_on and cycle.ended_on < cycle.started_on:
        raise Refused("The cycle cannot end before it starts: please look at the two dates.")
    cohort = cycle.project.pioneer.cohort
    if not cohort.starts_on - BASELINE <= cycle.started_on <= cohort.ends_on + AFTERWARDS:
        day = f"{cycle.started_on.day} {cycle.started_on:%B %Y}"
        raise Refused(f"{day} is far outside the programme. Is the year right?")


@transaction.atomic
def write_update(project: Project, *, by: Any, text: str) -> Update:
    update = Update.objects.create(
        project=project, text=text.strip(), written_by=by, written_at=clock.now()
    )
    audit.record("wrote update", project, by=by)
    return update


@transaction.atomic
def add_photo(project: Project, *, by: Any, file: BinaryIO, alt_text: str, consent: bool) -> Photo:
    """A photograph, made safe before it is stored. Raises PhotoRefused in words."""
    if not consent:
        raise Refused(
            "Please ask everyone in the photograph first, and tick that they agree to be shown."
        )
    lock(project)
    if project.photos.count() >= MAX_PHOTOS:
        raise Refused(f"A poster has room for {MAX_PHOTOS} photographs. Take one off first.")
    cleaned = photos.intake(file)
    photo = Photo.objects.create(
        project=project,
        # Given with the row, not saved after it: only so does the row learn its size.
        image=ContentFile(cleaned.data, name="photo.jpg"),
        alt_text=alt_text.strip(),
        consent=True,
        added_by=by,
        added_at=clock.now(),
    )
    reopen_poster(project)
    audit.record("added photograph", project, by=by, detail={"photo": photo.pk})
    return photo


@transaction.atomic
def remove_photo(photo: Photo, *, by: Any) -> None:
    """Consent can be taken back: the file goes with the row."""
    project, image = photo.project, photo.image
    audit.record("removed photograph", project, by=by, detail={"photo": photo.pk})
    photo.delete()
    reopen_poster(project)
    transaction.on_commit(lambda: image.storage.delete(str(image.name)))
