from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough, Cohort
from core import clock
from pioneers.enums import ApplicationState, Decision, DeclineReason, QuestionKind
from pioneers.models.care_home import CareHome


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Any) -> ApplicationQuerySet:
        """One's own, and those of the cohorts whose programme one works for (drafts included)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(applicant=user) | Q(cohort__in=Cohort.objects.visible_to(user)))

    def own(self, user: Any) -> ApplicationQuerySet:
        return self.filter(applicant=user) if user.is_authenticated else self.none()


class Application(models.Model):
    """One person's application to one cohort, from the first word typed to the confirmed place.

    Staff's `decision` is private until `services.selection.apply_decisions` makes it the state.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    state = models.CharField(
        max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT
    )

    name = models.CharField("full name", max_length=120, blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    role = models.CharField(max_length=14, choices=JobRole, blank=True)
    years_in_role = models.PositiveSmallIntegerField(null=True, blank=True)
    setting = models.CharField(max_length=20, choices=CareSetting, blank=True)
    home = models.ForeignKey(
        CareHome, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    # For a home that the register does not have yet: what the applicant typed is kept.
    home_as_typed = models.CharField("name and postcode of the home", max_length=250, blank=True)
    borough = models.ForeignKey(
        Borough, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manager_name = models.CharField("line manager’s name", max_length=120, blank=True)
    manager_email = models.EmailField("line manager’s e-mail address", blank=True)
    agrees_to_dates = models.BooleanField(default=False)

    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    # Raised by every save; two tabs that hold different numbers cannot overwrite each other.
    revision = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)

    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decline_reason = models.CharField(max_length=14, choices=DeclineReason, blank=True)
    reserve_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        indexes = [models.Index(fields=["cohort", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "applicant"],
                name="one_application_per_person_and_cohort",
                violation_error_message="You have already begun an application to this cohort.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="application_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="submitted_application_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.applicant)

    @property
    def home_name(self) -> str:
        return self.home.name if self.home else self.home_as_typed

    @property
    def is_draft(self) -> bool:
        return self.state == ApplicationState.DRAFT


class Question(models.Model):
    """One question that a cohort asks its applicants."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    text = models.CharField(max_length=300)
    help_text = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=QuestionKind, default=QuestionKind.LONG)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=True)
    max_words = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "key"], name="one_question_per_key")
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """What an applicant typed for one question, as typed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="one_answer_per_question"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
