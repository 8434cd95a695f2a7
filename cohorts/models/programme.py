from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from cohorts.enums import StaffLevel
from core import clock


class Borough(models.Model):
    """A local authority area, by its ONS code, and the integrated care board that covers it."""

    code = models.CharField("ONS code", max_length=9, unique=True)
    name = models.CharField(max_length=60, unique=True)
    icb_code = models.CharField("ICB's ONS code", max_length=9, blank=True)
    icb_name = models.CharField("integrated care board", max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def staffed_by(self, user: Any) -> ProgrammeQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__left_on__isnull=True)

    def visible_to(self, user: Any) -> ProgrammeQuerySet:
        return self.staffed_by(user)


class Programme(models.Model):
    """What cohorts belong to. South London's is made by the first migration; there can be more."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    run_by = models.CharField("run by", max_length=200)
    tagline = models.CharField("in one sentence", max_length=250, blank=True)
    description = models.TextField("what it is", blank=True)
    aims = models.JSONField("aims", default=list, blank=True)
    boroughs = models.ManyToManyField(Borough, related_name="programmes", blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class StaffMembership(models.Model):
    """A person's work for a programme, as staff or administrator, with its dates."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_memberships"
    )
    level = models.CharField(max_length=14, choices=StaffLevel, default=StaffLevel.STAFF)
    joined_on = models.DateField(default=clock.today)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=models.Q(left_on__isnull=True),
                name="one_current_membership_per_programme",
                violation_error_message="This person is already staff of the programme.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_level_display()})"
