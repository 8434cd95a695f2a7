"""How a project goes, as it is told: updates, monthly reports, comments, who was reached."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from core import clock
from qi_projects.enums import ReachedGroup, ReportState
from qi_projects.models.measure import Observation
from qi_projects.models.photo import Photo
from qi_projects.models.project import Project


class Update(models.Model):
    """What was told on one day: a sentence, and with it perhaps a number and a photograph.

    `client_key` is made by the phone, so that what it sends twice is kept once.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="updates")
    text = models.TextField(max_length=1000, blank=True)
    observation = models.ForeignKey(
        Observation, null=True, blank=True, on_delete=models.SET_NULL, related_name="updates"
    )
    photo = models.ForeignKey(
        Photo, null=True, blank=True, on_delete=models.SET_NULL, related_name="updates"
    )
    client_key = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "client_key"],
                condition=~Q(client_key=""),
                name="one_update_per_client_key",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


# An update that comes so many days before a report is due answers it already.
OPENS_BEFORE = timedelta(days=10)


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    def open(self) -> ProgressReportQuerySet:
        """Asked for and not answered; a pause may have moved one beyond the programme's end."""
        return self.filter(
            update__isnull=True,
            skipped="",
            due_on__lte=F("project__pioneer__cohort__ends_on"),
            project__in=Project.objects.reporting(),
        )

    def due(self) -> ProgressReportQuerySet:
        """Those that an update of today would answer: late, due today, or due soon."""
        return self.open().filter(due_on__lte=clock.today() + OPENS_BEFORE)

    def late(self) -> ProgressReportQuerySet:
        return self.open().filter(due_on__lt=clock.today())


class ProgressReport(models.Model):
    """One month of a project for which word is due; the next update answers it.

    Whoever is months behind says once how it goes: one update answers all that are due.

    `usual_on` is the day worked out from the cohort and names the month for good; `due_on` is
    what holds, after a pause or when somebody moved it.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    usual_on = models.DateField()
    due_on = models.DateField()
    skipped = models.CharField("why it is not due", max_length=120, blank=True)
    update = models.ForeignKey(
        Update, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "usual_on"], name="one_report_per_month"),
        ]

    def __str__(self) -> str:
        return f"Report due on {self.due_on}"

    @property
    def state(self) -> ReportState:
        if self.update_id:
            return ReportState.ANSWERED
        if self.skipped:
            return ReportState.SKIPPED
        if self.due_on < clock.today():
            return ReportState.LATE
        opens_on = self.due_on - OPENS_BEFORE
        return ReportState.DUE if opens_on <= clock.today() else ReportState.COMING


class Comment(models.Model):
    """What a mentor, staff or the Pioneer says of a project, or of one of its updates."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comments")
    update = models.ForeignKey(
        Update, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    text = models.TextField(max_length=1000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Reach(models.Model):
    """People beyond the team whom the project reached on one occasion: the cascade."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reached")
    group = models.CharField("who", max_length=10, choices=ReachedGroup)
    people = models.PositiveIntegerField("how many", validators=[MinValueValidator(1)])
    how = models.CharField("how", max_length=160, blank=True)
    on = models.DateField("when", default=clock.today)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=ReachedGroup.values), name="reached_group_is_known"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="reached_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.people} {self.get_group_display().lower()}"
