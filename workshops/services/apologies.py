"""Who says beforehand that they cannot come, who can after all, and what they come to instead."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock, mail
from core.errors import Refused
from core.models import OutboundEmail
from pioneers.models import Pioneer
from workshops import expected, letters, other_meetings, reminders
from workshops.enums import CAME, ApologyReason, AttendanceState, SessionState
from workshops.models import Attendance, Session

COMES, COMES_NOT = "guest_comes", "guest_comes_not"


@transaction.atomic
def send_apologies(
    session: Session, *, pioneer: Pioneer, reason: str, by: Any, how: str = ""
) -> Attendance:
    """The Pioneer cannot come; they are not reminded, and the register shows it.

    `how` is "link" where a link in a mail was pressed without signing in.
    """
    if reason not in ApologyReason.values:
        raise Refused("Please choose why: it helps us to plan.")
    row = _own_row(session, pioneer, by=by)
    if row.state in CAME:
        raise Refused("The register already says that you came.")
    if (row.state, row.reason) == (AttendanceState.APOLOGIES, reason):
        return row
    _answer(row, AttendanceState.APOLOGIES, reason, by=by)
    audit.record("sent apologies", session, by=by, detail=_detail(how, reason=reason))
    if row.makes_up_for_id:
        _tell(row, COMES_NOT)
    reminders.plan(session=session)
    return row


@transaction.atomic
def take_back_apologies(
    session: Session, *, pioneer: Pioneer, by: Any, how: str = ""
) -> Attendance:
    """The Pioneer can come after all, and is reminded again.

    A place that they took at another set's meeting in its stead is given back. Excused because
    the home is paused, they may come all the same.
    """
    row = _own_row(session, pioneer, by=by)
    if row.state in (AttendanceState.APOLOGIES, AttendanceState.EXCUSED):
        _answer(row, AttendanceState.EXPECTED, "", by=by)
        audit.record("took back apologies", session, by=by, detail=_detail(how))
        if row.makes_up_for_id:
            _tell(row, COMES)
        _give_back(row, by=by)
        reminders.plan(session=session)
    return row


@transaction.atomic
def come_instead(missed: Attendance, other: Session, *, by: Any, how: str = "") -> Attendance:
    """One press on a meeting of another set: the Pioneer is expected there, its facilitator told.

    Who asks for a meeting that no longer fits (somebody was faster) is refused and may choose
    again; asking twice for the same one is asking once.
    """
    missed = _locked_row(missed)
    other = Session.objects.select_for_update().get(pk=other.pk)
    taken = other_meetings.chosen_instead(missed)
    if taken is not None and taken.session_id == other.pk:
        return taken
    if taken is not None:
        raise Refused("You have a place at another meeting already. Give it back first.")
    if other not in other_meetings.that_fit(missed):
        raise Refused("There is no longer a place at this meeting. Please choose another one.")
    # What does not stand any more (cancelled, or they could not come there either) makes way.
    missed.session.made_up.filter(pioneer=missed.pioneer_id).delete()
    row = Attendance.objects.create(
        session=other, pioneer=missed.pioneer, makes_up_for=missed.session, recorded_by=by
    )
    audit.record("comes to another set’s meeting", other, by=by, detail=_detail(how))
    _tell(row, COMES)
    reminders.plan(session=other)
    return row


@transaction.atomic
def give_back(missed: Attendance, *, by: Any, how: str = "") -> bool:
    """The place at another set's meeting is not needed; its facilitator is told."""
    return _give_back(_locked_row(missed), by=by, how=how)


def _give_back(missed: Attendance, *, by: Any, how: str = "") -> bool:
    row = other_meetings.chosen_instead(missed)
    # What was noted in the room stays.
    if row is None or row.state != AttendanceState.EXPECTED or row.session.is_over:
        return False
    session = row.session
    _tell(row, COMES_NOT)
    row.delete()
    audit.record("gave back a place at another set’s meeting", session, by=by, detail=_detail(how))
    reminders.plan(session=session)
    return True


def _tell(row: Attendance, kind: str) -> None:
    """The facilitator of the other set: name and home, and nothing of why.

    News that has not left is withdrawn by the opposite, and then neither is sent.
    """
    session = row.session
    leader = session.learning_set.facilitator if session.learning_set else None
    if leader is None or not leader.is_active:
        return
    opposite = COMES if kind == COMES_NOT else COMES_NOT
    stem = f"guest:{row.pk}:"
    unsent = OutboundEmail.objects.filter(kind=opposite, key__startswith=stem)
    if mail.cancel(unsent, reason="The Pioneer has changed their mind."):
        return
    before = OutboundEmail.objects.filter(kind=kind, key__startswith=stem).count()
    mail.queue_many(
        [
            letters.message(
                kind,
                letters.reader(leader),
                key=f"{stem}{kind}:{before}",
                cohort_id=session.cohort_id,
                context={
                    **letters.facts(session),
                    "name": str(row.pioneer),
                    "home": row.pioneer.home_name or "their home",
                },
                expires_at=session.ends_at,
                thread=f"session:{session.pk}",
            )
        ]
    )


def _detail(how: str, **more: str) -> dict[str, str]:
    return more | ({"by": how} if how else {})


def _answer(row: Attendance, state: str, reason: str, *, by: Any) -> None:
    row.state, row.reason = state, reason
    row.recorded_by, row.recorded_at = by, clock.now()
    row.save(update_fields=["state", "reason", "recorded_by", "recorded_at"])


def _locked_row(row: Attendance) -> Attendance:
    return (
        Attendance.objects.select_for_update(of=("self",))
        .select_related("session", "pioneer__person", "pioneer__home")
        .get(pk=row.pk)
    )


def _own_row(session: Session, pioneer: Pioneer, *, by: Any) -> Attendance:
    if session.state != SessionState.PUBLISHED:
        raise Refused("This session does not take place, so there is nothing to tell us.")
    if session.is_over:
        raise Refused("This session is over. Please write to us if the register is wrong.")
    expected.expect([session], by=by)
    row = session.attendances.filter(pioneer=pioneer).first()
    if row is None:
        raise Refused("You are not expected at this session.")
    return _locked_row(row)
