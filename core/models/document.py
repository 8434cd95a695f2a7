from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat

from core import clock


class DocumentState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RENDERING = "rendering", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


def document_path(document: Document, filename: str) -> str:
    return f"documents/{document.pk}.pdf"


class Document(models.Model):
    """A PDF that takes longer than a page may: asked for, made by the worker, kept by its content.

    The fingerprint is a hash of what the document shows; the same content is never made twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=DocumentState, default=DocumentState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to=document_path, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    requested_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "fingerprint"],
                condition=~models.Q(state=DocumentState.FAILED),
                name="one_document_per_content",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int | None:
        """How far it is; None while nobody knows how long it will be."""
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def size(self) -> str:
        return filesizeformat(self.file.size) if self.file else ""

    @property
    def is_finished(self) -> bool:
        return self.state in (DocumentState.READY, DocumentState.FAILED)
