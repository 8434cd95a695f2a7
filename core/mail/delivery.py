"""From row to mail: claim, connect, fence, send, mark. Safe to run twice and to be killed.

The states and crash points are in docs/decisions/0003: most crashes leave a row provably unsent;
the one that cannot (between the server's acceptance and the mark) is settled by the kind's policy.
"""

from __future__ import annotations

import logging
import random
import secrets
import smtplib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q

from core import clock
from core.mail import kinds
from core.models import MailState, OutboundEmail

log = logging.getLogger("core.mail")
LEASE = timedelta(seconds=120)
MOST_ATTEMPTS = 8


def recover() -> dict[str, int]:
    """What the scan mends before it offers: leases that ran out, messages that came too late."""
    now = clock.now()
    rows = OutboundEmail.objects
    resend = [kind.key for kind in kinds.all_kinds() if kind.policy is kinds.Policy.RESEND_ONCE]
    stuck = Q(state=MailState.SENDING, lease_until__lt=now)
    return {
        "reclaimed": rows.filter(state=MailState.CLAIMED, lease_until__lt=now).update(
            state=MailState.DUE, token="", lease_until=None
        ),
        "resent": rows.filter(stuck, kind__in=resend, resends=0).update(
            state=MailState.DUE, resends=1, token="", lease_until=None
        ),
        "unknown": rows.filter(stuck).update(
            state=MailState.UNKNOWN,
            reason="The connection broke while the mail server was taking it.",
        ),
        "expired": rows.filter(
            state__in=[MailState.DUE, MailState.HELD], expires_at__lte=now
        ).update(state=MailState.EXPIRED, reason="Its time had passed before it could go."),
    }


def claim(limit: int) -> tuple[str, list[OutboundEmail]]:
    """Take up to `limit` due messages for this worker, under a token that nobody else has."""
    token = secrets.token_hex(16)
    candidates = list(
        OutboundEmail.objects.due().order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
    )
    OutboundEmail.objects.filter(pk__in=candidates, state=MailState.DUE).update(
        state=MailState.CLAIMED, token=token, lease_until=clock.now() + LEASE
    )
    rows = OutboundEmail.objects.filter(token=token, state=MailState.CLAIMED)
    return token, list(rows.order_by("due_at", "pk"))


def compose(row: OutboundEmail, connection: Any) -> EmailMultiAlternatives:
    recipient = f'"{row.to_name}" <{row.to_email}>' if _plain(row.to_name) else row.to_email
    return EmailMultiAlternatives(
        subject=row.subject,
        body=row.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[recipient],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _plain(name: str) -> bool:
    return bool(name) and not any(sign in name for sign in '"<>\\,;:@')


def deliver_due(connection: Any = None) -> int:
    """Send what is due, in batches over one connection each; returns how many were sent."""
    sent = 0
    while True:
        token, rows = claim(settings.MAIL_BATCH)
        if not rows:
            return sent
        batch_connection = connection or get_connection()
        try:
            batch_connection.open()
        except (OSError, smtplib.SMTPException) as error:
            _postpone(token, f"The mail server could not be reached: {error}")
            log.warning("The mail server could not be reached: %s", error)
            return sent
        try:
            sent += sum(_send(row, token, batch_connection) for row in rows)
        finally:
            batch_connection.close()


def _send(row: OutboundEmail, token: str, connection: Any) -> bool:
    mine = OutboundEmail.objects.filter(pk=row.pk, token=token)
    fenced = mine.filter(state=MailState.CLAIMED, lease_until__gt=clock.now()).update(
        state=MailState.SENDING, attempts=F("attempts") + 1
    )
    if not fenced:
        return False
    try:
        compose(row, connection).send()
    except smtplib.SMTPServerDisconnected:
        # The server may have taken it: the lease runs out and the kind's policy decides.
        log.warning("The mail server hung up during message %s", row.pk)
        return False
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        _refused(row, token, error)
        return False
    except (OSError, smtplib.SMTPException) as error:
        log.warning("Message %s broke off: %s", row.pk, error)
        return False
    secret = kinds.get(row.kind).secret
    mine.filter(state=MailState.SENDING).update(
        state=MailState.SENT,
        sent_at=clock.now(),
        lease_until=None,
        reason="",
        body="" if secret else F("body"),
    )
    return True


def _refused(row: OutboundEmail, token: str, error: smtplib.SMTPException) -> None:
    """The server said no: 4xx is tried again later, anything else is shown to staff as failed."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error  # type: ignore[attr-defined]
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    mine = OutboundEmail.objects.filter(pk=row.pk, token=token, state=MailState.SENDING)
    if 400 <= code < 500 and row.attempts + 1 < MOST_ATTEMPTS:
        mine.update(
            state=MailState.DUE,
            next_attempt_at=clock.now() + _backoff(row.attempts + 1),
            reason=f"The mail server asked us to wait: {code} {text}"[:250],
        )
    else:
        mine.update(
            state=MailState.FAILED, reason=f"The mail server refused it: {code} {text}"[:250]
        )


def _postpone(token: str, reason: str) -> None:
    OutboundEmail.objects.filter(token=token, state=MailState.CLAIMED).update(
        state=MailState.DUE,
        token="",
        lease_until=None,
        next_attempt_at=clock.now() + timedelta(seconds=60),
        reason=reason[:250],
    )


def _backoff(attempt: int) -> timedelta:
    """1, 2, 4 … 64 minutes, with up to a fifth more so that retries do not march in step."""
    minutes = 2 ** min(attempt - 1, 6)
    return timedelta(minutes=minutes * (1 + random.random() / 5))
