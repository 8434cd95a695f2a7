"""Changes that staff make to messages that have not left yet."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from core.mail import bounces, words
from core.mail.outbox import ring
from core.models import BouncedAddress, MailState, OutboundEmail

CHANGEABLE = (MailState.HELD, MailState.DUE)
TROUBLE = (MailState.FAILED, MailState.BOUNCED, MailState.UNKNOWN)


def _unsent(row: OutboundEmail) -> OutboundEmail:
    row = OutboundEmail.objects.select_for_update().get(pk=row.pk)
    if row.state not in CHANGEABLE:
        raise Refused(f"This mail can no longer be changed: it is “{row.get_state_display()}”.")
    return row


@transaction.atomic
def edit(row: OutboundEmail, *, subject: str, body: str, by: Any) -> None:
    row = _unsent(row)
    # These are somebody's own words now: a change of the kind's words leaves them alone.
    row.subject, row.body, row.context = words.one_line(subject), body, {}
    row.save(update_fields=["subject", "body", "context"])
    audit.record("edited mail", row, by=by, detail={"kind": row.kind})


@transaction.atomic
def hold(row: OutboundEmail, *, by: Any) -> None:
    row = _unsent(row)
    row.state = MailState.HELD
    row.save(update_fields=["state"])
    audit.record("held mail", row, by=by, detail={"kind": row.kind})


@transaction.atomic
def cancel(row: OutboundEmail, *, by: Any) -> None:
    row = _unsent(row)
    row.state, row.reason = MailState.CANCELLED, "Cancelled by staff."
    row.save(update_fields=["state", "reason"])
    # What a digest was to say goes with it.
    row.folded.filter(state=MailState.FOLDED).update(
        state=MailState.CANCELLED, reason="Cancelled by staff, with the mail it was to go in."
    )
    audit.record("cancelled mail", row, by=by, detail={"kind": row.kind})


@transaction.atomic
def retry(row: OutboundEmail, *, by: Any) -> None:
    """Send again what failed, or what may or may not have gone; a person decides, so it is said."""
    row = OutboundEmail.objects.select_for_update().get(pk=row.pk)
    if row.state not in TROUBLE:
        raise Refused(f"This mail is “{row.get_state_display()}”: there is nothing to send again.")
    if bounces.known([row.to_email]):
        raise Refused(
            f"Mail to {row.to_email} comes back. Correct the person’s address, or lift the block "
            "on this one, and then send it again."
        )
    _send_again(row, by)
    ring()


def _send_again(row: OutboundEmail, by: Any) -> None:
    row.state, row.next_attempt_at, row.due_at = MailState.DUE, None, clock.now()
    row.attempts, row.reason, row.token, row.lease_until = 0, "", "", None
    row.save(
        update_fields=[
            *("state", "next_attempt_at", "due_at", "attempts", "reason", "token", "lease_until")
        ]
    )
    audit.record("sent mail again", row, by=by, detail={"kind": row.kind})


@transaction.atomic
def retry_all_failed(rows: Any, *, by: Any) -> int:
    """Send again all of these that failed, but for those whose address does not work.

    What may or may not have gone is left out: a person looks at each of those.
    """
    failed = list(rows.filter(state=MailState.FAILED).order_by("pk").select_for_update())
    blocked = bounces.known(row.to_email for row in failed)
    again = [row for row in failed if row.to_email.lower() not in blocked]
    for row in again:
        _send_again(row, by)
    if again:
        ring()
    return len(again)


@transaction.atomic
def lift_bounce(address: BouncedAddress, *, by: Any) -> None:
    """Mail may go to this address again; what failed meanwhile is not sent by itself."""
    address = BouncedAddress.objects.select_for_update().get(pk=address.pk)
    audit.record("lifted block on address", address, by=by)
    address.delete()


def follow_person(person: Any, *, old: str) -> int:
    """What has not arrived goes to the person's address of today, not to the one they gave up."""
    stays = (*CHANGEABLE, MailState.FAILED, MailState.BOUNCED)
    rows = OutboundEmail.objects.filter(
        person=person, to_email__iexact=old, state__in=stays
    ).exclude(kind="account")
    return rows.update(to_email=person.email)
