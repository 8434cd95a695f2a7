"""The days on which word of a project is due: monthly, counted from the cohort's first day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from cohorts.models import Cohort

MONTHS = 1
# Nobody who has just answered the four questions is asked how it goes.
FIRST_AFTER = timedelta(days=14)


def usual_days(cohort: Cohort, started_on: date) -> Iterator[date]:
    """Each month's day of a project that began on `started_on`, until the programme ends.

    They stay on the first day's number; in a month that is too short, on its last.
    """
    months = MONTHS
    while (day := _later(cohort.starts_on, months)) <= cohort.ends_on:
        if day >= started_on + FIRST_AFTER:
            yield day
        months += MONTHS


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
