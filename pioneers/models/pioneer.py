from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Cohort, Programme
from core import clock
from pioneers.enums import PioneerState
from pioneers.models.application import Application
from pioneers.models.care_home import CareHome


class PioneerQuerySet(models.QuerySet["Pioneer"]):
    def visible_to(self, user: Any) -> PioneerQuerySet:
        """One's own place, one's current mentees, and the cohorts one works for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(person=user)
            | Q(pk__in=Pairing.objects.current().filter(mentor__user=user).values("pioneer"))
            | Q(cohort__in=Cohort.objects.visible_to(user))
        )

    def taking_part(self) -> PioneerQuerySet:
        return self.filter(state__in=[PioneerState.ACTIVE, PioneerState.PAUSED])

    def counted(self) -> PioneerQuerySet:
        """Who counts as a Pioneer in published numbers: all but those who withdrew."""
        return self.exclude(state=PioneerState.WITHDRAWN)


class Pioneer(models.Model):
    """A person's place on a cohort, at a home, in a role. Made when the place is confirmed."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="pioneers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="places"
    )
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="pioneer"
    )
    home = models.ForeignKey(
        CareHome, null=True, blank=True, on_delete=models.PROTECT, related_name="pioneers"
    )
    role = models.CharField(max_length=14, choices=JobRole)
    setting = models.CharField(max_length=20, choices=CareSetting)
    state = models.CharField(max_length=12, choices=PioneerState, default=PioneerState.ACTIVE)
    joined_at = models.DateTimeField(default=clock.now)

    objects = PioneerQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_place_per_cohort"),
            models.CheckConstraint(
                condition=Q(state__in=PioneerState.values), name="pioneer_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def home_name(self) -> str:
        return self.home.name if self.home else ""


class MentorQuerySet(models.QuerySet["Mentor"]):
    def visible_to(self, user: Any) -> MentorQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(programme__in=Programme.objects.staffed_by(user)))


class Mentor(models.Model):
    """A person who mentors Pioneers of a programme, and how many at most."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="mentors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentorships"
    )
    capacity = models.PositiveSmallIntegerField(default=3)
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
