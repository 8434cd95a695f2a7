"""The numbers of a measure: what may be one, and how they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from qi_projects.enums import MeasureKind
from qi_projects.models import Measure, Observation
from qi_projects.models.project import plain
from qi_projects.services.record import BASELINE, lock, reopen_poster

LARGEST = Decimal("9999999")
TOO_LARGE = "This number is larger than we can draw. Is there a digit too many?"
HUNDREDTH = Decimal("0.01")


class Number(NamedTuple):
    """One number and its day. With `events` and `out_of` the value is worked out from them."""

    on: date
    value: Decimal | float | None
    note: str = ""
    events: Decimal | float | None = None
    out_of: Decimal | float | None = None


@transaction.atomic
def record_numbers(
    measure: Measure, *, by: Any, numbers: Iterable[tuple[Any, ...] | Number]
) -> int:
    """Numbers with their days; a second number for a day replaces the first. Returns how many.

    One after the other where two people do it at once: each would wait for a row of the other's.
    """
    lock(measure.project)
    found = [checked(measure, Number(*row)) for row in numbers]
    rows = {
        number.on: Observation(measure=measure, entered_by=by, **number._asdict())
        for number in found
    }
    if not rows:
        return 0
    Observation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["measure", "on"],
        update_fields=["value", "note", "events", "out_of", "entered_by"],
    )
    reopen_poster(measure.project, by=by)
    audit.record("recorded numbers", measure, by=by, detail={"count": len(rows)})
    return len(rows)


def checked(measure: Measure, number: Number) -> Number:
    """The number as it is kept, or a refusal in words."""
    if number.on > clock.today():
        raise Refused("This day is in the future. Add the number when you have counted it.")
    starts_on = measure.project.pioneer.cohort.starts_on
    if number.on < starts_on - BASELINE:
        raise Refused(
            f"{number.on.day} {number.on:%B %Y} is more than a year before the programme began. "
            "Is the year right?"
        )
    events, out_of = number.events, number.out_of
    if events is None and out_of is None:
        if number.value is None:
            raise Refused("Please write the number.")
        value = Decimal(str(number.value))
    elif events is None or out_of is None:
        raise Refused("Please give both numbers: so many, out of so many.")
    else:
        events, out_of = _bounded(events), _bounded(out_of)
        value = worked_out(measure, events, out_of)
    value = _bounded(value)
    problem = impossible(measure, value)
    if problem:
        raise Refused(problem)
    return number._replace(value=value, events=events, out_of=out_of, note=number.note.strip())


def worked_out(measure: Measure, events: Decimal, out_of: Decimal) -> Decimal:
    """7 out of 12 as a percentage, or as a rate per so many."""
    if out_of == 0:
        raise Refused(
            f"Out of 0 {measure.out_of_what} nothing can be worked out. "
            "If there were none that day, leave the day out."
        )
    if events < 0 or out_of < 0:
        raise Refused("Neither number can be less than 0.")
    if measure.kind == MeasureKind.PERCENT:
        if events > out_of:
            raise Refused(
                f"{plain(events)} is more than all {plain(out_of)} {measure.out_of_what}. "
                "Are the two numbers the right way round?"
            )
        return events / out_of * 100
    return events / out_of * measure.per


def _bounded(value: Decimal | float) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) > LARGEST:
        raise Refused(TOO_LARGE)
    return number.quantize(HUNDREDTH, ROUND_HALF_UP)


def impossible(measure: Measure, value: Decimal) -> str:
    """Why the measure cannot have this value; nothing if it can."""
    if measure.kind == MeasureKind.PERCENT and not 0 <= value <= 100:
        return f"A percentage is between 0 and 100; {plain(value)} is not."
    if measure.kind != MeasureKind.SCALE and value < 0:
        return "This kind of number cannot be less than 0."
    return ""


def work_out_anew(measure: Measure) -> None:
    """What was counted stays; what it comes to follows the measure's new kind or “per”."""
    rows = list(measure.observations.filter(events__isnull=False))
    for row in rows:
        assert row.events is not None
        assert row.out_of is not None
        row.value = _bounded(worked_out(measure, row.events, row.out_of))
    Observation.objects.bulk_update(rows, ["value"])


@transaction.atomic
def remove_number(observation: Observation, *, by: Any) -> None:
    """Take a wrong number off the chart; the audit keeps its day, so that nothing vanishes."""
    measure = observation.measure
    audit.record("removed number", measure, by=by, detail={"on": observation.on.isoformat()})
    observation.delete()
    reopen_poster(measure.project, by=by)
