"""The outbox: rows made in the transaction that changes what they speak of."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from core import audit, clock
from core.mail import folding, kinds, words
from core.models import EmailTemplate, MailState, OutboundEmail

log = logging.getLogger("core.mail")


@dataclass(frozen=True)
class Message:
    """What should exist. `key` makes it one: the same key is never queued twice."""

    kind: str
    key: str
    to_email: str
    context: Mapping[str, object]
    to_name: str = ""
    person_id: int | None = None
    scope: str = ""
    due_at: datetime | None = None
    expires_at: datetime | None = None
    hold: bool = False
    # An iCalendar object with its METHOD, sent as an invitation beside the text.
    calendar: str = ""
    # What this is about, such as session:12: mails of one thread are shown together.
    thread: str = ""
    # The rule that planned it (cohorts.mail_rules).
    rule: str = ""


def message_id(key: str) -> str:
    """Stable for a key, so that a resent copy is recognised as the same message."""
    host = settings.SITE_URL.split("://")[-1].split("/")[0].split(":")[0]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"


def make(message: Message, template: EmailTemplate | None) -> OutboundEmail:
    """The row of a message; nothing is saved."""
    kind = kinds.get(message.kind)
    values = {"site": settings.SITE_NAME, "contact": settings.CONTACT_EMAIL, **message.context}
    source = template or kind
    return OutboundEmail(
        key=message.key,
        kind=message.kind,
        scope="" if kind.secret else message.scope,
        person_id=message.person_id,
        to_email=message.to_email,
        to_name=words.one_line(message.to_name)[:120],
        subject=words.one_line(words.fill(source.subject, values))[:250],
        body=words.fill(source.body, values),
        state=MailState.HELD if message.hold else MailState.DUE,
        due_at=message.due_at or clock.now(),
        expires_at=message.expires_at,
        calendar=message.calendar,
        thread=message.thread,
        rule=message.rule,
        context={} if kind.secret else {name: str(value) for name, value in values.items()},
        message_id=message_id(message.key),
        created_at=clock.now(),
    )


def queue_many(messages: Iterable[Message]) -> int:
    """Queue those that do not exist yet; returns how many were new. Three queries, any number."""
    wanted = {message.key: message for message in messages}
    if not wanted:
        return 0
    known: set[str] = set()
    keys = list(wanted)
    for start in range(0, len(keys), 500):
        known.update(
            OutboundEmail.objects.filter(key__in=keys[start : start + 500]).values_list(
                "key", flat=True
            )
        )
    templates = {
        template.kind: template
        for template in EmailTemplate.objects.filter(
            kind__in={message.kind for message in wanted.values()}
        )
    }
    rows = [
        make(message, templates.get(message.kind))
        for key, message in wanted.items()
        if key not in known
    ]
    OutboundEmail.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    if any(row.state == MailState.DUE and row.due_at <= clock.now() for row in rows):
        ring()
    return len(rows)


def queue(kind: str, *, to: Any, key: str, context: Mapping[str, object], **options: Any) -> None:
    """Queue one message of `kind` to a person (`to` has email and name). See Message."""
    queue_many(
        [
            Message(
                kind=kind,
                key=key,
                to_email=to.email,
                to_name=getattr(to, "name", ""),
                person_id=to.pk,
                context={"first_name": getattr(to, "first_name", "") or "there", **context},
                **options,
            )
        ]
    )


def ring() -> None:
    """After commit, tell a worker to look. A broker that is down only delays: the scan looks."""

    def knock() -> None:
        from core.tasks import deliver

        try:
            deliver.apply_async(retry=False)
        except (OperationalError, OSError) as error:
            log.warning("The broker could not be reached; the next scan will send: %s", error)

    transaction.on_commit(knock)


@transaction.atomic
def cancel(rows: Any, *, reason: str) -> int:
    """Withdraw what has not left yet, of these rows; returns how many.

    Also what a worker has claimed: its fence then fails. What is with the mail server goes. Where
    one of them was to go with others in a digest, the digest is taken apart first.
    """
    folding.unfold_with(rows)
    return rows.filter(state__in=folding.NOT_LEFT).update(
        state=MailState.CANCELLED, reason=reason[:250], token="", lease_until=None
    )


@transaction.atomic
def release(rows: Any, *, by: Any) -> int:
    """Let held messages go, now or when they are due. Of two presses at once, one finds them."""
    released = 0
    for row in list(rows.filter(state=MailState.HELD).order_by("pk")):
        # What the message is about is settled, and locked, before the message is: every change of
        # an application takes the two in this order.
        late = kinds.settle(row)
        held = OutboundEmail.objects.select_for_update().filter(pk=row.pk, state=MailState.HELD)
        found = held.first()
        if found is None:
            continue
        if late is None:
            cancel(held, reason="What it says was no longer so.")
            continue
        found.state, found.next_attempt_at = MailState.DUE, None
        found.subject = words.fill(found.subject, late)
        found.body = words.fill(found.body, late)
        found.context |= {name: str(value) for name, value in late.items()} if found.context else {}
        found.save(update_fields=["state", "next_attempt_at", "subject", "body", "context"])
        audit.record("released mail", found, by=by, detail={"kind": found.kind})
        released += 1
    if released:
        ring()
    return released


def preview(message: Message) -> OutboundEmail:
    """The message as it would be made now; nothing is saved."""
    return make(message, EmailTemplate.objects.filter(kind=message.kind).first())
