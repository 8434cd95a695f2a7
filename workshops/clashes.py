"""What speaks against a session at a time: the same room, facilitator or people elsewhere then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core.templatetags.words import clock_time
from pioneers.models import Pioneer
from workshops.enums import AttendanceState, SessionMode, SessionState
from workshops.models import Attendance, Session

MOST_NAMES = 3


def of(
    session: Session,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    mode: str,
    for_user: Any,
) -> list[str]:
    """In words for staff; what is in a programme that they do not work for has no name. 3 queries.

    Also with other cohorts, because a room and a facilitator can be in one place only.
    """
    others = list(
        Session.objects.exclude(pk=session.pk)
        .exclude(state=SessionState.CANCELLED)
        .filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
        .select_related("cohort", "learning_set")
        .order_by("starts_at", "pk")
    )
    if not others:
        return []
    seen = set(
        Session.objects.visible_to(for_user)
        .filter(pk__in=[one.pk for one in others])
        .values_list("pk", flat=True)
    )
    names = {one.pk: _name(one, session, one.pk in seen) for one in others}
    found = []
    for one in others:
        if _room(place, mode) and _room(place, mode) == _room(one.place, one.mode):
            found.append(f"{place} is taken: {names[one.pk]}.")
    leader = session.learning_set.facilitator if session.learning_set else None
    for one in others:
        if leader and one.learning_set and one.learning_set.facilitator_id == leader.pk:
            found.append(f"{leader} leads {names[one.pk]}.")
    for pk, people in _people(session, others).items():
        found.append(f"{_listed(people)} expected at {names[pk]}.")
    return found


def _room(place: str, mode: str) -> str:
    """Rooms that are the same; online is no room."""
    room = " ".join(place.casefold().split())
    return "" if mode == SessionMode.ONLINE or room.startswith("online") else room


def _name(one: Session, session: Session, is_seen: bool) -> str:
    hours = f"{clock_time(one.starts_at)} to {clock_time(one.ends_at)}"
    if not is_seen:
        return f"another programme’s session, {hours}"
    cohort = "" if one.cohort_id == session.cohort_id else f" of {one.cohort}"
    return f"{one.title}{cohort}, {hours}"


def _people(session: Session, others: Iterable[Session]) -> dict[int, list[str]]:
    """Who comes to this session and to one of the others, by the other's id."""
    coming = session.attendances.filter(state=AttendanceState.EXPECTED)
    rows = (
        Attendance.objects.filter(
            session__in=list(others),
            state=AttendanceState.EXPECTED,
            pioneer__in=Pioneer.objects.taking_part(),
            pioneer__person__in=coming.values("pioneer__person"),
        )
        .order_by("session__starts_at", "session", "pioneer__person__name")
        .values_list("session_id", "pioneer__person__name")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows:
        found[pk].append(name)
    return found


def _listed(names: list[str]) -> str:
    shown = names[:MOST_NAMES] if len(names) > MOST_NAMES + 1 else names
    more = len(names) - len(shown)
    words = [*shown, *([f"{more} others"] if more else [])]
    if len(words) == 1:
        return f"{words[0]} is also"
    return f"{', '.join(words[:-1])} and {words[-1]} are also"
