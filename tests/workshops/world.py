"""A running cohort with sets and dates, as the tests of this app need it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from cohorts.enums import CohortState
from core.models import OutboundEmail
from tests import factories as make
from workshops import expected
from workshops.services import sets

LONDON = ZoneInfo("Europe/London")
# Before everything that these tests plan: a Tuesday in summer time.
BEGIN = datetime(2026, 9, 1, 9, tzinfo=LONDON)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[arg-type]


def running_cohort(**fields: Any):
    return make.cohort(
        state=CohortState.RUNNING,
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 6, 30),
        celebration_on=date(2027, 7, 7),
        **fields,
    )


def five_sets(cohort, by) -> list:
    return [
        sets.add_set(
            cohort,
            name=f"Set {letter}",
            facilitator=make.person(),
            weekday=weekday,
            starts=time(10),
            ends=time(13),
            by=by,
        )
        for weekday, letter in enumerate("ABCDE")
    ]


def published(of, starts: datetime, **fields: Any):
    """A published session from `starts` for three hours, with everybody expected."""
    made = make.session(
        of, starts_at=starts, ends_at=starts.replace(hour=starts.hour + 3), **fields
    )
    expected.expect([made], by=make.person())
    return made


def mails(**of: Any) -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(**of).order_by("due_at", "key"))


def states(**of: Any) -> list[str]:
    return sorted(OutboundEmail.objects.filter(**of).values_list("state", flat=True))
