"""From row to message: plain text, the same as HTML, an invitation where there is one, headers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from email.policy import Compat32
from functools import cache
from html import escape
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template

from core.mail import choices
from core.mail.outbox import message_id
from core.models import OutboundEmail

# An address in running text ends before the full stop or bracket that closes the sentence.
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”]")
METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)
BULLET = "- "


class Folding(Compat32):
    """Folds headers as ever, and leaves alone those that need none, which are nearly all."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        line = f"{name}: {value}"
        if isinstance(value, str) and len(line) <= 76 and line.isascii() and line.isprintable():
            return f"{line}{self.linesep}".encode()
        return super().fold_binary(name, value)


class Mail(EmailMultiAlternatives):
    def message(self, **options: Any) -> Any:
        """With boundaries of our own: to look for one that the text does not hold takes long."""
        message = super().message(**options)
        message.policy = Folding()
        for number, part in enumerate(message.walk()):
            if part.is_multipart() and part.get_content_maintype() == "multipart":
                part.set_boundary(f"{secrets.token_hex(16)}-{number}")
        return message


def compose(row: OutboundEmail, connection: Any = None) -> Mail:
    recipient = f'"{row.to_name}" <{row.to_email}>' if _plain(row.to_name) else row.to_email
    unsubscribe_url = choices.unsubscribe_url(row)
    message = Mail(
        subject=row.subject,
        body=_text(row.body, unsubscribe_url),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[recipient],
        headers=_headers(row, unsubscribe_url),
        connection=connection,
    )
    message.attach_alternative(_html(row, unsubscribe_url), "text/html")
    if row.calendar:
        _invite(message, row.calendar)
    return message


def _plain(name: str) -> bool:
    return bool(name) and not any(sign in name for sign in '"<>\\,;:@')


def _headers(row: OutboundEmail, unsubscribe_url: str) -> dict[str, str]:
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    if row.thread:
        # No mail has this identity: it is the root that all mails of the thread answer.
        root = message_id(f"thread:{row.thread}")
        headers |= {"In-Reply-To": root, "References": root}
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _invite(message: Mail, calendar: str) -> None:
    """Beside the text for programs that offer yes and no, and as a file for those that do not."""
    found = METHOD.search(calendar)
    method = found[1] if found else "PUBLISH"
    message.attach_alternative(calendar, f"text/calendar; method={method}")
    message.attach("invite.ics", calendar.encode(), "application/ics")


def _text(body: str, unsubscribe_url: str) -> str:
    if not unsubscribe_url:
        return body
    return (
        f"{body.rstrip()}\n\nDo not want mails like this one? Turn them off:\n{unsubscribe_url}\n"
    )


def _html(row: OutboundEmail, unsubscribe_url: str) -> str:
    """The page around the words is the same for all mails, so it is rendered once."""
    before, between, after, *end = _page(settings.SITE_NAME, bool(unsubscribe_url))
    page = before + escape(row.subject) + between + html(row.body) + after
    return page + escape(unsubscribe_url) + end[0] if end else page


@cache
def _page(site: str, optional: bool) -> list[str]:
    """The page in pieces, to be put together around the subject, the words and the address."""
    gap = "\x00"
    values = {"subject": gap, "site": site, "words": gap, "unsubscribe_url": optional and gap}
    return get_template("mail/message.html").render(values).split(gap)


def html(body: str) -> str:
    """Paragraphs, lists and links of a plain text; whatever else it holds is shown, not obeyed."""
    paragraphs = re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())
    return "\n".join(block for part in paragraphs for block in _blocks(part))


def _blocks(paragraph: str) -> Iterator[str]:
    words: list[str] = []
    points: list[str] = []
    for line in paragraph.split("\n"):
        if line.startswith(BULLET):
            if words:
                yield _paragraph(words)
                words = []
            points.append(_linked(line[len(BULLET) :]))
        elif points and line.startswith("  "):
            points[-1] += f"<br>{_linked(line.strip())}"
        else:
            if points:
                yield _list(points)
                points = []
            words.append(_linked(line))
    if points:
        yield _list(points)
    if words:
        yield _paragraph(words)


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(lines)}</p>"


def _list(points: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"


def _linked(line: str) -> str:
    if "://" not in line:
        return escape(line)
    parts: list[str] = []
    end = 0
    for found in ADDRESS.finditer(line):
        address = escape(found[0])
        parts.append(escape(line[end : found.start()]))
        parts.append(f'<a href="{address}">{address}</a>')
        end = found.end()
    parts.append(escape(line[end:]))
    return "".join(parts)
