"""What a project counts: chosen from the library or its own, and which of it is the headline."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from qi_projects import library
from qi_projects.enums import MeasurePurpose
from qi_projects.models import Measure, Project
from qi_projects.models.project import plain
from qi_projects.services.numbers import impossible, work_out_anew
from qi_projects.services.record import lock, reopen_poster

# Four to six is as much as a small team can count well.
MOST_MEASURES = 6


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
    purpose: str = MeasurePurpose.OUTCOME,
    out_of_what: str = "",
    per: int = 1,
    library_key: str = "",
) -> Measure:
    """What the project counts. The first measure is the headline: its chart is on the poster."""
    lock(project)
    _check_room(project)
    measure = Measure(
        project=project,
        name=name.strip(),
        definition=definition.strip(),
        kind=kind,
        unit=unit.strip(),
        direction=direction,
        target=target,
        purpose=purpose,
        out_of_what=out_of_what.strip(),
        per=per,
        library_key=library_key,
        is_headline=not project.measures.filter(is_headline=True).exists(),
        created_at=clock.now(),
    )
    _check_target(measure)
    measure.save()
    if measure.is_headline:
        reopen_poster(project, by=by)
    audit.record("added measure", measure, by=by, detail={"project": project.pk})
    return measure


@transaction.atomic
def choose_measure(project: Project, *, by: Any, key: str) -> Measure:
    """A definition of the library as one of the project's own; chosen twice, it is there once."""
    entry = library.find(key)
    if entry is None:
        raise Refused("The library does not offer this any more. Please choose another.")
    lock(project)
    there = project.measures.filter(library_key=key).first()
    if there is not None:
        return there if there.retired_on is None else bring_back(there, by=by)
    return add_measure(
        project,
        by=by,
        name=entry.name,
        definition=entry.definition,
        kind=entry.kind,
        unit=entry.unit,
        direction=entry.direction,
        purpose=entry.purpose,
        out_of_what=entry.out_of_what,
        per=entry.per,
        library_key=entry.key,
    )


@transaction.atomic
def change_measure(measure: Measure, *, by: Any, **fields: Any) -> Measure:
    _lock(measure)
    changed = [name for name, value in fields.items() if getattr(measure, name) != value]
    if not changed:
        return measure
    for name in changed:
        setattr(measure, name, fields[name])
    if measure.library_key and not _still_counts_alike(measure):
        measure.library_key = ""
    _check_target(measure)
    if {"kind", "per"} & set(changed):
        _check_kind(measure)
    measure.save()
    reopen_poster(measure.project, by=by)
    audit.record("changed measure", measure, by=by, detail={"fields": sorted(changed)})
    return measure


@transaction.atomic
def make_headline(measure: Measure, *, by: Any) -> None:
    """The measure whose chart stands first, and on the poster."""
    _lock(measure)
    if measure.retired_on is not None:
        raise Refused("This is no longer counted. Count it again first, then put it first.")
    if measure.is_headline:
        return
    measure.project.measures.filter(is_headline=True).update(is_headline=False)
    measure.is_headline = True
    measure.save(update_fields=["is_headline"])
    reopen_poster(measure.project, by=by)
    audit.record("made measure the headline", measure, by=by)


@transaction.atomic
def retire_measure(measure: Measure, *, by: Any) -> None:
    """Count it no more: its numbers and chart stay. One without numbers leaves no trace but this.

    The headline cannot go while something else is counted: somebody has to say what leads now.
    """
    project = measure.project
    _lock(measure)
    if measure.retired_on is not None:
        return
    has_numbers = measure.observations.exists()
    others = project.measures.filter(retired_on__isnull=True).exclude(pk=measure.pk)
    if measure.is_headline and others.exists():
        raise Refused("Its chart is the one on the poster. Put another measure first, then stop.")
    if measure.is_headline and has_numbers:
        raise Refused("It is all that you count. Choose what to count instead first, then stop.")
    audit.record(
        "stopped counting measure",
        project,
        by=by,
        detail={"measure": measure.pk, "name": measure.name, "removed": not has_numbers},
    )
    if has_numbers:
        measure.retired_on = clock.today()
        measure.save(update_fields=["retired_on"])
    else:
        measure.delete()
    reopen_poster(project, by=by)


@transaction.atomic
def bring_back(measure: Measure, *, by: Any) -> Measure:
    """Count it again: the chart goes on where it stopped."""
    _lock(measure)
    if measure.retired_on is None:
        return measure
    _check_room(measure.project)
    measure.retired_on = None
    measure.save(update_fields=["retired_on"])
    audit.record("counted measure again", measure, by=by)
    return measure


def _lock(measure: Measure) -> None:
    """What a colleague did a moment ago counts: whether it leads, is counted, or is there."""
    lock(measure.project)
    try:
        measure.refresh_from_db(fields=["is_headline", "retired_on"])
    except Measure.DoesNotExist:
        raise Refused("This has just been taken off the project, so it stays off.") from None


def _check_room(project: Project) -> None:
    if project.measures.filter(retired_on__isnull=True).count() >= MOST_MEASURES:
        raise Refused(
            f"You count {MOST_MEASURES} things already, which is as much as a team can do well. "
            "Stop counting one of them first."
        )


def _still_counts_alike(measure: Measure) -> bool:
    """Homes are shown together only while they count the same: name and target are free."""
    entry = library.find(measure.library_key)
    alike = ("definition", "kind", "direction", "out_of_what", "per")
    return entry is None or all(getattr(measure, name) == getattr(entry, name) for name in alike)


def _check_target(measure: Measure) -> None:
    problem = "" if measure.target is None else impossible(measure, measure.target)
    if problem:
        raise Refused(f"The number you aim for cannot be reached: {problem}")


def _check_kind(measure: Measure) -> None:
    """The numbers that are there must be possible for what the measure is now said to be."""
    if measure.is_shared_out:
        work_out_anew(measure)
    for row in measure.observations.all():
        problem = impossible(measure, row.value)
        if problem:
            raise Refused(
                f"{plain(row.value)} is already on the chart, on {row.on.day} {row.on:%B %Y}. "
                f"{problem} Correct that number first."
            )
