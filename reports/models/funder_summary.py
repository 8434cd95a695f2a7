from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cohorts.models import Funder, Programme
from core import clock


class FunderSummaryQuerySet(models.QuerySet["FunderSummary"]):
    def visible_to(self, user: Any) -> FunderSummaryQuerySet:
        """Current contacts of the funder, and staff of the programme."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(funder__contacts__user=user, funder__contacts__left_on__isnull=True)
            | Q(programme__in=Programme.objects.staffed_by(user))
        ).distinct()


class FunderSummary(models.Model):
    """What a funder is told, frozen on the day it is issued: later changes do not change it.

    Live counts would let a reader subtract yesterday's from today's and find the one who joined.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="summaries")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="summaries")
    title = models.CharField(max_length=200)
    figures = models.JSONField()
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = FunderSummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name_plural = "funder summaries"

    def __str__(self) -> str:
        return self.title
