"""Who was missing from a session lately without a word, and has not been written to since."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from cohorts.mails import WRITTEN
from core import clock
from core.models import OutboundEmail
from pioneers.models import Pioneer
from pioneers.selectors.pauses import paused_pioneers
from workshops.enums import AttendanceState, SessionState
from workshops.models import Attendance

# Sets meet once a month: after that the next session has been.
LATELY = timedelta(days=28)


def missed_lately() -> QuerySet[Attendance]:
    """The sessions of the last four weeks that somebody missed unsaid; the paused are left in
    peace, and so is whoever staff wrote to after it."""
    now = clock.now()
    written = OutboundEmail.objects.filter(
        kind=WRITTEN,
        person=OuterRef("pioneer__person"),
        created_at__gt=OuterRef("session__ends_at"),
    )
    return Attendance.objects.filter(
        ~Exists(written),
        ~Exists(paused_pioneers().filter(pk=OuterRef("pioneer"))),
        state=AttendanceState.ABSENT,
        session__state=SessionState.PUBLISHED,
        session__ends_at__gt=now - LATELY,
        session__ends_at__lte=now,
    )


def to_write_to() -> QuerySet[Pioneer]:
    missed = missed_lately().filter(pioneer=OuterRef("pk"))
    return Pioneer.objects.taking_part().filter(Exists(missed))
