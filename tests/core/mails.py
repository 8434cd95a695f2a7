"""Kinds of mail that only tests have, and a Wednesday noon at which reminders may go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core import clock, mail
from core.mail import kinds
from core.models import OutboundEmail
from tests import factories as make

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 6, 3, 12, tzinfo=LONDON)
LETTER, NUDGE, OTHER, DECISION = "a_letter", "a_nudge", "another_nudge", "a_decision"
BODY = """Dear {first_name},

{title} is tomorrow.

When: Thursday 4 June 2026, 10am
See it: https://pioneers.example/{title}/

Bye"""
WORDS = ("{title} is tomorrow", BODY, ("first_name", "title"))
KINDS = (
    kinds.Kind(LETTER, "A letter", *WORDS),
    kinds.Kind(NUDGE, "A nudge", *WORDS, reminder=True, optional=True),
    kinds.Kind(OTHER, "Another nudge", *WORDS, reminder=True),
    kinds.Kind(DECISION, "A decision", *WORDS, policy=kinds.Policy.HOLD),
)


@contextmanager
def known() -> Iterator[None]:
    """Inside, these kinds exist and it is noon."""
    for kind in KINDS:
        mail.register(kind)
    try:
        with clock.at(NOON):
            yield
    finally:
        for kind in KINDS:
            kinds._kinds.pop(kind.key)


def queued(kind: str, title: str = "Set-1", to: Any = None, **options: Any) -> OutboundEmail:
    fields = options.pop("fields", {})
    options.setdefault("scope", "cohort:1")
    key = f"{kind}:{title}:{OutboundEmail.objects.count()}"
    mail.queue(
        kind, to=to or make.person("Grace Mensah"), key=key, context={"title": title}, **options
    )
    OutboundEmail.objects.filter(key=key).update(**fields)
    return OutboundEmail.objects.get(key=key)


def states(*rows: OutboundEmail) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def text(message: Any) -> str:
    """The plain words of a mail that a test server took."""
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")
