from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough, Cohort
from core import clock
from pioneers.enums import TOLD_BY_LETTER, ApplicationState, Decision, DeclineReason
from pioneers.models.care_home import CareHome
from pioneers.models.entry import Invitation
from pioneers.models.indexes import NullsLast


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
    # What the register says of the home, shown for a yes or no; None until it is answered.
    facts_right = models.BooleanField("the register is right", null=True, blank=True)
    facts_note = models.TextField("what is different", blank=True)
    # {rule's id: what was answered}, of the cohort's own rules of eligibility.
    rules_answered = models.JSONField(default=dict, blank=True)
    agrees_to_dates = models.BooleanField(default=False)
    # The dates as they were shown when the applicant said yes: [[what, "2027-03-04"], …].
    dates_agreed = models.JSONField(default=list, blank=True)

    # This person's own deadline, instead of the call's: a late entry, or one that was given more.
    deadline_at = models.DateTimeField(null=True, blank=True)
    # When the person was told of it: reminders that were due before that are not sent.
    deadline_set_at = models.DateTimeField(null=True, blank=True)
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    # Staff who typed it in for the applicant, until it is handed over.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    # Raised by every save; two tabs that hold different numbers cannot overwrite each other.
    revision = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # When its writer last changed it after it was sent.
    amended_at = models.DateTimeField(null=True, blank=True)

    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decline_reason = models.CharField(max_length=14, choices=DeclineReason, blank=True)
    reserve_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # When the letter about the state was let go. Until then the applicant's pages say "submitted".
    told_at = models.DateTimeField(null=True, blank=True)
    # None until the offer's letter is let go: the days to answer are counted from there.
    offer_expires_at = models.DateTimeField(null=True, blank=True)

    # One on each line: what else tells who it is. Blind readers see something else in its place.
    hidden_words = models.TextField("words that blind readers do not see", blank=True)

    # Kept by services.reviewing, so that a list of thousands can be sorted by them.
    review_count = models.PositiveSmallIntegerField(default=0)
    median = models.FloatField("median of the reviews' totals", null=True, blank=True)
    spread = models.FloatField("highest total minus lowest", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        # All that the staff's pages count or look for by name, and all that puts a page in order:
        # the rows themselves are read for one page only.
        indexes = [
            models.Index(
                fields=[
                    "cohort",
                    "state",
                    "decision",
                    "role",
                    "setting",
                    "borough",
                    "applicant",
                    "submitted_at",
                    "id",
                    "home",
                    "name",
                    "home_as_typed",
                    "changed_at",
                ],
                name="applications_by_state",
            ),
            NullsLast(
                fields=["cohort", "-submitted_at", "-changed_at", "id", "applicant", "state"],
                name="applications_newest_first",
            ),
            models.Index(
                fields=["cohort", "name", "applicant", "id", "state"], name="applications_by_name"
            ),
        ]
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
    def closes_at(self) -> datetime:
        """This person's deadline: the call's, or a later one of their own."""
        closes = self.cohort.applications_close_at
        return max(closes, self.deadline_at) if self.deadline_at else closes

    @property
    def is_draft(self) -> bool:
        return self.state == ApplicationState.DRAFT

    @property
    def was_sent(self) -> bool:
        """Until then what it says is its writer's alone, also after they took it back."""
        return self.submitted_at is not None

    @property
    def shown_state(self) -> ApplicationState:
        """What the applicant may know: an answer whose letter still waits is no answer yet."""
        waits = self.decided_at and (self.told_at is None or self.told_at < self.decided_at)
        if waits and self.state in TOLD_BY_LETTER:
            return ApplicationState.SUBMITTED
        return ApplicationState(self.state)

    @property
    def number(self) -> str:
        """How a blind reviewer knows it."""
        return f"Application {self.pk}"
