"""Who may be added to a meeting of another set, and what it can make up for."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet

from core import clock
from pioneers.models import Pioneer
from workshops.enums import CAME, AttendanceState, SessionKind, SessionState
from workshops.models import Attendance, Session
from workshops.wall_clock import to_local


def missed_by(pioneer: Pioneer, *, by_going_to: Session) -> list[Session]:
    """Meetings of the own set that the Pioneer did not come to and has not made up for.

    Those of the same month come first, then the nearest in time.
    """
    made_up = Attendance.objects.filter(pioneer=pioneer, makes_up_for__isnull=False, state__in=CAME)
    said_no = (AttendanceState.APOLOGIES, AttendanceState.EXCUSED, AttendanceState.ABSENT)
    rows = (
        Attendance.objects.filter(
            Q(session__ends_at__lte=clock.now()) | Q(state__in=said_no),
            pioneer=pioneer,
            makes_up_for__isnull=True,
            session__cohort=by_going_to.cohort_id,
            session__kind=SessionKind.LEARNING_SET,
            session__state=SessionState.PUBLISHED,
        )
        .exclude(state__in=CAME)
        .exclude(session=by_going_to)
        .exclude(session__in=made_up.values("makes_up_for"))
        .select_related("session__learning_set")
    )
    here = to_local(by_going_to.starts_at)

    def distance(session: Session) -> tuple[bool, timedelta, int]:
        there = to_local(session.starts_at)
        other_month = (there.year, there.month) != (here.year, here.month)
        return other_month, abs(session.starts_at - by_going_to.starts_at), session.pk

    return sorted((row.session for row in rows), key=distance)


def named(session: Session, name: str) -> list[Pioneer]:
    """Pioneers of the cohort of exactly this name who are not in the register of the session.

    Whoever knows the name may add its holder; nobody can leaf through other sets by searching.
    """
    name = " ".join(name.split())
    if not name:
        return []
    return list(_not_there(session).filter(person__name__iexact=name).order_by("pk")[:5])


def in_register(session: Session) -> QuerySet[Attendance]:
    """The lines of guests in the register of a session that one keeps."""
    rows = session.attendances.filter(makes_up_for__isnull=False)
    return rows.select_related("pioneer__person")


def _not_there(session: Session) -> QuerySet[Pioneer]:
    there = Attendance.objects.filter(session=session).values("pioneer")
    return (
        Pioneer.objects.taking_part()
        .filter(cohort=session.cohort_id)
        .exclude(pk__in=there)
        .select_related("person", "home")
    )


def meetings_to_go_to(pioneer: Pioneer) -> QuerySet[Session]:
    """Meetings of sets of the cohort that have begun, whose register the Pioneer is not in."""
    there = Attendance.objects.filter(pioneer=pioneer).values("session")
    return (
        Session.objects.published()
        .filter(
            cohort=pioneer.cohort_id,
            kind=SessionKind.LEARNING_SET,
            starts_at__lte=clock.now() + timedelta(hours=1),
        )
        .exclude(pk__in=there)
        .select_related("learning_set")
        .order_by("-starts_at", "pk")
    )
