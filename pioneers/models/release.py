from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from core import clock
from pioneers.enums import ReleaseRound, ReleaseState
from pioneers.models.application import Application


class ReleaseQuerySet(models.QuerySet["ReleaseAgreement"]):
    def visible_to(self, user: Any) -> ReleaseQuerySet:
        """The applicant's own and the programme's staff's; the manager comes by the link."""
        return self.filter(application__in=Application.objects.visible_to(user))


class ReleaseAgreement(models.Model):
    """A line manager's word that somebody may come to the dates, and who covers for them.

    Asked by mail with a signed link: with the application, and again before the first session.
    The manager sees the applicant's name and the dates, and nothing else.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="releases")
    round = models.CharField(max_length=12, choices=ReleaseRound, default=ReleaseRound.APPLICATION)
    state = models.CharField(max_length=8, choices=ReleaseState, default=ReleaseState.ASKED)
    manager_name = models.CharField(max_length=120, blank=True)
    manager_email = models.EmailField(max_length=254)
    # The dates as the manager sees them: [[what, "2027-03-04"], …].
    dates = models.JSONField(default=list)
    cover = models.CharField("who covers", max_length=250, blank=True)
    concern = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    chased_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        # The list asks whose newest has a state, and which is the newest of one application.
        indexes = [
            models.Index(fields=["state", "application", "asked_at"], name="releases_by_state"),
            models.Index(
                fields=["application", "-asked_at", "-id", "state"], name="releases_newest_first"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round"], name="one_release_per_application_and_round"
            ),
            models.CheckConstraint(
                condition=Q(state=ReleaseState.ASKED) | Q(answered_at__isnull=False),
                name="answered_release_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_state_display()}"
