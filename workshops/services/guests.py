"""Somebody of another set who came: their attendance, and what it makes up for."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from pioneers.models import Pioneer
from workshops import guests, reminders
from workshops.enums import CAME, AttendanceState, SessionKind
from workshops.models import Attendance, Session
from workshops.services import registers


@transaction.atomic
def add_guest(session: Session, *, pioneer: Pioneer, makes_up_for: Session, by: Any) -> Attendance:
    """The Pioneer came to this meeting of another set in place of one of their own."""
    registers.check_open(session)
    if session.kind != SessionKind.LEARNING_SET:
        raise Refused("Everybody in the cohort is expected at this session: there are no guests.")
    # Two who add the same guest wait for each other here.
    pioneer = Pioneer.objects.select_for_update(of=("self",)).get(pk=pioneer.pk)
    if pioneer.cohort_id != session.cohort_id or pioneer.state not in Pioneer.TAKES_PART:
        raise Refused(f"{pioneer} does not take part in this cohort.")
    if session.attendances.filter(pioneer=pioneer).exists():
        raise Refused(f"{pioneer} is in this register already.")
    if makes_up_for not in guests.missed_by(pioneer, by_going_to=session):
        raise Refused(f"Choose a meeting that {pioneer} missed and has not made up for.")
    _forget_other_plan(pioneer, makes_up_for)
    row = Attendance.objects.create(
        session=session,
        pioneer=pioneer,
        state=AttendanceState.PRESENT,
        makes_up_for=makes_up_for,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    audit.record("added guest", session, by=by, detail={"makes_up_for": makes_up_for.pk})
    return row


@transaction.atomic
def remove_guest(session: Session, *, pioneer_id: int, by: Any) -> None:
    """Take somebody off who was added by mistake."""
    rows = session.attendances.select_for_update(of=("self",)).filter(
        pioneer=pioneer_id, makes_up_for__isnull=False
    )
    row = rows.select_related("pioneer__person").first()
    if row is None:
        raise Refused("Only a guest can be taken off a register.")
    if row.signed_in_at:
        raise Refused(f"{row.pioneer} signed in here. If that is wrong, choose “Absent”.")
    row.delete()
    audit.record("took guest off", session, by=by)
    reminders.plan(session=session)


def _forget_other_plan(pioneer: Pioneer, missed: Session) -> None:
    """They meant to go elsewhere in place of the same meeting, and did not."""
    plans = Attendance.objects.filter(pioneer=pioneer, makes_up_for=missed).exclude(state__in=CAME)
    for plan in plans.select_related("session"):
        plan.delete()
        reminders.plan(session=plan.session)
