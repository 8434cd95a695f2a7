from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cohorts.models import Borough, Cohort, Programme
from core import clock
from pioneers.enums import PairingEnd
from pioneers.models.pioneer import Pioneer


class MentorQuerySet(models.QuerySet["Mentor"]):
    def visible_to(self, user: Any) -> MentorQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(programme__in=Programme.objects.staffed_by(user)))


class Mentor(models.Model):
    """A person who mentors Pioneers of a programme: how many at most, and what they know well."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="mentors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentorships"
    )
    capacity = models.PositiveSmallIntegerField(default=3)
    # What a match is judged by: where they work (never paired within), and what they know.
    provider_id = models.CharField(max_length=40, blank=True)
    provider_name = models.CharField(max_length=200, blank=True)
    borough = models.ForeignKey(
        Borough, null=True, blank=True, on_delete=models.PROTECT, related_name="mentors"
    )
    settings = models.JSONField("care settings they know", default=list, blank=True)
    areas = models.JSONField("what they can help with", default=list, blank=True)
    left_on = models.DateField(null=True, blank=True)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "user"], name="one_mentor_per_programme")
        ]

    def __str__(self) -> str:
        return str(self.user)


class PairingQuerySet(models.QuerySet["Pairing"]):
    def current(self) -> PairingQuerySet:
        return self.filter(ended_on__isnull=True, mentor__left_on__isnull=True)

    def visible_to(self, user: Any) -> PairingQuerySet:
        """The mentor's and the Pioneer's own while it lasts; staff's of the programme always."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(mentor__user=user) | Q(pioneer__person=user)
        return self.filter(
            (mine & Q(ended_on__isnull=True, mentor__left_on__isnull=True))
            | Q(pioneer__cohort__in=Cohort.objects.visible_to(user))
        )


class Pairing(models.Model):
    """A mentor and a Pioneer, from one day to another. A change of mentor keeps the old one."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="pairings")
    pioneer = models.ForeignKey(Pioneer, on_delete=models.PROTECT, related_name="pairings")
    started_on = models.DateField(default=clock.today)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=PairingEnd, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["pioneer"],
                condition=Q(ended_on__isnull=True),
                name="one_mentor_at_a_time",
                violation_error_message="This Pioneer already has a mentor.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="pairing_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} with {self.pioneer}"


class PairingProposal(models.Model):
    """A pair that was suggested and that staff have not released yet; nobody else sees it."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="proposals")
    pioneer = models.OneToOneField(
        Pioneer, on_delete=models.PROTECT, related_name="pairing_proposal"
    )
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pioneer__person__name"]

    def __str__(self) -> str:
        return f"{self.mentor} might mentor {self.pioneer}"


class MentorMeeting(models.Model):
    """That a mentor and a Pioneer met, and when. What they spoke of is not kept."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="meetings")
    met_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-met_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "met_on"],
                name="one_meeting_per_pair_and_day",
                violation_error_message="This meeting is already noted.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pairing} on {self.met_on}"
