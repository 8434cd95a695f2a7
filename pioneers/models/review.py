from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from cohorts.models import Cohort
from core import clock
from pioneers.models.application import Application

LOWEST, HIGHEST = 1, 5


class Criterion(models.Model):
    """What a cohort's applications are scored on, and how much it weighs."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(max_length=80)
    guidance = models.CharField(max_length=250, blank=True)
    # A weight of 0 is asked and noted, and does not count.
    weight = models.PositiveSmallIntegerField(default=1)
    optional = models.BooleanField("a reader may leave it open", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.title


class Reviewer(models.Model):
    """Somebody who reads a cohort's applications: staff, or a person asked in to read."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="reviewers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviewing"
    )
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "user"],
                name="one_reviewer_per_cohort",
                violation_error_message="This person already reads for the cohort.",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class Assignment(models.Model):
    """An application that a reviewer is asked to read."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="assignments"
    )
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="assignments")
    assigned_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="one_assignment_per_reviewer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} for {self.reviewer}"


class ConflictOfInterest(models.Model):
    """Declared once; from then on the application does not exist for this person as a reader."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts"
    )
    reason = models.CharField(max_length=250, blank=True)
    declared_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["declared_at"]
        verbose_name_plural = "conflicts of interest"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], name="one_conflict_per_person_and_application"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} does not read {self.application.number}"


class Review(models.Model):
    """One member of staff's reading of one application. Applicants never see it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    note = models.TextField(blank=True)
    # The weighted mean of its scores, 1 to 5; kept by services.reviewing.
    total = models.FloatField(null=True, blank=True)
    reviewed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["reviewed_at"]
        # All that the list asks of one reader's scores.
        indexes = [
            models.Index(fields=["reviewer", "application", "total"], name="reviews_of_reader")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="one_review_per_reviewer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} on {self.application}"


class Score(models.Model):
    """A review's score from 1 (weak) to 5 (strong) on one criterion."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=models.Q(value__gte=LOWEST, value__lte=HIGHEST),
                name="score_from_1_to_5",
                violation_error_message="A score is a number from 1 to 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
