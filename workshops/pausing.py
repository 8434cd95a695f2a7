"""What a pause of a home does to sessions: absences are excused, and who leads them is told."""

from __future__ import annotations

from datetime import time
from typing import Any

from core import clock
from core.templatetags.words import clock_time, day
from pioneers.models import Pioneer
from pioneers.selectors.pauses import paused_days
from pioneers.services.pauses import Change, on_pause, on_return
from workshops import reminders
from workshops.enums import ApologyReason, AttendanceState
from workshops.models import Attendance, Session, SetMembership
from workshops.services import apologies
from workshops.wall_clock import at

# Apologies for these reasons are what the pause is about; leave or illness are the person's own.
OF_THE_HOME = (
    ApologyReason.OUTBREAK,
    ApologyReason.INSPECTION,
    ApologyReason.SHORT_STAFFED,
    ApologyReason.OTHER,
)


def follow(change: Change) -> list[tuple[Any, Pioneer]]:
    """Excuse who is expected within the pause, expect again who no longer is; plan reminders.

    Only sessions to come are touched, so an absence that staff excused in a register stays.
    Returns the facilitators of the Pioneers' sets, who are told.
    """
    pause, pioneers = change.pause, change.pioneers
    if change.days:
        first, last = sorted([change.was_until, pause.ends_on])
        coming = Attendance.objects.filter(
            pioneer__in=pioneers,
            session__starts_at__gte=at(first, time(0)),
            session__starts_at__lt=at(last, time(0)),
            session__ends_at__gt=clock.now(),
            session__register_taken_at__isnull=True,
        ).select_related("session__learning_set__facilitator", "pioneer__person", "pioneer__home")
        _excuse(list(coming), by=change.by)
        for cohort in {one.cohort_id: one.cohort for one in pioneers}.values():
            reminders.plan(cohort)
    return _facilitators(pioneers)


def on_another_day(session: Session, *, by: Any) -> None:
    """Of a session that is moved into a pause or out of one."""
    rows = session.attendances.select_related(
        "session__learning_set__facilitator", "pioneer__person", "pioneer__home"
    )
    _excuse(list(rows), by=by)


def _excuse(rows: list[Attendance], *, by: Any) -> None:
    days, now, changed = paused_days(), clock.now(), []
    for row in rows:
        paused = days.excuse(row.pioneer_id, row.session.starts_at)
        if row.makes_up_for_id:
            # A guest's chair is given back rather than kept empty.
            if paused and row.state == AttendanceState.EXPECTED:
                own = Attendance.objects.filter(
                    pioneer=row.pioneer_id, session=row.makes_up_for_id
                ).first()
                if own is not None:
                    apologies.give_back(own, by=by)
            continue
        excusable = row.state == AttendanceState.EXPECTED or (
            row.state == AttendanceState.APOLOGIES and row.reason in OF_THE_HOME
        )
        if paused and excusable:
            row.state, row.reason = AttendanceState.EXCUSED, paused or paused
        elif not paused and row.state == AttendanceState.EXCUSED:
            row.state, row.reason = AttendanceState.EXPECTED, ""
        else:
            continue
        row.recorded_by, row.recorded_at = by, now
        changed.append(row)
    Attendance.objects.bulk_update(
        changed, ["state", "reason", "recorded_by", "recorded_at"], batch_size=200
    )


def _facilitators(pioneers: list[Pioneer]) -> list[tuple[Any, Pioneer]]:
    members = (
        SetMembership.objects.current()
        .filter(pioneer__in=pioneers, learning_set__facilitator__isnull=False)
        .select_related("learning_set__facilitator", "pioneer__person")
    )
    return [(one.learning_set.facilitator, one.pioneer) for one in members]


def next_sessions(pioneers: list[Pioneer]) -> dict[int, list[str]]:
    """The next session of each Pioneer: one query."""
    rows = (
        Attendance.objects.filter(
            pioneer__in=pioneers,
            state=AttendanceState.EXPECTED,
            session__in=Session.objects.coming(),
        )
        .select_related("session__learning_set")
        .order_by("session__starts_at")
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        session = row.session
        when = f"{day(session.starts_at)}, {clock_time(session.starts_at)}"
        found.setdefault(row.pioneer_id, [f"{session.title}: {when}"])
    return found


on_pause(follow)
on_return(next_sessions)
