"""From row to mail: claim, check, connect, fence, send, mark. Safe to run twice and to be killed.

The states and crash points are in docs/decisions/0003: most crashes leave a row provably unsent;
the one that cannot (between the server's acceptance and the mark) is settled by the kind's policy.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q

from core import clock
from core.mail import checks, digest, folding, hours, kinds
from core.mail.outbox import ring
from core.mail.sending import BREAKS, Batch, lease, postpone
from core.models import MailState, OutboundEmail

log = logging.getLogger("core.mail")
# A worker gives way after this many seconds, well before Celery's time limit would kill it.
LONGEST_RUN = 240


def recover() -> dict[str, int]:
    """What the scan mends before it offers: leases that ran out, messages that came too late."""
    now = clock.now()
    rows = OutboundEmail.objects
    resend = [kind.key for kind in kinds.all_kinds() if kind.policy is kinds.Policy.RESEND_ONCE]
    stuck = Q(state=MailState.SENDING, lease_until__lt=now)
    reclaimed = rows.filter(state=MailState.CLAIMED, lease_until__lt=now).update(
        state=MailState.DUE, token="", lease_until=None
    )
    # Before anything counts as too late: what is in a digest may still be in time by itself.
    folding.unfold_late()
    return {
        "reclaimed": reclaimed,
        "resent": rows.filter(stuck, kind__in=resend, resends=0).update(
            state=MailState.DUE, resends=1, token="", lease_until=None
        ),
        "unknown": rows.filter(stuck).update(
            state=MailState.UNKNOWN,
            reason="The connection broke while the mail server was taking it.",
        ),
        "expired": rows.filter(
            state__in=[MailState.DUE, MailState.HELD], expires_at__lte=now
        ).update(state=MailState.EXPIRED, reason=checks.TOO_LATE),
    }


def claim(limit: int) -> tuple[str, list[OutboundEmail]]:
    """Take up to `limit` due messages for this worker, under a token that nobody else has.

    First what somebody waits for, then reminders: those only by day and at most one a day each.
    """
    token = secrets.token_hex(16)
    by_day = hours.allowed(clock.now())
    with transaction.atomic():
        due = OutboundEmail.objects.due().exclude(digest.foldable())
        if not by_day:
            due = due.exclude(kind__in=digest.nudges())
        candidates = due.select_for_update(skip_locked=True).order_by("due_at", "pk")
        chosen = list(candidates.values_list("pk", flat=True)[:limit])
        if by_day and len(chosen) < limit:
            chosen += digest.gather(limit - len(chosen))
        if not chosen:
            return token, []
        OutboundEmail.objects.filter(pk__in=chosen, state=MailState.DUE).update(
            state=MailState.CLAIMED, token=token, lease_until=clock.now() + lease()
        )
    rows = OutboundEmail.objects.filter(pk__in=chosen, token=token, state=MailState.CLAIMED)
    return token, list(rows.order_by("due_at", "pk"))


def deliver_due(connection: Any = None) -> int:
    """Send what is due, in batches over one connection each; returns how many were sent."""
    sent = 0
    until = time.monotonic() + LONGEST_RUN
    while time.monotonic() < until:
        token, rows = claim(settings.MAIL_BATCH)
        if not rows:
            return sent
        rows = checks.sort_out(rows, token)
        if not rows:
            continue
        batch_connection = connection or get_connection()
        try:
            batch_connection.open()
        except BREAKS as error:
            postpone(token, f"The mail server could not be reached: {error}")
            log.warning("The mail server could not be reached: %s", error)
            return sent
        try:
            sent += Batch(rows, token, batch_connection).send()
        finally:
            _close(batch_connection)
    ring()
    return sent


def _close(connection: Any) -> None:
    try:
        connection.close()
    except BREAKS as error:
        log.info("Closing the connection: %s", error)
