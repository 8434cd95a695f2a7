"""What would become of pasted rows, and keeping those that are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import Refused
from qi_projects.models import Measure, Observation
from qi_projects.pasting import Row
from qi_projects.services.numbers import Number, checked, record_numbers


@dataclass(frozen=True)
class Fate:
    """One row and what would happen to it: new, replaces, same or wrong. `words` say why or what;
    `number` is what would be kept, and `counted` the same in words."""

    row: Row
    state: str
    words: str
    number: Number | None = None
    counted: str = ""


def look_at(measure: Measure, rows: Iterable[Row]) -> list[Fate]:
    """The fate of each row, one for one. Reads what is there once and changes nothing."""
    there = {row.on: row for row in measure.observations.all()}
    lines: dict[date, int] = {}
    return [_fate(measure, row, there, lines) for row in rows]


def _fate(
    measure: Measure, row: Row, there: dict[date, Observation], lines: dict[date, int]
) -> Fate:
    if row.problem or row.on is None:
        return Fate(row, "wrong", row.problem)
    try:
        number = checked(measure, Number(row.on, row.value, row.note, row.events, row.out_of))
    except Refused as refusal:
        return Fate(row, "wrong", str(refusal))
    if row.on in lines:
        return Fate(row, "wrong", f"This day is in line {lines[row.on]} already. Keep one of them.")
    lines[row.on] = row.line
    before = there.get(row.on)
    if before is None:
        return Fate(row, "new", "New", number, _counted(measure, number))
    # A sheet without notes does not rub out those that are there.
    number = number._replace(note=number.note or before.note)
    counted = _counted(measure, number)
    was = (before.value, before.events, before.out_of)
    if was != (number.value, number.events, number.out_of):
        return Fate(row, "replaces", f"Replaces {before.counted}", number, counted)
    if number.note != before.note:
        return Fate(row, "replaces", "Changes the note", number, counted)
    return Fate(row, "same", "The same as before", number, counted)


def _counted(measure: Measure, number: Number) -> str:
    return Observation(measure=measure, **number._asdict()).counted


def keep(measure: Measure, *, by: Any, fates: Iterable[Fate]) -> int:
    """Keep what is new or replaces something, all at once. Returns how many."""
    numbers = [fate.number for fate in fates if fate.number and fate.state in ("new", "replaces")]
    return record_numbers(measure, by=by, numbers=numbers)
