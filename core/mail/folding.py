"""Taking a digest apart again, when something in it changes before it has left."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import clock
from core.models import MailState, OutboundEmail

DIGEST = "digest"
CHANGED = "What it was to say has changed."
NOT_LEFT = (MailState.HELD, MailState.DUE, MailState.CLAIMED)


def unfold(digests: Any) -> int:
    """Withdraw digests that have not left; what was in them waits by itself again."""
    pks = list(
        digests.filter(kind=DIGEST, state__in=NOT_LEFT)
        .order_by("pk")
        .select_for_update()
        .values_list("pk", flat=True)
    )
    if not pks:
        return 0
    OutboundEmail.objects.filter(pk__in=pks).update(
        state=MailState.CANCELLED, reason=CHANGED, token="", lease_until=None
    )
    return OutboundEmail.objects.filter(folded_into__in=pks, state=MailState.FOLDED).update(
        state=MailState.DUE, reason="", folded_into=None
    )


def unfold_with(rows: Any) -> None:
    """Withdraw the digests that hold any of these rows."""
    held = rows.filter(state=MailState.FOLDED).order_by()
    pks = set(held.values_list("folded_into", flat=True))
    if pks:
        unfold(OutboundEmail.objects.filter(pk__in=pks))


@transaction.atomic
def unfold_late() -> int:
    """Digests of which a part has had its time before they left."""
    waiting = OutboundEmail.objects.filter(state__in=[MailState.HELD, MailState.DUE])
    return unfold(waiting.filter(expires_at__lte=clock.now()))
