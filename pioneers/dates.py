"""All dates that an applicant should know before saying yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cohorts.models import Cohort


@dataclass(frozen=True)
class KnownDate:
    day: date
    what: str
    note: str = ""


# Upper apps add the dates that they keep, such as a published timetable's sessions.
_sources: list[Callable[[Cohort], list[KnownDate]]] = []


def add_source(source: Callable[[Cohort], list[KnownDate]]) -> None:
    if source not in _sources:
        _sources.append(source)


def known_dates(cohort: Cohort) -> list[KnownDate]:
    """In the order of the calendar."""
    dates = [
        KnownDate(cohort.starts_on, "First day of the programme"),
        KnownDate(cohort.ends_on, "Last day of the programme"),
    ]
    if cohort.celebration_on:
        dates.append(KnownDate(cohort.celebration_on, "Celebration", "You show your poster."))
    for source in _sources:
        dates.extend(source(cohort))
    return sorted(dates, key=lambda known: known.day)
