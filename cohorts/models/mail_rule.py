from __future__ import annotations

from django.db import models

from cohorts.models.cohort import Cohort


class MailRule(models.Model):
    """How a cohort wants one planned mail: on or off, how many days off, at what time of day.

    What a rule is about, and what holds where a cohort has no row, is in `cohorts.mail_rules`.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="mail_rules")
    key = models.CharField(max_length=60)
    is_on = models.BooleanField(default=True)
    days = models.SmallIntegerField()
    at = models.TimeField()

    class Meta:
        ordering = ["cohort", "key"]
        constraints = [models.UniqueConstraint(fields=["cohort", "key"], name="one_rule_per_key")]

    def __str__(self) -> str:
        return f"{self.key} of {self.cohort}"
