from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cohorts.enums import Weekday
from cohorts.models import Cohort
from core import clock
from pioneers.enums import PioneerState
from pioneers.models import Pioneer


class LearningSetQuerySet(models.QuerySet["LearningSet"]):
    def visible_to(self, user: Any) -> LearningSetQuerySet:
        """The facilitator's own, a member's own while a member, and staff's cohorts'."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_own(user) | Q(cohort__in=Cohort.objects.visible_to(user)))

    def own(self, user: Any) -> LearningSetQuerySet:
        """Those one facilitates or is a member of; staff's rights count for nothing here."""
        return self.filter(_own(user)) if user.is_authenticated else self.none()

    def facilitated_by(self, user: Any) -> LearningSetQuerySet:
        return self.filter(facilitator=user) if user.is_authenticated else self.none()


def _own(user: Any) -> Q:
    mine = SetMembership.objects.of_person(user).values("learning_set")
    return Q(facilitator=user) | Q(pk__in=mine)


class LearningSet(models.Model):
    """An action learning set: a small group with one facilitator that meets in confidence.

    What is said in it is stored nowhere; there is no field for it, here or anywhere.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="learning_sets")
    name = models.CharField(max_length=60)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="facilitated_sets",
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.TUESDAY)
    starts = models.TimeField()
    ends = models.TimeField()
    place = models.CharField(max_length=200, blank=True)

    objects = LearningSetQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "name"],
                name="one_set_per_name",
                violation_error_message="This cohort already has a learning set of that name.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="set_ends_after_it_starts",
                violation_error_message="The learning set must end after it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} set"


class SetMembershipQuerySet(models.QuerySet["SetMembership"]):
    def current(self) -> SetMembershipQuerySet:
        return self.filter(left_on__isnull=True)

    def of_person(self, user: Any) -> SetMembershipQuerySet:
        """Where a person is a member now; who has left the programme has left its sets."""
        return (
            self.current()
            .filter(pioneer__person=user)
            .exclude(pioneer__state=PioneerState.WITHDRAWN)
        )


class SetMembership(models.Model):
    """A Pioneer's time in a learning set; moving to another set keeps the history."""

    learning_set = models.ForeignKey(
        LearningSet, on_delete=models.PROTECT, related_name="memberships"
    )
    pioneer = models.ForeignKey(Pioneer, on_delete=models.PROTECT, related_name="set_memberships")
    joined_on = models.DateField(default=clock.today)
    left_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = SetMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pioneer__person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["pioneer"],
                condition=Q(left_on__isnull=True),
                name="one_set_at_a_time",
                violation_error_message="This Pioneer is already in a learning set.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pioneer} in {self.learning_set}"
