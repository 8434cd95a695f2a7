from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Cohort
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
            | Q(pk__in=_mentees(user))
            | Q(cohort__in=Cohort.objects.visible_to(user))
        )

    def taking_part(self) -> PioneerQuerySet:
        return self.filter(state__in=Pioneer.TAKES_PART)

    def counted(self) -> PioneerQuerySet:
        """Who counts as a Pioneer in published numbers: all but those who withdrew."""
        return self.exclude(state=PioneerState.WITHDRAWN)


def _mentees(user: Any) -> Any:
    # The pairing points here, so it is known only once both models are.
    from pioneers.models.mentoring import Pairing

    return Pairing.objects.current().filter(mentor__user=user).values("pioneer")


class Pioneer(models.Model):
    """A person's place on a cohort, at a home, in a role. Made when the place is confirmed."""

    TAKES_PART = (PioneerState.ACTIVE, PioneerState.PAUSED)

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
    # Values of MentorArea: what this Pioneer would like a mentor to help with.
    mentor_wishes = models.JSONField(default=list, blank=True)

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
