from __future__ import annotations

from datetime import time
from typing import Any

from django.db import models
from django.db.models import F, Q

from cohorts.enums import CareSetting, CohortState, JobRole, Weekday
from cohorts.models.programme import Borough, Programme
from core import clock


def all_settings() -> list[str]:
    return list(CareSetting.values)


def all_roles() -> list[str]:
    return list(JobRole.values)


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: Any) -> CohortQuerySet:
        """Staff see every cohort of their programmes."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            programme__memberships__user=user, programme__memberships__left_on__isnull=True
        )

    def open_now(self) -> CohortQuerySet:
        """The calls that take applications at this moment."""
        now = clock.now()
        return self.filter(
            state=CohortState.OPEN, applications_open_at__lte=now, applications_close_at__gt=now
        )

    def public(self) -> CohortQuerySet:
        """What the public page may name: everything but plans."""
        return self.exclude(state=CohortState.PLANNING)


class Cohort(models.Model):
    """One run of the programme: its dates, its places, who may apply, how many sessions it has.

    Every count is a default of the form and a fact of the cohort; none is a constant in code.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40, help_text="Such as 2026/27")
    state = models.CharField(max_length=12, choices=CohortState, default=CohortState.PLANNING)

    applications_open_at = models.DateTimeField("applications open")
    applications_close_at = models.DateTimeField("applications close")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    celebration_on = models.DateField("celebration", null=True, blank=True)

    places = models.PositiveSmallIntegerField(default=30)
    boroughs = models.ManyToManyField(Borough, related_name="cohorts")
    settings = models.JSONField("care settings", default=all_settings)
    roles = models.JSONField("roles", default=all_roles)

    workshop_count = models.PositiveSmallIntegerField("workshops", default=4)
    set_meeting_count = models.PositiveSmallIntegerField("meetings of each learning set", default=9)
    set_count = models.PositiveSmallIntegerField("learning sets", default=5)
    workshop_weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.WEDNESDAY)
    workshop_starts = models.TimeField(default=time(9, 30))
    workshop_ends = models.TimeField(default=time(16, 30))
    workshop_place = models.CharField(max_length=200, blank=True)
    set_starts = models.TimeField("learning sets start", default=time(10, 0))
    set_ends = models.TimeField("learning sets end", default=time(13, 0))
    foreword = models.TextField("foreword of the booklet", blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="one_cohort_per_number",
                violation_error_message="There is already a cohort with this number.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="cohort_ends_after_it_starts",
                violation_error_message="The last day must come after the first day.",
            ),
            models.CheckConstraint(
                condition=Q(applications_close_at__gt=F("applications_open_at")),
                name="applications_close_after_they_open",
                violation_error_message="Applications must close after they open.",
            ),
            models.CheckConstraint(
                condition=Q(celebration_on__isnull=True) | Q(celebration_on__gte=F("starts_on")),
                name="celebration_is_not_before_the_start",
                violation_error_message="The celebration cannot be before the first day.",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="cohort_has_places",
                violation_error_message="A cohort needs at least one place.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CohortState.values), name="cohort_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Cohort {self.number}"

    @property
    def name(self) -> str:
        return f"Cohort {self.number} ({self.label})"

    @property
    def scope(self) -> str:
        """How the outbox and the audit trail name this cohort."""
        return f"cohort:{self.pk}"

    @property
    def takes_applications(self) -> bool:
        now = clock.now()
        return (
            self.state == CohortState.OPEN
            and self.applications_open_at <= now < self.applications_close_at
        )

    def setting_labels(self) -> list[str]:
        return [label for value, label in CareSetting.choices if value in self.settings]

    def role_labels(self) -> list[str]:
        return [label for value, label in JobRole.choices if value in self.roles]
