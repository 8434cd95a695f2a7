"""Who came, and who said beforehand that they could not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from pioneers.models import Pioneer
from workshops import expected, reminders
from workshops.enums import CAME, ApologyReason, AttendanceState, SessionState
from workshops.models import Attendance, Session
from workshops.wall_clock import in_words, to_local

TAKEN = tuple(state for state in AttendanceState if state != AttendanceState.EXPECTED)


@transaction.atomic
def take_register(session: Session, *, states: Mapping[int, str], by: Any) -> None:
    """Note for each Pioneer, by id, whether they came. Who is not named stays as they were."""
    _check_open(session)
    if unknown := set(states.values()) - set(TAKEN):
        raise Refused(f"“{', '.join(sorted(unknown))}” is not a choice of the register.")
    expected.expect([session], by=by)
    rows = {row.pioneer_id: row for row in session.attendances.select_for_update()}
    if set(states) - set(rows):
        raise Refused("Somebody in this register does not belong to this session.")
    now = clock.now()
    changed = [rows[pioneer] for pioneer, state in states.items() if rows[pioneer].state != state]
    for row in changed:
        row.state, row.recorded_by, row.recorded_at = states[row.pioneer_id], by, now
    Attendance.objects.bulk_update(changed, ["state", "recorded_by", "recorded_at"], batch_size=100)
    session.register_taken_at = now
    session.save(update_fields=["register_taken_at"])
    audit.record("took register", session, by=by, detail=dict(Counter(states.values())))
    reminders.plan(session=session)


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


def opens_on(session: Session) -> Any:
    return to_local(session.starts_at).date()


def _check_open(session: Session) -> None:
    if session.state != SessionState.PUBLISHED:
        raise Refused("A register can be taken only of a session that is published.")
    if clock.today() < opens_on(session):
        raise Refused(f"The register opens on the day: {in_words(opens_on(session))}.")
