"""One line of a home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from core import clock
from core.templatetags.words import clock_time, day
from workshops.models import Session

TONES = ("late", "next", "calm", "done")
SOON = timedelta(days=14)
MOST_LINES = 10


@dataclass(frozen=True)
class Todo:
    """One line of a home page. Tone: late, next, calm or done."""

    title: str
    url: str = ""
    text: str = ""
    due: str = ""
    tone: str = "next"
    icon: str = ""
    count: int | None = None
    action: str = "Open"
    second: str = ""
    second_url: str = ""
    # A button of its own that does it here and now: what it says, and where it posts to.
    press: str = ""
    press_url: str = ""


def session_line(session: Session) -> Todo:
    return Todo(
        session.title,
        reverse("workshops:session", args=[session.pk]),
        f"{day(session.starts_at)}, {clock_time(session.starts_at)}, {session.where}",
        tone="next" if session.starts_at - clock.now() < SOON else "calm",
        icon="calendar-event",
        action="See the session",
    )
