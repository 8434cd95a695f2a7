"""What stands in one person's private calendar, and the address under which it is found."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q

from core import clock, links
from pioneers.models import Pioneer
from workshops.calendar import events
from workshops.enums import AttendanceState, SessionState
from workshops.models import Attendance, CalendarFeed, LearningSet, Session, SetMembership

# Older sessions leave the calendar.
KEPT = timedelta(days=400)
# Whose calendar has asked within so long needs no invitations by mail.
FOLLOWS = timedelta(days=14)
CANNOT = (AttendanceState.APOLOGIES, AttendanceState.EXCUSED)


class Feed(NamedTuple):
    text: str
    changed_at: datetime | None


def feed(user: Any) -> Feed:
    """All published and cancelled sessions of a person, as one calendar. Five queries.

    The same sessions give the same text, so that a calendar that asks again is told “no change”.
    """
    own = {row.session_id: row for row in _attendances(user)}
    sessions = list(
        Session.objects.filter(
            Q(pk__in=Session.objects.own(user).values("pk")) | Q(pk__in=list(own)),
            starts_at__gt=clock.now() - KEPT,
        )
        .exclude(state=SessionState.PROPOSED)
        .order_by("starts_at", "pk")
    )
    sets = _sets(user)
    entries, changed = [], []
    for session in sessions:
        mine = own.get(session.pk)
        last = max(session.changed_at, mine.recorded_at if mine else session.changed_at)
        changed.append(last)
        entries.append(
            events.event(
                session,
                stamp=last,
                may_join=not session.is_over and _may_join(session, mine, sets),
                comes=mine is None or mine.state not in CANNOT,
            )
        )
    return Feed(events.calendar(entries, method=events.PUBLISH), max(changed, default=None))


def _may_join(session: Session, mine: Attendance | None, sets: set[int | None]) -> bool:
    return session.learning_set_id in sets or bool(mine and mine.makes_up_for_id)


def _attendances(user: Any) -> Iterable[Attendance]:
    """Also of another set's meeting that makes up for one of their own."""
    places = Pioneer.objects.counted().filter(person=user)
    return (
        Attendance.objects.filter(pioneer__in=places)
        .order_by()
        .only("session_id", "state", "recorded_at", "makes_up_for_id")
    )


def _sets(user: Any) -> set[int | None]:
    """Whose joining links one may have: the own sets', and (None) those for everybody."""
    of = SetMembership.objects.of_person(user).values_list("learning_set_id", flat=True)
    led = LearningSet.objects.facilitated_by(user).values_list("pk", flat=True)
    return {None, *of, *led}


def followers(people: Iterable[int]) -> set[int]:
    """Of these people, by id, whose calendar reads the feed."""
    fresh = CalendarFeed.objects.filter(fetched_at__gt=clock.now() - FOLLOWS, user__in=people)
    return set(fresh.values_list("user_id", flat=True))


def token_of(user: Any, made_at: datetime) -> str:
    """Worked out from the secret key and not stored, so that its owner can read it again."""
    said = f"workshops.calendar:{user.pk}:{made_at.isoformat()}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)[:32].decode()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address(found: CalendarFeed) -> str:
    """The address of a feed; empty where the secret key has changed since it was made."""
    token = token_of(found.user, found.made_at)
    if hash_of(token) != found.token_hash:
        return ""
    return links.absolute("workshops:calendar_feed", token)
