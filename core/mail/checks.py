"""Looked at just before a mail goes: whether it is still wanted, in time and deliverable."""

from __future__ import annotations

from django.db import transaction
from django.db.models import prefetch_related_objects

from core import clock
from core.mail import bounces, choices, folding, kinds
from core.models import MailState, OutboundEmail

NOT_WANTED = "Its receiver has turned this kind of mail off."
TOO_LATE = "Its time had passed before it could go."
COMES_BACK = "Mail to this address comes back. Check the address, then lift the block."


def sort_out(rows: list[OutboundEmail], token: str) -> list[OutboundEmail]:
    """Of these claimed rows, those that may go; the others are marked with the reason why not.

    Two queries for any number, and one for each reason that is found.
    """
    rows = _digests(rows)
    now = clock.now()
    off = choices.off((row.person_id, row.kind) for row in rows)
    blocked = bounces.known(row.to_email for row in rows)
    fine: list[OutboundEmail] = []
    stopped: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row.expires_at and row.expires_at <= now:
            stopped.setdefault((MailState.EXPIRED, TOO_LATE), []).append(row.pk)
        elif (row.person_id, row.kind) in off:
            stopped.setdefault((MailState.CANCELLED, NOT_WANTED), []).append(row.pk)
        elif row.to_email.lower() in blocked and not kinds.find(row.kind).secret:
            # Who asks for a sign-in code is waiting at the other end: that is always tried.
            stopped.setdefault((MailState.FAILED, COMES_BACK), []).append(row.pk)
        else:
            fine.append(row)
    for (state, reason), found in stopped.items():
        OutboundEmail.objects.filter(pk__in=found, token=token, state=MailState.CLAIMED).update(
            state=state, reason=reason, lease_until=None
        )
    return fine


def _digests(rows: list[OutboundEmail]) -> list[OutboundEmail]:
    """Without digests that must be made anew: something in them is too late or was turned off."""
    digests = [row for row in rows if row.kind == folding.DIGEST]
    if not digests:
        return rows
    prefetch_related_objects(digests, "folded")
    off = choices.off((row.person_id, part.kind) for row in digests for part in row.folded.all())
    now = clock.now()
    stale = {
        row.pk
        for row in digests
        if (row.expires_at and row.expires_at <= now)
        or any((row.person_id, part.kind) in off for part in row.folded.all())
    }
    if stale:
        with transaction.atomic():
            folding.unfold(OutboundEmail.objects.filter(pk__in=stale))
    return [row for row in rows if row.pk not in stale]
