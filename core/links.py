"""Links in mails: scoped to one action on one row, expiring, revocable, used once.

Opening one never changes anything (mail scanners open links); the page behind it has a button.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.models import ActionLink

# A token in an address, as `create` makes them, and what is shown instead.
TOKEN = re.compile(r"(?<=/)[\w-]{32}(?=/)")
HIDDEN = "their-own-link"


class LinkRefused(Refused):
    """The link cannot be used; the message says why and what to do."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create(action: str, subject: Any, *, expires_at: datetime, person: Any = None) -> str:
    """A new token to do `action` on `subject`; it is stored only as a hash.

    `person` is None where the holder of the link has no account.
    """
    token = secrets.token_urlsafe(24)
    ActionLink.objects.create(
        token_hash=_hash(token),
        action=action,
        subject_id=str(subject.pk),
        person=person,
        expires_at=expires_at,
    )
    return token


def create_many(action: str, wanted: Iterable[tuple[Any, Any, datetime]]) -> list[str]:
    """Tokens for many at once, in order: each wants (subject, person, when it expires)."""
    tokens: list[str] = []
    rows: list[ActionLink] = []
    for subject, person, expires_at in wanted:
        tokens.append(secrets.token_urlsafe(24))
        rows.append(
            ActionLink(
                token_hash=_hash(tokens[-1]),
                action=action,
                subject_id=str(subject.pk),
                person=person,
                expires_at=expires_at,
            )
        )
    ActionLink.objects.bulk_create(rows)
    return tokens


def find(token: str, action: str) -> ActionLink:
    """The link behind a token, whatever its state. Raises LinkRefused where there is none."""
    link = (
        ActionLink.objects.select_related("person")
        .filter(token_hash=_hash(token), action=action)
        .first()
    )
    if link is None:
        raise LinkRefused(
            "This link does not work. It may have been cut in two by your mail program: "
            "copy the whole address from the mail, or write to us and we will help."
        )
    return link


def check(link: ActionLink) -> None:
    """Raises LinkRefused, in words, unless the link can still be used."""
    if link.used_at:
        raise LinkRefused("This link has already been used. There is nothing more to do.")
    if link.revoked_at:
        raise LinkRefused("This link is no longer valid. Please use the newest mail we sent you.")
    if link.expires_at <= clock.now():
        raise LinkRefused(
            "This link has run out. Please write to us and we will see what can be done."
        )


def use(link: ActionLink) -> None:
    """Mark the link as used; of two presses at once, one wins and the other is refused."""
    taken = ActionLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=clock.now())
    link.refresh_from_db()
    if not taken:
        check(link)


def revoke(action: str, subject: Any) -> None:
    ActionLink.objects.filter(
        action=action, subject_id=str(subject.pk), used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=clock.now())


def hide(text: str) -> str:
    """A mail's text for others than its reader: whoever sees a token could use the link."""
    return TOKEN.sub(HIDDEN, text)


def put_back(text: str, before: str) -> str:
    """The tokens of the text `before` in their places again, after somebody changed the words."""
    tokens = TOKEN.findall(before)
    for number in range(text.count(HIDDEN) if tokens else 0):
        text = text.replace(HIDDEN, tokens[min(number, len(tokens) - 1)], 1)
    return text


def absolute(url_name: str, *args: Any) -> str:
    """A full address for a mail. Built from SITE_URL, never from a request's Host header."""
    return on_site(reverse(url_name, args=args))


def on_site(path: str) -> str:
    """The same of a path that is known already."""
    return settings.SITE_URL.rstrip("/") + path
