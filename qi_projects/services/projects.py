from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from core import audit, clock, photos
from core.errors import Refused
from pioneers.models import Pioneer
from qi_projects.enums import MeasureKind, PosterState
from qi_projects.models import Measure, Observation, PdsaCycle, Photo, Poster, Project, Update
from qi_projects.poster_content import MAX_PHOTOS

LARGEST = Decimal("9999999")


@transaction.atomic
def start_project(pioneer: Pioneer, *, by: Any, title: str, theme: str, **fields: Any) -> Project:
    """A Pioneer's one project, at the home they work at. Begun twice, it is refused."""
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
    for name in changed:
        setattr(project, name, fields[name])
    _check_aim(project)
    project.save()
    _reopen_poster(project)
    audit.record("changed project", project, by=by, detail={"fields": sorted(changed)})
    return project


@transaction.atomic
def begin(pioneer: Pioneer, *, by: Any, measure: str, direction: str, **fields: Any) -> Project:
    """The four questions' answers as a project with its first measure, a count until changed."""
    project = start_project(pioneer, by=by, **fields)
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


def _reopen_poster(project: Project) -> None:
    """An approved poster whose record changed goes back to be checked: it shows something new."""
    Poster.objects.filter(project=project, state=PosterState.APPROVED).update(
        state=PosterState.DRAFT, changed_at=clock.now()
    )


@transaction.atomic
def add_measure(
    project: Project,
    *,
    by: Any,
    name: str,
    definition: str,
    kind: str,
    unit: str,
    direction: str,
    target: Decimal | None = None,
) -> Measure:
    """What the project counts. The first measure is the headline: its chart is on the poster."""
    measure = Measure.objects.create(
        project=project,
        name=name.strip(),
        definition=definition.strip(),
        kind=kind,
        unit=unit.strip(),
        direction=direction,
        target=target,
        is_headline=not project.measures.filter(is_headline=True).exists(),
        created_at=clock.now(),
    )
    audit.record("added measure", measure, by=by, detail={"project": project.pk})
    return measure


@transaction.atomic
def change_measure(measure: Measure, *, by: Any, **fields: Any) -> Measure:
    for name, value in fields.items():
        setattr(measure, name, value)
    measure.save()
    _reopen_poster(measure.project)
    audit.record("changed measure", measure, by=by, detail={"fields": sorted(fields)})
    return measure


@transaction.atomic
def record_numbers(
    measure: Measure, *, by: Any, numbers: Iterable[tuple[date, Decimal | float, str]]
) -> int:
    """Numbers with their days; a second number for a day replaces the first. Returns how many."""
    rows = [
        Observation(measure=measure, on=on, value=Decimal(str(value)), note=note.strip())
        for on, value, note in numbers
    ]
    for row in rows:
        _check_number(measure, row)
    Observation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["measure", "on"],
        update_fields=["value", "note"],
    )
    _reopen_poster(measure.project)
    audit.record("recorded numbers", measure, by=by, detail={"count": len(rows)})
    return len(rows)


def _check_number(measure: Measure, row: Observation) -> None:
    if row.on > clock.today():
        raise Refused("This day is in the future. Add the number when you have counted it.")
    if abs(row.value) > LARGEST or not row.value.is_finite():
        raise Refused(f"{row.value} is larger than we can draw. Is there a digit too many?")
    if measure.kind == MeasureKind.PERCENT and not 0 <= row.value <= 100:
        raise Refused(f"A percentage is between 0 and 100; {row.value} is not.")
    if measure.kind in (MeasureKind.COUNT, MeasureKind.TIME_BETWEEN) and row.value < 0:
        raise Refused("A count cannot be less than 0.")


@transaction.atomic
def remove_number(observation: Observation, *, by: Any) -> None:
    """Take a wrong number off the chart; the audit keeps its day, so that nothing vanishes."""
    measure = observation.measure
    audit.record("removed number", measure, by=by, detail={"on": observation.on.isoformat()})
    observation.delete()
    _reopen_poster(measure.project)


@transaction.atomic
def add_cycle(
    project: Project, *, by: Any, title: str, started_on: date, **fields: Any
) -> PdsaCycle:
    """The next PDSA cycle; cycles are numbered in the order they are added."""
    last = project.cycles.aggregate(last=Max("number"))["last"] or 0
    cycle = PdsaCycle(
        project=project, number=last + 1, title=title.strip(), started_on=started_on, **fields
    )
    _check_cycle(cycle)
    cycle.save()
    _reopen_poster(project)
    audit.record("added PDSA cycle", cycle, by=by, detail={"project": project.pk})
    return cycle


@transaction.atomic
def change_cycle(cycle: PdsaCycle, *, by: Any, **fields: Any) -> PdsaCycle:
    for name, value in fields.items():
        setattr(cycle, name, value)
    _check_cycle(cycle)
    cycle.save()
    _reopen_poster(cycle.project)
    audit.record("changed PDSA cycle", cycle, by=by, detail={"fields": sorted(fields)})
    return cycle


def _check_cycle(cycle: PdsaCycle) -> None:
    if cycle.ended_on and cycle.ended_on < cycle.started_on:
        raise Refused("The cycle cannot end before it starts: please look at the two dates.")


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
    if project.photos.count() >= MAX_PHOTOS:
        raise Refused(f"A poster has room for {MAX_PHOTOS} photographs. Take one off first.")
    cleaned = photos.intake(file)
    photo = Photo(
        project=project, alt_text=alt_text.strip(), consent=True, added_by=by, added_at=clock.now()
    )
    photo.image.save("photo.jpg", ContentFile(cleaned.data), save=True)
    _reopen_poster(project)
    audit.record("added photograph", project, by=by, detail={"photo": photo.pk})
    return photo


@transaction.atomic
def remove_photo(photo: Photo, *, by: Any) -> None:
    """Consent can be taken back: the file goes with the row."""
    project, image = photo.project, photo.image
    audit.record("removed photograph", project, by=by, detail={"photo": photo.pk})
    photo.delete()
    _reopen_poster(project)
    transaction.on_commit(lambda: image.storage.delete(str(image.name)))
