from __future__ import annotations

from django.conf import settings
from django.db import models

from cohorts.models.cohort import Cohort
from cohorts.models.programme import Borough
from core import clock


class Funder(models.Model):
    """Who pays for places, such as an integrated care system or a foundation."""

    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Funding(models.Model):
    """What one funder gives to one cohort: places, perhaps only for some boroughs, and its line."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="fundings")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="fundings")
    places = models.PositiveSmallIntegerField()
    # Of these places, how many an earlier cohort of the same funder did not use.
    carried = models.PositiveSmallIntegerField(default=0)
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    boroughs = models.ManyToManyField(Borough, blank=True, related_name="+")
    credit_line = models.CharField(
        max_length=250, help_text="As it should be printed on posters and in the booklet."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "funder"],
                name="one_funding_per_funder_and_cohort",
                violation_error_message="This funder is already listed for the cohort.",
            ),
            models.CheckConstraint(
                condition=models.Q(carried=0, carried_from__isnull=True)
                | models.Q(carried__gte=1, carried_from__isnull=False),
                name="carried_places_say_where_from",
                violation_error_message=(
                    "Please say both how many places were carried over and from which cohort."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(carried__lte=models.F("places")),
                name="carried_places_are_among_the_places",
                violation_error_message=(
                    "The places carried over are some of the places it pays for, so they cannot "
                    "be more than those."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder}: {self.places} places"


class FunderContact(models.Model):
    """A person at a funder who may read the summaries issued to it."""

    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="contacts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="funder_contacts"
    )
    joined_on = models.DateField(default=clock.today)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "user"],
                condition=models.Q(left_on__isnull=True),
                name="one_current_contact_per_funder",
                violation_error_message="This person is already a contact of the funder.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} of {self.funder}"
