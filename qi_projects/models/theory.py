"""Why a project should work, and how it is tried: drivers, change ideas, PDSA cycles."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from qi_projects.enums import Act
from qi_projects.models.project import Project


class Driver(models.Model):
    """A branch of the driver diagram: what must change for the aim, or what that needs in turn.

    Without a parent it is a primary driver, with one a secondary; services keep it at two levels.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drivers")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="needs"
    )
    text = models.CharField("what must change", max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="driver_is_not_under_itself",
            )
        ]

    def __str__(self) -> str:
        return self.text


class ChangeIdea(models.Model):
    """Something that could be tried; it may serve more than one driver, and PDSA cycles test it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="ideas")
    text = models.CharField("what could be tried", max_length=160)
    drivers = models.ManyToManyField(Driver, related_name="ideas", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class PdsaCycle(models.Model):
    """One test of change: plan, do, study, act. What did not work is worth as much."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cycles")
    idea = models.ForeignKey(
        ChangeIdea, null=True, blank=True, on_delete=models.SET_NULL, related_name="cycles"
    )
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
