"""Changes that staff make to messages that have not left yet."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from core.mail import words
from core.mail.outbox import ring
from core.models import MailState, OutboundEmail

CHANGEABLE = (MailState.HELD, MailState.DUE)


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
    audit.record("cancelled mail", row, by=by, detail={"kind": row.kind})


@transaction.atomic
def retry(row: OutboundEmail, *, by: Any) -> None:
    """Send again what failed, or what may or may not have gone; a person decides, so it is said."""
    row = OutboundEmail.objects.select_for_update().get(pk=row.pk)
    if row.state not in (MailState.FAILED, MailState.UNKNOWN):
        raise Refused(f"This mail is “{row.get_state_display()}”: there is nothing to send again.")
    row.state, row.next_attempt_at, row.due_at = MailState.DUE, None, clock.now()
    row.attempts, row.reason = 0, ""
    row.save(update_fields=["state", "next_attempt_at", "due_at", "attempts", "reason"])
    audit.record("sent mail again", row, by=by, detail={"kind": row.kind})
    ring()


def follow_person(person: Any, *, old: str) -> int:
    """What has not left yet goes to the person's address of today, not to the one they gave up."""
    rows = OutboundEmail.objects.filter(
        person=person, to_email__iexact=old, state__in=CHANGEABLE
    ).exclude(kind="account")
    return rows.update(to_email=person.email)
