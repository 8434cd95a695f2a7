"""All dates that an applicant should know before saying yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cohorts.models import Cohort
from core.templatetags.words import day as in_words
from pioneers.models import Application


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
    dates = [known for source in _sources for known in source(cohort)]
    days = {known.day for known in dates}
    dates += [
        KnownDate(cohort.starts_on, "First day of the programme"),
        KnownDate(cohort.ends_on, "Last day of the programme"),
    ]
    # A celebration that is in the timetable is there with its hours.
    if cohort.celebration_on and cohort.celebration_on not in days:
        dates.append(KnownDate(cohort.celebration_on, "Celebration", "You show your poster."))
    return sorted(dates, key=lambda known: known.day)


def as_shown(dates: list[KnownDate]) -> list[list[str]]:
    """Dates as they are kept with the yes: [[what, "2027-03-04"], …]."""
    return [[known.what, known.day.isoformat()] for known in dates]


def changed_since_yes(application: Application) -> bool:
    """Whether somebody said yes to other dates than those there are now."""
    if not application.agrees_to_dates or not application.dates_agreed:
        return False
    return application.dates_agreed != as_shown(known_dates(application.cohort))


def changes_since_yes(application: Application) -> list[str]:
    """What became of the dates, in words, one line per date."""
    agreed = {(what, day) for what, day in application.dates_agreed}
    now = {(what, day) for what, day in as_shown(known_dates(application.cohort))}
    return [
        *(f"New: {what}, {in_words(date.fromisoformat(on))}" for what, on in sorted(now - agreed)),
        *(
            f"No longer: {what}, {in_words(date.fromisoformat(on))}"
            for what, on in sorted(agreed - now)
        ),
    ]


def agreement(application: Application) -> str:
    """What staff read of it."""
    if not application.agrees_to_dates:
        return "No"
    return "Said yes to other dates" if changed_since_yes(application) else "Yes"
