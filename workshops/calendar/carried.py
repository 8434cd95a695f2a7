"""What mails have put into whose calendars, as the outbox tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.mail.folding import NOT_LEFT
from core.models import MailState, OutboundEmail
from workshops.calendar import events, feeds
from workshops.models import Session

INVITES = ("session_invitation", "session_moved")
TAKES_OUT = ("session_cancelled", "session_left")
# These never reached anybody; all others did, or may have.
NEVER_ARRIVED = (MailState.CANCELLED, MailState.EXPIRED, MailState.FAILED, MailState.BOUNCED)


@dataclass
class Held:
    """One person's calendar and one session: what it holds, and what still waits to reach it."""

    is_in: bool = False
    taken_out: int = 0
    waiting: list[OutboundEmail] = field(default_factory=list)


def thread_of(session: Session) -> str:
    return f"session:{session.pk}"


def held(sessions: Iterable[Session]) -> dict[tuple[int, int], Held]:
    """By session and person, of those to whom a mail brought it: one query."""
    by_thread = {thread_of(session): session.pk for session in sessions}
    rows = (
        OutboundEmail.objects.filter(
            kind__in=[*INVITES, *TAKES_OUT], thread__in=by_thread, person__isnull=False
        )
        .exclude(calendar="")
        .defer("body", "calendar", "context")
        .order_by("pk")
    )
    found: dict[tuple[int, int], Held] = {}
    for row in rows:
        assert row.person_id is not None
        one = found.setdefault((by_thread[row.thread], row.person_id), Held())
        if row.state in NOT_LEFT:
            one.waiting.append(row)
        elif row.state not in NEVER_ARRIVED:
            one.is_in = row.kind in INVITES
            one.taken_out += row.kind in TAKES_OUT
    return found


def wanted_by(session: Session, people: Iterable[int]) -> set[int]:
    """Of these people, whose mails about the session carry it for their calendar.

    Whose calendar follows the feed would hold it twice; but what a mail has put there before
    only a mail can change.
    """
    people = set(people)
    following = feeds.followers(people)
    if not following:
        return people
    by_mail = (
        OutboundEmail.objects.filter(
            scope=f"cohort:{session.cohort_id}",
            person__in=following,
            calendar__contains=f"{events.uid_line(session)}\r\n",
        )
        .exclude(state__in=[*NEVER_ARRIVED, *NOT_LEFT])
        .values_list("person_id", flat=True)
    )
    return people - following | set(by_mail)
