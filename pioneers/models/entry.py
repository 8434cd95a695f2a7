from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from cohorts.models import Borough, Cohort, Programme
from core import clock


class EligibilityRule(models.Model):
    """A cohort's own yes-or-no rule, asked before the form: the answer that lets one go on."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="eligibility_rules")
    question = models.CharField(max_length=250)
    needs_yes = models.BooleanField("the answer must be yes", default=True)
    explanation = models.CharField("what somebody with the other answer is told", max_length=300)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.question


class CallInterest(models.Model):
    """Somebody who asked to be told of the next call: told once, then done."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="interests")
    email = models.EmailField("e-mail address", max_length=254)
    role = models.CharField(max_length=14, blank=True)
    setting = models.CharField(max_length=20, blank=True)
    borough = models.ForeignKey(
        Borough, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The call they were looking at when they asked: they know of that one.
    instead_of = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    told_of = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "email"],
                condition=models.Q(told_of__isnull=True, stopped_at__isnull=True),
                name="one_open_interest_per_address",
                violation_error_message="We already have this address for the next call.",
            )
        ]

    def __str__(self) -> str:
        return self.email


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> InvitationQuerySet:
        """Staff of the programme; whoever holds the link reaches it by its token."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Invitation(models.Model):
    """A personal link into one call: also before it opens, or after it has closed."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField(max_length=120, blank=True)
    note = models.CharField("why, for the team", max_length=250, blank=True)
    deadline_at = models.DateTimeField("may be sent until")
    # Role, kind of place and borough then stand in nobody's way; the cohort's own rules still do.
    waives_eligibility = models.BooleanField(
        "may apply whatever the role, kind of place and borough", default=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name or self.email
