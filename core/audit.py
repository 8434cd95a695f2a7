"""The audit trail: one explicit call per change, never without an actor."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from core.models.audit import AuditEvent


def record(action: str, subject: Model, *, by: Any, detail: dict[str, Any] | None = None) -> None:
    """Note that `by` did `action` (verb phrase, such as "submitted application") to `subject`.

    `detail` holds facts of the change (old and new state, counts), never what people wrote.
    """
    AuditEvent.objects.create(
        actor=by.email,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:200],
        detail=detail or {},
    )


def history(subject: Model) -> Any:
    """The events of one row, latest first."""
    return AuditEvent.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
