from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cohorts.models import Cohort
from core import clock
from pioneers.models import CareHome, Pairing, Pioneer
from qi_projects.enums import Act, AimVerb, Theme


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> ProjectQuerySet:
        """The Pioneer's own, the current mentor's mentees', and staff's cohorts'."""
        if not user.is_authenticated:
            return self.none()
        mentees = Pairing.objects.current().filter(mentor__user=user).values("pioneer")
        return self.filter(
            Q(pioneer__person=user)
            | Q(pioneer__in=mentees)
            | Q(pioneer__cohort__in=Cohort.objects.visible_to(user))
        )

    def own(self, user: Any) -> ProjectQuerySet:
        return self.filter(pioneer__person=user) if user.is_authenticated else self.none()


class Project(models.Model):
    """One Pioneer's quality improvement project at one home. The aim is kept in parts."""

    pioneer = models.OneToOneField(Pioneer, on_delete=models.PROTECT, related_name="project")
    home = models.ForeignKey(
        CareHome, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=20, choices=Theme)
    problem = models.TextField("what matters, and why now", blank=True)
    aim_verb = models.CharField("we will", max_length=8, choices=AimVerb, blank=True)
    aim_what = models.CharField("what", max_length=160, blank=True)
    aim_from = models.DecimalField("from", max_digits=9, decimal_places=2, null=True, blank=True)
    aim_to = models.DecimalField("to", max_digits=9, decimal_places=2, null=True, blank=True)
    aim_unit = models.CharField("counted in", max_length=60, blank=True)
    aim_among = models.CharField("among whom, where", max_length=160, blank=True)
    aim_by = models.DateField("by when", null=True, blank=True)
    team = models.CharField("who is in the team", max_length=300, blank=True)
    started_on = models.DateField(default=clock.today)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def aim_sentence(self) -> str:
        """The printed aim, of the parts that are there."""
        if not (self.aim_verb and self.aim_what):
            return ""
        parts = [f"We will {self.aim_verb} {self.aim_what}"]
        gap = "" if self.aim_unit.startswith("%") else " "
        unit = f"{gap}{self.aim_unit}" if self.aim_unit else ""
        if self.aim_from is not None and self.aim_to is not None:
            parts.append(f"from {plain(self.aim_from)} to {plain(self.aim_to)}{unit}")
        elif self.aim_to is not None:
            parts.append(f"to {plain(self.aim_to)}{unit}")
        if self.aim_among:
            parts.append(f"among {self.aim_among}")
        if self.aim_by:
            parts.append(f"by {self.aim_by.day} {self.aim_by:%B %Y}")
        return " ".join(parts) + "."

    def aim_missing(self) -> list[str]:
        """Which parts of a good aim are not there yet, in words."""
        wanted = [
            (self.aim_what, "what will change"),
            (self.aim_from is not None, "where you start from"),
            (self.aim_to is not None, "where you want to get to"),
            (self.aim_among, "among whom"),
            (self.aim_by, "by when"),
        ]
        return [words for value, words in wanted if not value]


def plain(value: Any) -> str:
    """12 for 12.00, 12.5 for 12.50."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class PdsaCycle(models.Model):
    """One test of change: plan, do, study, act. What did not work is worth as much."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    prediction = models.TextField("what do you think will happen?", blank=True)
    plan = models.TextField("plan: who, what, when, where", blank=True)
    do = models.TextField("do: what happened", blank=True)
    study = models.TextField("study: what did you learn", blank=True)
    act = models.CharField(max_length=8, choices=Act, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_cycle_per_number"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="cycle_ends_after_it_starts",
                violation_error_message="The cycle cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"PDSA {self.number}: {self.title}"


class Update(models.Model):
    """A sentence or two on how the project goes, on one day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="updates")
    text = models.TextField(max_length=1000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
