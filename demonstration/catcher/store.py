"""Caught mails as files, one each, named by when they came."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesHeaderParser, BytesParser
from functools import lru_cache
from html import unescape
from pathlib import Path

from django.conf import settings
from django.utils.html import strip_tags

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
MOST_LISTED = 5000


@dataclass(frozen=True)
class Mail:
    """What the list shows of a mail."""

    name: str
    at: datetime
    recipients: tuple[str, ...]
    sender: str
    subject: str


@dataclass(frozen=True)
class OpenMail:
    """A mail as it is read."""

    mail: Mail
    headers: list[tuple[str, str]]
    text: str
    attachments: list[tuple[str, str, int]]


def folder() -> Path:
    return Path(settings.CAUGHT_MAIL_DIR)


def keep(content: bytes, sender: str, recipients: list[str]) -> str:
    """Write the mail with its envelope on top, whole or not at all; return its name."""
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    # The envelope says who really gets it: a blind copy stands in no header.
    envelope = f"X-Envelope-From: {sender}\r\nX-Envelope-To: {', '.join(recipients)}\r\n"
    folder().mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=folder(), suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(envelope.encode() + content)
    os.replace(unfinished, folder() / f"{name}.eml")
    return name


def listing(recipient: str = "") -> list[Mail]:
    """The mails caught, newest first; of those to `recipient` (part of an address) if given."""
    wanted = recipient.strip().casefold()
    mails = [_summary(folder(), name) for name in _names()]
    if not wanted:
        return mails
    return [mail for mail in mails if any(wanted in to.casefold() for to in mail.recipients)]


def read(name: str) -> OpenMail | None:
    """The mail of that name; None where there is none, whatever the name tries to reach."""
    if not NAME.fullmatch(name):
        return None
    try:
        content = (folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = BytesParser(policy=policy.default).parsebytes(content)
    shown = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID")
    return OpenMail(
        mail=_summary(folder(), name),
        headers=[(header, str(message[header])) for header in shown if message[header]],
        text=_text(message),
        attachments=list(_attachments(message)),
    )


def _names() -> list[str]:
    if not folder().is_dir():
        return []
    names = [path.stem for path in folder().glob("*.eml") if NAME.fullmatch(path.stem)]
    return sorted(names, reverse=True)[:MOST_LISTED]


@lru_cache(maxsize=MOST_LISTED)
def _summary(where: Path, name: str) -> Mail:
    """The head of a mail. A caught mail never changes, so each is read once."""
    with (where / f"{name}.eml").open("rb") as file:
        head = BytesHeaderParser(policy=policy.default).parse(file)
    recipients = str(head["X-Envelope-To"] or head["To"] or "").split(",")
    return Mail(
        name=name,
        at=datetime.strptime(name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        recipients=tuple(to.strip() for to in recipients if to.strip()),
        sender=str(head["From"] or head["X-Envelope-From"] or ""),
        subject=str(head["Subject"] or ""),
    )


def _text(message: EmailMessage) -> str:
    """The words of the mail; of one that is HTML alone, what it says without its dress."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = _content(body).replace("\r\n", "\n")
    if body.get_content_type() == "text/html":
        text = unescape(strip_tags(text))
    return text.strip()


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except LookupError:
        # A character set that nobody knows: the rest of the words can still be read.
        return part.get_payload(decode=True).decode("ascii", "replace")  # type: ignore[union-attr]


def _attachments(message: EmailMessage) -> Iterator[tuple[str, str, int]]:
    for part in message.iter_attachments():
        payload = part.get_payload(decode=True)
        size = len(payload) if isinstance(payload, bytes) else 0
        yield part.get_filename() or "without a name", part.get_content_type(), size
