"""What mails about sessions say of a session, and to whom they go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from core import links
from core.mail import Message
from core.templatetags.words import clock_time, day
from pioneers.enums import PioneerState
from workshops import apology_links
from workshops.expected import BEFOREHAND
from workshops.models import Attendance, Session


class Reader(NamedTuple):
    """Somebody whom a mail about a session goes to."""

    pk: int
    email: str
    name: str

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] or "there"


def times(session: Session) -> str:
    return f"{clock_time(session.starts_at)} to {clock_time(session.ends_at)}"


def where(session: Session) -> str:
    """The place, and how to join.

    A learning set's joining link is never in a mail, because staff can read the outbox; the
    mail leads to the session's page, which shows it to the set and nobody else.
    """
    if not session.online_link:
        return session.place or "The place will follow"
    link = session.online_link
    if session.learning_set_id:
        link = f"the joining link is at {links.absolute('workshops:session', session.pk)}"
    return f"{session.place or 'Online'}: {link}"


def facts(session: Session) -> dict[str, Any]:
    return {
        "title": session.title,
        "date": day(session.starts_at),
        "time": times(session),
        "where": where(session),
        "session_url": links.absolute("workshops:session", session.pk),
        "sessions_url": links.absolute("workshops:sessions"),
        "apologies_url": links.absolute("workshops:apologies", session.pk),
        "register_url": links.absolute("workshops:register", session.pk),
    }


def listed(sessions: Iterable[Session]) -> str:
    """Dates for a mail, one to a line."""
    return "\n".join(
        f"- {day(one.starts_at)}, {times(one)}: {one.title} ({one.where})"
        for one in sorted(sessions, key=lambda one: one.starts_at)
    )


def message(
    kind: str, to: Reader, *, key: str, cohort_id: int, context: dict[str, Any], **more: Any
) -> Message:
    return Message(
        kind=kind,
        key=f"{key}:user:{to.pk}",
        to_email=to.email,
        to_name=to.name,
        person_id=to.pk,
        scope=f"cohort:{cohort_id}",
        context={"first_name": to.first_name, **context},
        **more,
    )


def readers(
    sessions: Iterable[Session], *, states: Iterable[str] = BEFOREHAND
) -> dict[Reader, list[Session]]:
    """Who must know of these sessions: Pioneers with a row, and the facilitators of the sets."""
    by_pk = {session.pk: session for session in sessions}
    found: dict[Reader, list[Session]] = {}
    rows = (
        Attendance.objects.filter(
            session__in=by_pk,
            state__in=states,
            pioneer__state__in=[PioneerState.ACTIVE, PioneerState.PAUSED],
            pioneer__person__is_active=True,
        )
        .order_by()
        .values_list(
            "session_id",
            "pioneer__person_id",
            "pioneer__person__email",
            "pioneer__person__name",
        )
    )
    for session_id, pk, email, name in rows:
        found.setdefault(Reader(pk, email, name), []).append(by_pk[session_id])
    for session in by_pk.values():
        leader = session.learning_set.facilitator if session.learning_set else None
        if leader and session not in found.setdefault(reader(leader), []):
            found[reader(leader)].append(session)
    return found


def reader(user: Any) -> Reader:
    return Reader(user.pk, user.email, user.name)


def about(
    kind: str, session: Session, *, was: datetime | None = None, own_links: bool = False
) -> list[Message]:
    """One message to everybody whom a change of one session concerns.

    With `own_links` each has a new link of its own to say "I can't come": not for a preview.
    """
    context = {**facts(session), "old_date": day(was), "old_time": clock_time(was)}
    told = list(readers([session]))
    own = apology_links.urls_for((session, to.pk) for to in told) if own_links else []
    return [
        message(
            kind,
            to,
            key=f"{kind}:session:{session.pk}:v{session.sequence}",
            cohort_id=session.cohort_id,
            context={**context, "apologies_url": own[number]} if own else context,
            expires_at=max(session.starts_at, was or session.starts_at),
        )
        for number, to in enumerate(told)
    ]
