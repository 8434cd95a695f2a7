from __future__ import annotations

from django.db import models

from cohorts.enums import CareSetting
from cohorts.models import Borough
from core import clock


class RegisterImport(models.Model):
    """One reading of a CQC file: what it was, who read it in, and what came of it."""

    file_name = models.CharField(max_length=200)
    produced_on = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField(default=clock.now)
    imported_by = models.CharField(max_length=254)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.file_name} on {self.imported_at:%d %B %Y}"


class CareHome(models.Model):
    """A location of CQC's register, by its Location ID. Facts come from the file, never by hand.

    Invented homes of the demonstration have Location IDs that begin with DEMO-.
    """

    location_id = models.CharField("CQC location ID", max_length=40, unique=True)
    name = models.CharField(max_length=200)
    provider_id = models.CharField(max_length=40, blank=True)
    provider_name = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    borough = models.ForeignKey(
        Borough, null=True, blank=True, on_delete=models.PROTECT, related_name="care_homes"
    )
    local_authority = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=60, blank=True)
    beds = models.PositiveIntegerField(null=True, blank=True)
    is_care_home = models.BooleanField(default=True)
    with_nursing = models.BooleanField(default=False)
    without_nursing = models.BooleanField(default=False)
    supported_living = models.BooleanField(default=False)
    bands = models.JSONField("who it is for", default=list)
    rating = models.CharField(max_length=40, blank=True)
    rating_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    dormant = models.BooleanField(default=False)
    dual_registered = models.BooleanField(default=False)
    telephone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=200, blank=True)
    first_seen_in = models.ForeignKey(
        RegisterImport, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    last_seen_in = models.ForeignKey(
        RegisterImport, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The first file that covers its area and no longer lists it: closed, or registered anew.
    missing_since = models.ForeignKey(
        RegisterImport, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The same place under its new Location ID, as staff or an identical address say.
    succeeded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="precedes"
    )
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "location_id"]
        indexes = [models.Index(fields=["name"]), models.Index(fields=["postcode"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(location_id=""), name="care_home_has_a_location_id"
            ),
            models.CheckConstraint(
                condition=models.Q(succeeded_by__isnull=True)
                | ~models.Q(succeeded_by=models.F("id")),
                name="care_home_does_not_succeed_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_invented(self) -> bool:
        return self.location_id.startswith("DEMO-")

    @property
    def setting(self) -> str:
        """The programme's setting that this location most likely is (the mapping is ours).

        Older people's homes with nursing count as nursing homes, also where both are registered.
        """
        if self.supported_living and not self.is_care_home:
            return CareSetting.SUPPORTED_LIVING
        older = "older_people" in self.bands or "dementia" in self.bands
        if not older and "learning_disability" in self.bands:
            return CareSetting.LEARNING_DISABILITY
        if not older and "mental_health" in self.bands:
            return CareSetting.MENTAL_HEALTH
        return CareSetting.OLDER_NURSING if self.with_nursing else CareSetting.OLDER_RESIDENTIAL

    @property
    def full_address(self) -> str:
        return ", ".join(part for part in (self.address, self.city, self.postcode) if part)
