"""The dates that a line manager agrees to: the call's, or the timetable's once it is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from core import clock
from core.templatetags.words import day as in_words
from pioneers.dates import KnownDate, known_dates
from pioneers.models import Application

# Given an application, the published sessions that its writer would go to.
_timetables: list[Callable[[Application], list[KnownDate]]] = []


def add_timetable(timetable: Callable[[Application], list[KnownDate]]) -> None:
    if timetable not in _timetables:
        _timetables.append(timetable)


def dates_for(application: Application) -> list[KnownDate]:
    """In the order of the calendar. A day of the timetable takes the place of one of the call."""
    sessions = _sessions(application)
    days = {known.day for known in sessions}
    # The call's notes speak to the applicant.
    others = [
        KnownDate(known.day, known.what)
        for known in known_dates(application.cohort)
        if known.day not in days
    ]
    return sorted([*sessions, *others], key=lambda known: known.day)


def _sessions(application: Application) -> list[KnownDate]:
    return [known for timetable in _timetables for known in timetable(application)]


def not_fixed(application: Application) -> str:
    """Said beside the dates while the call knows no more than its first and its last day."""
    if _sessions(application):
        return ""
    return "The dates of the workshops and meetings in between are not fixed yet."


def open_until(application: Application) -> datetime:
    """Until when an answer can be given or changed: the first day; of a late comer, the last."""
    cohort = application.cohort
    first = midnight(cohort.starts_on)
    return first if clock.now() < first else midnight(cohort.ends_on)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(settings.TIME_ZONE))


def lines(dates: list[KnownDate]) -> str:
    """As a mail has them."""
    return "\n".join(f"- {known.what}: {in_words(known.day)}" for known in dates)


def changes(before: list[list[str]], now: list[list[str]]) -> list[str]:
    """What became of the dates since somebody agreed to them, one line for each."""
    old, new = ({(what, on) for what, on in dates} for dates in (before, now))
    return [
        *(f"New: {_said(one)}" for one in sorted(new - old, key=lambda one: one[1])),
        *(f"No longer: {_said(one)}" for one in sorted(old - new, key=lambda one: one[1])),
    ]


def _said(one: tuple[str, str]) -> str:
    return f"{one[0]}, {in_words(date.fromisoformat(one[1]))}"
