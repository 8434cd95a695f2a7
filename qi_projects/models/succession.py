from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from qi_projects.models.project import Project


class SuccessorQuerySet(models.QuerySet["Successor"]):
    def current(self) -> SuccessorQuerySet:
        """Invited or carrying on, and not ended."""
        return self.filter(ended_at__isnull=True)

    def carrying_on(self) -> SuccessorQuerySet:
        return self.current().filter(accepted_at__isnull=False)


class Successor(models.Model):
    """Who carries a project on at the home when its Pioneer has left; the credit stays as it was.

    The project's Pioneer remains its author; a successor writes from acceptance until it ends.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="successors")
    name = models.CharField(max_length=160)
    email = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successions",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SuccessorQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(ended_at__isnull=True),
                name="one_successor_at_a_time",
                violation_error_message="Somebody has been invited to carry it on already.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(person__isnull=False),
                name="accepted_successor_is_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_carrying_on(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None
