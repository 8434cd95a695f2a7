from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cohorts.models import Cohort
from core import clock
from pioneers.models import Pioneer


class TimetableWish(models.Model):
    """What staff want of a cohort's timetable beyond the cohort's own dates and counts."""

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="timetable_wish")
    workshop_weekdays = models.JSONField(default=list, blank=True)
    # The least number of days between two sessions of one person.
    gap_days = models.PositiveSmallIntegerField(default=5)
    # Which workshops and meetings, by number, are online.
    online_workshops = models.JSONField(default=list, blank=True)
    online_meetings = models.JSONField(default=list, blank=True)
    avoid = models.JSONField("days to keep free", default=list, blank=True)

    def __str__(self) -> str:
        return f"Wishes for the timetable of {self.cohort}"


class FacilitatorDays(models.Model):
    """On which weekdays a facilitator can lead a set of this cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="facilitator_days")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    weekdays = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], name="days_of_a_facilitator_once")
        ]

    def __str__(self) -> str:
        return f"Days of {self.user}"


class KeepApart(models.Model):
    """Two Pioneers who should not sit in one learning set. Why is staff's to know, not written."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="kept_apart")
    one = models.ForeignKey(Pioneer, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Pioneer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} apart from {self.other}"


class SetDraft(models.Model):
    """Learning sets as they might be: composed, swapped about by staff, and not yet so.

    `placing` is the set's id (or None) by the Pioneer's id; both ids are text, as in JSON.
    """

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="set_draft")
    size = models.PositiveSmallIntegerField(null=True, blank=True)
    placing = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"Draft of the sets of {self.cohort}"


class CompletionRule(models.Model):
    """What a Pioneer of this cohort must have come to in order to complete the programme.

    None means all of them. Without a row, `workshops.completion` says what holds.
    """

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="completion_rule")
    workshops = models.PositiveSmallIntegerField(null=True, blank=True)
    set_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    celebration = models.BooleanField(default=False)
    part_counts = models.BooleanField(default=True)
    make_ups_count = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Completion of {self.cohort}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: Any) -> CalendarFeedQuerySet:
        return self.filter(user=user) if user.is_authenticated else self.none()


class CalendarFeed(models.Model):
    """A person's private calendar address. A new one makes the old one stop working at once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    fetched_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
