"""Who says beforehand that they cannot come, and who can after all."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from pioneers.models import Pioneer
from workshops import expected, reminders
from workshops.enums import CAME, ApologyReason, AttendanceState, SessionState
from workshops.models import Attendance, Session


@transaction.atomic
def send_apologies(session: Session, *, pioneer: Pioneer, reason: str, by: Any) -> Attendance:
    """The Pioneer cannot come; they are not reminded, and the register shows it."""
    if reason not in ApologyReason.values:
        raise Refused("Please choose why: it helps us to plan.")
    row = _own_row(session, pioneer, by=by)
    if row.state in CAME:
        raise Refused("The register already says that you came.")
    _answer(row, AttendanceState.APOLOGIES, reason, by=by)
    audit.record("sent apologies", session, by=by, detail={"reason": reason})
    reminders.plan(session=session)
    return row


@transaction.atomic
def take_back_apologies(session: Session, *, pioneer: Pioneer, by: Any) -> Attendance:
    """The Pioneer can come after all, and is reminded again."""
    row = _own_row(session, pioneer, by=by)
    if row.state == AttendanceState.APOLOGIES:
        _answer(row, AttendanceState.EXPECTED, "", by=by)
        audit.record("took back apologies", session, by=by)
        reminders.plan(session=session)
    return row


def _answer(row: Attendance, state: str, reason: str, *, by: Any) -> None:
    row.state, row.reason = state, reason
    row.recorded_by, row.recorded_at = by, clock.now()
    row.save(update_fields=["state", "reason", "recorded_by", "recorded_at"])


def _own_row(session: Session, pioneer: Pioneer, *, by: Any) -> Attendance:
    if session.state != SessionState.PUBLISHED:
        raise Refused("This session does not take place, so there is nothing to tell us.")
    if session.is_over:
        raise Refused("This session is over. Please write to us if the register is wrong.")
    expected.expect([session], by=by)
    row = session.attendances.select_for_update().filter(pioneer=pioneer).first()
    if row is None:
        raise Refused("You are not expected at this session.")
    return row
