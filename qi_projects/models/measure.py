from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from core import clock
from qi_projects import library
from qi_projects.enums import ChartChoice, Direction, MeasureKind, MeasurePurpose
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
    purpose = models.CharField(
        "what it is for", max_length=10, choices=MeasurePurpose, default=MeasurePurpose.OUTCOME
    )
    # The entry of the measure library it was chosen from: homes that share one can be shown
    # together. Empty where the definition is the project's own.
    library_key = models.SlugField(max_length=60, blank=True)
    chart = models.CharField(max_length=10, choices=ChartChoice, default=ChartChoice.AUTO)
    # Percentages and rates: what is divided by ("residents asked"), and per how many of it.
    out_of_what = models.CharField("out of what", max_length=60, blank=True)
    per = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)])
    is_headline = models.BooleanField(default=True)
    # No longer counted: its numbers and its chart stay, and no more are asked for.
    retired_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-is_headline", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(is_headline=True),
                name="one_headline_measure",
            ),
            models.CheckConstraint(condition=Q(per__gte=1), name="measure_per_is_at_least_one"),
            models.CheckConstraint(
                condition=Q(is_headline=False) | Q(retired_on__isnull=True),
                name="headline_is_still_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def library_entry(self) -> library.Entry | None:
        """What it was chosen from, while the library still offers it."""
        return library.find(self.library_key)

    @property
    def is_shared_out(self) -> bool:
        """Whether it is counted as so many out of so many, from which its value is worked out."""
        return bool(self.out_of_what) and self.kind in (MeasureKind.PERCENT, MeasureKind.RATE)


class Observation(models.Model):
    """One number of a measure, on one day.

    Where it was counted as so many out of so many, both are kept and `value` is worked out.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="observations")
    on = models.DateField("date")
    value = models.DecimalField(max_digits=9, decimal_places=2)
    events = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    out_of = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    # Whose hand it is from: of a team, several type. Unknown of numbers from before there were any.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"],
                name="one_number_per_day",
                violation_error_message="There is already a number for this day.",
            ),
            models.CheckConstraint(
                condition=Q(events__isnull=True, out_of__isnull=True)
                # Said as well, since NULL > 0 is no "no" to a database.
                | Q(events__isnull=False, out_of__isnull=False, events__gte=0, out_of__gt=0),
                name="events_have_what_they_are_out_of",
                violation_error_message="Please give both numbers: so many, out of so many.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plain} on {self.on}"

    @property
    def plain(self) -> str:
        return plain(self.value)

    @property
    def counted(self) -> str:
        """As it was counted: “12”, “58%”, or “7 of 12 (58.33%)”."""
        mark = "%" if self.measure.kind == MeasureKind.PERCENT else ""
        value = f"{self.plain}{mark}"
        if self.events is None or self.out_of is None:
            return value
        return f"{plain(self.events)} of {plain(self.out_of)} ({value})"


class Rebase(models.Model):
    """The day from which a chart's centre line is worked out anew, and why. The old line stays."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="rebases")
    on = models.DateField("from")
    reason = models.CharField("why", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"],
                name="one_rebase_per_day",
                violation_error_message="The line is worked out anew from this day already.",
            )
        ]

    def __str__(self) -> str:
        return f"From {self.on}: {self.reason}"
