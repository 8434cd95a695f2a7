from __future__ import annotations

from django.db import models

from core import clock
from qi_projects.enums import Direction, MeasureKind
from qi_projects.models.project import Project, plain


class Measure(models.Model):
    """What a project counts, and exactly how; the headline measure is the one on the poster."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=120)
    definition = models.TextField("what is counted, who counts, how and when", blank=True)
    kind = models.CharField(max_length=12, choices=MeasureKind)
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=8, choices=Direction)
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    is_headline = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-is_headline", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(is_headline=True),
                name="one_headline_measure",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """One number of a measure, on one day."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="observations")
    on = models.DateField("date")
    value = models.DecimalField(max_digits=9, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"],
                name="one_number_per_day",
                violation_error_message="There is already a number for this day.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plain} on {self.on}"

    @property
    def plain(self) -> str:
        return plain(self.value)
