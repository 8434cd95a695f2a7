"""Addresses that do not exist: known from the server's answer, or from a report afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.db import transaction

from core import clock
from core.models import BouncedAddress, MailState, OutboundEmail

# What a server answers when there is no such mailbox. The same numbers are used to refuse the
# sender; then the second number of the extended code is 7, and the address is not at fault.
NO_SUCH_MAILBOX = (550, 551, 553)
EXTENDED = re.compile(r"\b([245])\.(\d{1,3})\.\d{1,3}\b")
HAS_LEFT = (MailState.SENDING, MailState.SENT, MailState.UNKNOWN)


def is_hard(code: int, words: str) -> bool:
    extended = EXTENDED.search(words)
    return code in NO_SUCH_MAILBOX and not (extended and extended[2] == "7")


def note(address: str, reason: str) -> None:
    BouncedAddress.objects.get_or_create(
        email=address.lower(), defaults={"reason": reason[:250], "bounced_at": clock.now()}
    )


def known(addresses: Iterable[str]) -> set[str]:
    """Of these, in small letters, those that mail does not reach."""
    wanted = {address.lower() for address in addresses}
    return set(BouncedAddress.objects.filter(email__in=wanted).values_list("email", flat=True))


@dataclass(frozen=True)
class Report:
    """What a delivery status notification (RFC 3464) says of one of our messages."""

    message_id: str
    status: str
    words: str


def parse(raw: bytes) -> Report | None:
    """None unless it reports, of a message that it names, that it will never arrive."""
    message = message_from_bytes(raw, policy=policy.default)
    status = words = message_id = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for fields in _blocks(part):
                if str(fields.get("Action", "")).strip().lower() == "failed":
                    status = str(fields.get("Status", "")).strip()
                    words = " ".join(str(fields.get("Diagnostic-Code", "")).split())
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            message_id = message_id or _returned_id(part)
    if not status.startswith("5") or not message_id:
        return None
    return Report(message_id, status, words)


def _blocks(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return payload if isinstance(payload, list) else []  # type: ignore[return-value]


def _returned_id(part: EmailMessage) -> str:
    payload = part.get_payload()
    if isinstance(payload, list) and payload:
        return str(payload[0].get("Message-ID", "")).strip()  # type: ignore[union-attr]
    headers = message_from_bytes(part.get_payload(decode=True) or b"", policy=policy.default)  # type: ignore[arg-type]
    return str(headers.get("Message-ID", "")).strip()


@transaction.atomic
def take(raw: bytes) -> OutboundEmail | None:
    """Mark the mail that a report speaks of as come back; None where it is about none of ours.

    The address is the one that we wrote to: a forged report can name no other, and must know the
    Message-ID of a mail that really went there.
    """
    report = parse(raw)
    if report is None:
        return None
    rows = OutboundEmail.objects.select_for_update()
    row = rows.filter(message_id=report.message_id, state__in=HAS_LEFT).first()
    if row is None:
        return None
    row.state = MailState.BOUNCED
    row.reason = f"It came back: {report.status} {report.words}".strip()[:250]
    row.save(update_fields=["state", "reason"])
    if not report.status.startswith("5.7"):
        note(row.to_email, row.reason)
    return row
