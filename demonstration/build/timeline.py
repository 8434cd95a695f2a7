"""When everything in the demonstration happened, counted back from the day it is built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def label(day: date) -> str:
    return f"{day.year}/{(day.year + 1) % 100:02d}"


@dataclass(frozen=True)
class Dates:
    """The dates of one cohort: a nine-month programme whose call closed ten weeks before."""

    starts_on: date
    opens_before: int = 110
    closes_before: int = 70

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(weeks=39)

    @property
    def celebration_on(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def opens_at(self) -> datetime:
        return at(self.starts_on - timedelta(days=self.opens_before))

    @property
    def closes_at(self) -> datetime:
        return at(self.starts_on - timedelta(days=self.closes_before), 17)

    @property
    def planned_at(self) -> datetime:
        return self.opens_at - timedelta(days=14)

    @property
    def applied_at(self) -> datetime:
        """When the decisions were applied and released."""
        return at(self.starts_on - timedelta(days=45), 11)

    @property
    def published_at(self) -> datetime:
        return at(self.starts_on - timedelta(days=25), 14)

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "label": label(self.starts_on),
            "applications_open_at": self.opens_at,
            "applications_close_at": self.closes_at,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "celebration_on": self.celebration_on,
        }


def _wednesday(day: date) -> date:
    return day + timedelta(days=(2 - day.weekday()) % 7)


def past(today: date) -> Dates:
    """The cohort before the running one, celebrated some months ago."""
    return Dates(running(today).starts_on - timedelta(weeks=52))


def running(today: date) -> Dates:
    """In its fifth month of nine today."""
    return Dates(_wednesday(today - timedelta(days=135)))


def calling(today: date) -> Dates:
    """Its call opened four weeks ago and closes in two and a half."""
    starts_on = _wednesday(today + timedelta(days=88))
    return Dates(
        starts_on,
        opens_before=(starts_on - today).days + 28,
        closes_before=(starts_on - today).days - 17,
    )
