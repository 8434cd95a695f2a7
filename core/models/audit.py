from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from core import clock


class AppendOnly(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class AuditEvent(models.Model):
    """Who changed what, and when. Append-only; text, not foreign keys, so that it outlives rows.

    Written only by `core.audit.record`. No page is built on it but the history itself.
    """

    at = models.DateTimeField(default=clock.now, editable=False)
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"])]
        constraints = [
            models.CheckConstraint(condition=~models.Q(actor=""), name="audit_event_has_an_actor")
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.subject_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Audit events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never deleted.")
