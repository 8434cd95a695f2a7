"""What staff do to many waiting mails at once. Whatever left meanwhile is left out, not refused."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core.errors import Refused
from core.mail import editing, outbox
from core.models import MailState, OutboundEmail


@transaction.atomic
def hold_all(rows: QuerySet[OutboundEmail], *, by: Any) -> int:
    """Those that wait to go wait for staff instead; returns how many."""
    return _each(rows.filter(state=MailState.DUE), editing.hold, by)


@transaction.atomic
def cancel_all(rows: QuerySet[OutboundEmail], *, by: Any) -> int:
    """These will not be sent; returns how many."""
    return _each(rows.filter(state__in=editing.CHANGEABLE), editing.cancel, by)


def release_all(rows: QuerySet[OutboundEmail], *, by: Any) -> int:
    return outbox.release(rows, by=by)


def _each(rows: QuerySet[OutboundEmail], work: Any, by: Any) -> int:
    done = 0
    for row in list(rows.order_by("pk")):
        try:
            work(row, by=by)
        except Refused:
            # It left between the look and the lock.
            continue
        done += 1
    return done
