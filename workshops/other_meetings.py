"""A meeting of another set in place of one that a Pioneer cannot come to: which ones fit.

One fits if it is of the same cohort, another set, the same month by London's clock, and still to
come; on a day on which the Pioneer goes to nothing else; with a chair free (a set has one more
than its members, and those who cannot come leave theirs); and with nobody in the set from the
same home or provider, or whom staff keep apart from them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db.models import Q

from core import clock
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from workshops.enums import AttendanceState, SessionKind, SessionState
from workshops.models import Attendance, KeepApart, Session, SetMembership
from workshops.wall_clock import to_local

# Who said no, or was excused or missed; who came has nothing to make up for.
MISSED = (AttendanceState.APOLOGIES, AttendanceState.EXCUSED, AttendanceState.ABSENT)
EXTRA_CHAIRS = 1


def chosen_instead(row: Attendance) -> Attendance | None:
    """The place that was taken at another meeting in place of this one, if it still stands."""
    return (
        Attendance.objects.filter(
            pioneer=row.pioneer_id,
            makes_up_for=row.session_id,
            session__state=SessionState.PUBLISHED,
        )
        .exclude(state__in=MISSED)
        .select_related("session__learning_set__facilitator", "pioneer__person", "pioneer__home")
        .first()
    )


def that_fit(row: Attendance) -> list[Session]:
    """Meetings that may be offered in place of the one missed, the next first."""
    session, pioneer = row.session, row.pioneer
    if row.state not in MISSED or row.makes_up_for_id or session.kind != SessionKind.LEARNING_SET:
        return []
    coming = list(
        Session.objects.published()
        .filter(cohort=session.cohort_id, kind=SessionKind.LEARNING_SET, starts_at__gt=clock.now())
        .exclude(learning_set=session.learning_set_id)
        .select_related("learning_set__facilitator")
        .order_by("starts_at", "pk")
    )
    month = _month(session.starts_at)
    coming = [one for one in coming if _month(one.starts_at) == month]
    if not coming:
        return []
    busy = _busy_days(pioneer)
    avoided = _sets_to_avoid(pioneer, coming)
    room = _room(coming)
    return [
        one
        for one in coming
        if _day(one.starts_at) not in busy
        and one.learning_set_id not in avoided
        and room[one.pk] > 0
    ]


def _day(moment: datetime) -> date:
    return to_local(moment).date()


def _month(moment: datetime) -> tuple[int, int]:
    return _day(moment).year, _day(moment).month


def _busy_days(pioneer: Pioneer) -> set[date]:
    """Days on which they go to something: being away twice in a day is asking too much."""
    going = Session.objects.published().filter(
        attendances__pioneer__person=pioneer.person_id,
        attendances__state=AttendanceState.EXPECTED,
        ends_at__gt=clock.now(),
    )
    return {_day(moment) for moment in going.order_by().values_list("starts_at", flat=True)}


def _sets_to_avoid(pioneer: Pioneer, coming: list[Session]) -> set[int | None]:
    """Sets with a member, or meetings with a guest, who should not sit with this Pioneer.

    Whether that person comes on the day does not matter: what a set speaks of goes on.
    """
    apart = Q(pioneer__in=_kept_apart(pioneer))
    home = pioneer.home
    if home is not None:
        apart |= Q(pioneer__home=home)
        if home.provider_id:
            apart |= Q(pioneer__home__provider_id=home.provider_id)
    sets = [one.learning_set_id for one in coming]
    members = SetMembership.objects.current().filter(
        apart, learning_set__in=sets
    ).exclude(pioneer=pioneer)  # fmt: skip
    guests = Attendance.objects.filter(
        apart, session__in=[one.pk for one in coming], makes_up_for__isnull=False
    ).exclude(pioneer=pioneer)  # fmt: skip
    return {
        *members.order_by().values_list("learning_set_id", flat=True),
        *guests.order_by().values_list("session__learning_set_id", flat=True),
    }


def _kept_apart(pioneer: Pioneer) -> set[int]:
    pairs = KeepApart.objects.filter(Q(one=pioneer) | Q(other=pioneer)).values_list("one", "other")
    return {pk for pair in pairs for pk in pair} - {pioneer.pk}


def _room(coming: list[Session]) -> Counter[int]:
    """Free chairs by meeting: the extra one and those of members who cannot come, less guests."""
    free = Counter({one.pk: EXTRA_CHAIRS for one in coming})
    rows = Attendance.objects.filter(session__in=list(free)).exclude(
        pioneer__state=PioneerState.WITHDRAWN
    )
    for session, state, instead in rows.order_by().values_list(
        "session_id", "state", "makes_up_for"
    ):
        if instead is None:
            free[session] += state in MISSED
        else:
            free[session] -= state not in MISSED
    return free
