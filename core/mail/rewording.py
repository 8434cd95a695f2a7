"""New words for one kind of mail, and for the mails of it that wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core import audit, clock
from core.errors import Refused
from core.mail import kinds, words
from core.mail.kinds import Kind
from core.models import EmailTemplate, OutboundEmail
from core.models.mail import UNSENT

# What every kind can say, besides its own placeholders.
ALWAYS = ("site", "contact")


def placeholders(kind: Kind) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*kind.placeholders, *ALWAYS)))


def in_force(kind: Kind) -> EmailTemplate | Kind:
    """Staff's words for this kind, or its own; both have a subject and a body."""
    return EmailTemplate.objects.filter(kind=kind.key).first() or kind


@transaction.atomic
def change_words(kind: Kind, *, subject: str, body: str, by: Any) -> EmailTemplate:
    """From now on mails of this kind are made with these words; those that wait keep theirs."""
    check(kind, subject=subject, body=body)
    template, _ = EmailTemplate.objects.update_or_create(
        kind=kind.key,
        defaults={
            "subject": words.one_line(subject),
            "body": body.replace("\r\n", "\n"),
            "updated_at": clock.now(),
        },
    )
    audit.record("changed words of mail", template, by=by, detail={"kind": kind.key})
    return template


def check(kind: Kind, *, subject: str, body: str) -> None:
    """Refused where a mail of these words could not be made."""
    if kind.secret:
        raise Refused("The words of this mail are part of signing in and cannot be changed here.")
    if not subject.strip() or not body.strip():
        raise Refused("A mail needs a subject and a text.")
    for text in (subject, body):
        words.check(text, placeholders(kind))


@transaction.atomic
def back_to_default(kind: Kind, *, by: Any) -> None:
    """The words that the kind came with."""
    template = EmailTemplate.objects.filter(kind=kind.key).first()
    if template is not None:
        audit.record("took back words of mail", template, by=by, detail={"kind": kind.key})
        template.delete()


@transaction.atomic
def reword(waiting: QuerySet[OutboundEmail], *, by: Any) -> int:
    """Put the words in force into mails that wait; returns how many are changed by it.

    A mail that somebody wrote or changed by hand keeps its words.
    """
    changed = 0
    rows = waiting.filter(state__in=UNSENT).select_for_update().order_by("pk")
    before = [(row, (row.subject, row.body)) for row in rows]
    fill_again((row, {}) for row, _ in before)
    for row, was in before:
        if (row.subject, row.body) != was:
            row.save(update_fields=["subject", "body"])
            audit.record("put new words into mail", row, by=by, detail={"kind": row.kind})
            changed += 1
    return changed


def would_change(waiting: QuerySet[OutboundEmail]) -> int:
    """How many of these mails the words in force would change."""
    rows = list(waiting.filter(state__in=UNSENT))
    before = [(row.subject, row.body) for row in rows]
    fill_again((row, {}) for row in rows)
    return sum((row.subject, row.body) != was for row, was in zip(rows, before, strict=True))


def fill_again(rows: Iterable[tuple[OutboundEmail, Mapping[str, object]]]) -> None:
    """Subject and body of each row anew, with some of its values changed. Nothing is saved."""
    pairs = list(rows)
    templates = {
        template.kind: template
        for template in EmailTemplate.objects.filter(kind__in={row.kind for row, _ in pairs})
    }
    for row, values in pairs:
        if not row.context:
            continue
        source = templates.get(row.kind) or kinds.get(row.kind)
        row.context = {**row.context, **{name: str(value) for name, value in values.items()}}
        row.subject = words.one_line(words.fill(source.subject, row.context))[:250]
        row.body = words.fill(source.body, row.context)
