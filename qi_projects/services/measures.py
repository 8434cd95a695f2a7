"""What a project counts, and its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from qi_projects.enums import MeasureKind
from qi_projects.models import Measure, Observation, Project
from qi_projects.models.project import plain
from qi_projects.services.record import BASELINE, lock, reopen_poster

LARGEST = Decimal("9999999")


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
    lock(project)
    measure = Measure(
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
    _check_target(measure)
    measure.save()
    audit.record("added measure", measure, by=by, detail={"project": project.pk})
    return measure


@transaction.atomic
def change_measure(measure: Measure, *, by: Any, **fields: Any) -> Measure:
    changed = [name for name, value in fields.items() if getattr(measure, name) != value]
    if not changed:
        return measure
    for name in changed:
        setattr(measure, name, fields[name])
    _check_target(measure)
    if "kind" in changed:
        _check_kind(measure)
    measure.save()
    reopen_poster(measure.project)
    audit.record("changed measure", measure, by=by, detail={"fields": sorted(changed)})
    return measure


def _check_target(measure: Measure) -> None:
    problem = "" if measure.target is None else _impossible(measure, measure.target)
    if problem:
        raise Refused(f"The number you aim for cannot be reached: {problem}")


def _check_kind(measure: Measure) -> None:
    """The numbers that are there must be possible for what the measure is now said to be."""
    for row in measure.observations.all():
        problem = _impossible(measure, row.value)
        if problem:
            raise Refused(
                f"{plain(row.value)} is already on the chart, on {row.on.day} {row.on:%B %Y}. "
                f"{problem} Correct that number first."
            )


@transaction.atomic
def record_numbers(
    measure: Measure, *, by: Any, numbers: Iterable[tuple[date, Decimal | float, str]]
) -> int:
    """Numbers with their days; a second number for a day replaces the first. Returns how many."""
    rows = {
        on: Observation(
            measure=measure, on=on, value=_number(measure, on, value), note=note.strip()
        )
        for on, value, note in numbers
    }
    if not rows:
        return 0
    Observation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["measure", "on"],
        update_fields=["value", "note"],
    )
    reopen_poster(measure.project)
    audit.record("recorded numbers", measure, by=by, detail={"count": len(rows)})
    return len(rows)


def _number(measure: Measure, on: date, value: Decimal | float) -> Decimal:
    """The number as it is kept, or a refusal in words."""
    number = Decimal(str(value))
    if on > clock.today():
        raise Refused("This day is in the future. Add the number when you have counted it.")
    starts_on = measure.project.pioneer.cohort.starts_on
    if on < starts_on - BASELINE:
        raise Refused(
            f"{on.day} {on:%B %Y} is more than a year before the programme began. "
            "Is the year right?"
        )
    if not number.is_finite() or abs(number) > LARGEST:
        raise Refused("This number is larger than we can draw. Is there a digit too many?")
    problem = _impossible(measure, number)
    if problem:
        raise Refused(problem)
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _impossible(measure: Measure, value: Decimal) -> str:
    """Why the measure cannot have this value; nothing if it can."""
    if measure.kind == MeasureKind.PERCENT and not 0 <= value <= 100:
        return f"A percentage is between 0 and 100; {plain(value)} is not."
    if measure.kind != MeasureKind.SCALE and value < 0:
        return "This kind of number cannot be less than 0."
    return ""


@transaction.atomic
def remove_number(observation: Observation, *, by: Any) -> None:
    """Take a wrong number off the chart; the audit keeps its day, so that nothing vanishes."""
    measure = observation.measure
    audit.record("removed number", measure, by=by, detail={"on": observation.on.isoformat()})
    observation.delete()
    reopen_poster(measure.project)
