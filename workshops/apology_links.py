"""The link in a mail that says “I can’t come” without signing in.

Why this is safe enough. It is for one session and one person; it shows that session's day, time
and title, the person's own answer and dates of other sets that have room, and nobody else; it ends
with the session, and a newer mail about a move closes it. Whoever is handed the mail could at
worst say no for that person, which they see on their page and take back with one press.
Opening it changes nothing (mail scanners open links). It may be pressed more than once, because
who said no may be able to come after all.
"""

from __future__ import annotations

from collections.abc import Iterable

from core import links
from core.models import ActionLink, User
from pioneers.enums import PioneerState
from workshops.models import Attendance, Session

ACTION = "send-apologies"
PAGE = "workshops:apologies_by_link"


def urls_for(wanted: Iterable[tuple[Session, int]]) -> list[str]:
    """A new address for each session and person (by id), in order: one query."""
    rows = [(session, User(pk=person), session.ends_at) for session, person in wanted]
    return [links.absolute(PAGE, token) for token in links.create_many(ACTION, rows)]


def revoke(session: Session) -> None:
    """What was mailed of the session as it was: the mail of how it is now brings new ones."""
    links.revoke(ACTION, session)


def attendance_of(link: ActionLink) -> Attendance | None:
    """The answer that the link is about, while that person is expected at that session."""
    return (
        Attendance.objects.filter(session=int(link.subject_id), pioneer__person=link.person)
        .exclude(pioneer__state=PioneerState.WITHDRAWN)
        .select_related(
            "session__cohort", "session__learning_set__facilitator", "pioneer__person",
            "pioneer__home", "pioneer__cohort",
        )
        .first()
    )  # fmt: skip
