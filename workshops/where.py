"""Where a session is, as different readers may know it.

A learning set's joining link is a secret of its members and facilitator. Staff can read the
outbox, so no mail holds it: the mail leads to the session's page, which shows it to the set.
"""

from __future__ import annotations

from core import links
from workshops.enums import SessionMode
from workshops.models import Session

TO_FOLLOW = "The place will follow"


def page_of(session: Session) -> str:
    return links.absolute("workshops:session", session.pk)


def for_mail(session: Session) -> str:
    """The place, and how to join: the link of a session for all, the way to that of a set."""
    online = session.mode == SessionMode.ONLINE
    if not session.online_link:
        if online:
            return f"{session.place or 'Online'}, the joining link will follow"
        return session.place or TO_FOLLOW
    link = session.online_link
    if session.learning_set_id:
        link = f"the joining link is at {page_of(session)}"
    return f"{session.place or 'Online'}: {link}"


def for_calendar(session: Session, *, may_join: bool) -> str:
    """One line for a calendar. Who may join and only joins online finds the link itself."""
    if may_join and session.online_link and session.mode == SessionMode.ONLINE:
        return session.online_link
    return session.place or ("Online" if session.online_link or _online(session) else TO_FOLLOW)


def _online(session: Session) -> bool:
    return session.mode == SessionMode.ONLINE
