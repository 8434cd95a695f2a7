"""What readings of the register changed, which homes are one place, and files on their way in."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from pioneers.models.care_home import CareHome, RegisterImport


class ChangeKind(models.TextChoices):
    NAME = "name", "Name"
    PROVIDER = "provider", "Provider"
    RATING = "rating", "Rating"
    MISSING = "missing", "No longer listed"
    RETURNED = "returned", "Listed again"
    LINKED = "linked", "Registered anew"


class HomeChange(models.Model):
    """What one reading of the register changed of one home that the programme has dealings with.

    Homes that left the register, came back or were registered anew are noted whoever works there.
    """

    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="changes"
    )
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind)
    old = models.CharField(max_length=200, blank=True)
    new = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-register_import", "kind", "home__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register_import", "home", "kind"], name="one_change_per_kind_and_import"
            )
        ]

    def __str__(self) -> str:
        return f"{self.home}: {self.get_kind_display()}"


class SuccessorState(models.TextChoices):
    SUGGESTED = "suggested", "Perhaps the same place"
    LINKED = "linked", "The same place"
    REJECTED = "rejected", "Not the same place"


class Successor(models.Model):
    """That a home which left the register is, or may be, listed again under a new Location ID."""

    old = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="predecessors")
    state = models.CharField(max_length=9, choices=SuccessorState)
    register_import = models.ForeignKey(
        RegisterImport, null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    # Nobody: an identical address said so.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["old__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_row_per_pair_of_homes"),
            models.UniqueConstraint(
                fields=["old"],
                condition=Q(state=SuccessorState.LINKED),
                name="one_successor_per_home",
                violation_error_message="This home is already linked to another.",
            ),
            models.CheckConstraint(
                condition=~Q(old=models.F("new")), name="successor_is_another_home"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class UploadState(models.TextChoices):
    READING = "reading", "Being read"
    READ = "read", "Read, not imported"
    IMPORTING = "importing", "Being imported"
    DONE = "done", "Imported"
    FAILED = "failed", "Could not be read"
    DISCARDED = "discarded", "Thrown away"


def upload_path(upload: RegisterUpload, filename: str) -> str:
    return f"registers/{upload.pk}"


class RegisterUpload(models.Model):
    """A file of the register that staff sent: read by the worker, looked at, then imported.

    The row is the queue; the file itself is deleted once it is imported, thrown away or no good.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=upload_path, blank=True)
    file_name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=9, choices=UploadState, default=UploadState.READING)
    # What would change, as services.register.ImportReport.summary() says it.
    preview = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=600, blank=True)
    lines_read = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    register_import = models.OneToOneField(
        RegisterImport, null=True, blank=True, on_delete=models.PROTECT, related_name="upload"
    )

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_being_worked_on(self) -> bool:
        return self.state in (UploadState.READING, UploadState.IMPORTING)
