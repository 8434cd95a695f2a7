from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cohorts.models import Cohort
from core import clock


class SelectionPlan(models.Model):
    """How a cohort is chosen: how it is read, what it should look like, how long offers last."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="selection_plan")
    blind = models.BooleanField("hide name and home from reviewers", default=False)
    reviews_each = models.PositiveSmallIntegerField("reviewers for each application", default=2)
    read_by = models.DateField("reviews are due on", null=True, blank=True)
    # Two totals further apart than this are flagged, on the scale of the scores (1 to 5).
    disagreement = models.FloatField("flag a spread of", default=1.5)
    offer_days = models.PositiveSmallIntegerField("days to answer an offer", default=14)
    promotes_by_itself = models.BooleanField(
        "offer a freed place to the next in reserve without asking", default=False
    )
    # How many places are wanted at least: {"borough:12": 3, "setting:nursing": 10, "role:…": 4}.
    targets = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offer_days__gte=1), name="offer_lasts_at_least_a_day"
            ),
            models.CheckConstraint(
                condition=Q(reviews_each__gte=1), name="application_has_a_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return f"Selection of {self.cohort}"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Any) -> SavedViewQuerySet:
        """One's own, and those that staff of the programme share."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(made_by=user) | Q(shared=True), cohort__in=Cohort.objects.visible_to(user)
        )


class SavedView(models.Model):
    """A filter of a cohort's applications under a name, with its own address."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.TextField("the filter, as in an address", blank=True)
    columns = models.JSONField(default=list, blank=True)
    shared = models.BooleanField("everybody on the team sees it", default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "name"],
                name="one_saved_view_per_name",
                violation_error_message="There is already a view with this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name
