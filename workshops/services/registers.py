"""Who came, as it is noted in the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from workshops import expected, reminders
from workshops.enums import AttendanceState, SessionState
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


def opens_on(session: Session) -> Any:
    return to_local(session.starts_at).date()


def _check_open(session: Session) -> None:
    if session.state != SessionState.PUBLISHED:
        raise Refused("A register can be taken only of a session that is published.")
    if clock.today() < opens_on(session):
        raise Refused(f"The register opens on the day: {in_words(opens_on(session))}.")
