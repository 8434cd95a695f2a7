"""Who is expected at a session, as rows: made for all concerned, taken away when they leave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from core import clock, people
from pioneers.models import Pioneer
from pioneers.selectors.pauses import paused_days
from workshops.enums import AttendanceState
from workshops.models import Attendance, LearningSet, Session, SetMembership

BEFOREHAND = (AttendanceState.EXPECTED, AttendanceState.APOLOGIES)


def expect(sessions: Iterable[Session], *, by: Any = None) -> int:
    """Make the rows that are missing for these sessions; returns how many were.

    Everybody who takes part goes to what is for all, and a set's members to its meetings.
    Without `by` it is the clock that does it.
    """
    sessions = list(sessions)
    if not sessions:
        return 0
    cohorts = {session.cohort_id for session in sessions}
    cohort_of = dict(
        Pioneer.objects.taking_part()
        .filter(cohort__in=cohorts)
        .order_by()
        .values_list("pk", "cohort_id")
    )
    set_of = dict(
        SetMembership.objects.current()
        .filter(pioneer__cohort__in=cohorts)
        .order_by()
        .values_list("pioneer_id", "learning_set_id")
    )
    known, now_own = set(), []
    for pk, session_id, pioneer_id, learning_set, instead in (
        Attendance.objects.filter(session__in=sessions)
        .order_by()
        .values_list(
            "pk", "session_id", "pioneer_id", "session__learning_set_id", "makes_up_for_id"
        )
    ):
        known.add((session_id, pioneer_id))
        if instead is not None and set_of.get(pioneer_id) == learning_set:
            now_own.append(pk)
    if now_own:
        # A guest who has moved into the set is no guest there any more.
        Attendance.objects.filter(pk__in=now_own).update(makes_up_for=None)
    missing = [
        (session, pioneer_id)
        for session in sessions
        for pioneer_id, cohort_id in cohort_of.items()
        if cohort_id == session.cohort_id
        and session.learning_set_id in (None, set_of.get(pioneer_id))
        and (session.pk, pioneer_id) not in known
    ]
    if missing:
        by = by or people.system()
        paused = paused_days()
        rows = [
            Attendance(session=session, pioneer_id=pioneer_id, recorded_by=by)
            for session, pioneer_id in missing
        ]
        for row in rows:
            if why := paused.excuse(row.pioneer_id, row.session.starts_at):
                row.state, row.reason = AttendanceState.EXCUSED, why
        Attendance.objects.bulk_create(
            rows,
            ignore_conflicts=True,
            batch_size=400,
        )
    return len(missing)


def no_longer_expect(pioneer: Pioneer, learning_set: LearningSet) -> None:
    """Who left a set is not expected at its coming meetings; what is past stays as it was.

    Nor is anything made up for that they need not come to now.
    """
    coming = Session.objects.filter(learning_set=learning_set, starts_at__gt=clock.now())
    states = [*BEFOREHAND, AttendanceState.EXCUSED]
    Attendance.objects.filter(
        Q(session__in=coming) | Q(makes_up_for__in=coming), pioneer=pioneer, state__in=states
    ).delete()
