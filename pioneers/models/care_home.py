from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists
from django.utils import timezone

from cohorts.enums import CareSetting
from cohorts.models import Borough, Programme
from core import clock
from pioneers.home_keys import name_key, postcode_key

KEYS = ("name_key", "provider_key", "postcode_key")


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
    # No longer listed by this file, listed again by it, and registered anew under another ID.
    missing = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    linked = models.PositiveIntegerField(default=0)
    # Names of the boroughs whose homes the file lists as a whole: only there can one be missing.
    whole_for = models.JSONField(default=list)

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.file_name} on {self.imported_at:%d %B %Y}"

    @property
    def reader(self) -> str:
        """Who read it in, in words: the command has no person of its own."""
        by_command = self.imported_by.endswith("@system.invalid")
        return "whoever looks after the server" if by_command else self.imported_by

    @property
    def shown_on(self) -> date:
        """The day the file speaks of: when CQC made it, or else when it was read."""
        return self.produced_on or timezone.localtime(self.imported_at).date()


class CareHomeQuerySet(models.QuerySet["CareHome"]):
    def visible_to(self, user: Any) -> CareHomeQuerySet:
        """The register belongs to no programme: staff of any programme see all of it."""
        return self.filter(Exists(Programme.objects.staffed_by(user)))

    def current(self) -> CareHomeQuerySet:
        """Those that the newest whole file of their area still lists."""
        return self.filter(missing_since__isnull=True, succeeded_by__isnull=True)

    # Any: the signature stays Django's, whatever it adds.
    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        homes = list(objs)
        for home in homes:
            home.set_keys()
        return super().bulk_create(homes, *args, **kwargs)


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
    # What is searched: see pioneers.home_keys. Set with every save.
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    provider_key = models.CharField(max_length=200, blank=True, editable=False)
    postcode_key = models.CharField(max_length=12, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    objects = CareHomeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "location_id"]
        indexes = [
            models.Index(fields=["name", "location_id"]),
            models.Index(fields=["name_key"]),
            models.Index(fields=["provider_key"]),
            models.Index(fields=["postcode_key"]),
        ]
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

    def set_keys(self) -> None:
        self.name_key = name_key(self.name)[:200]
        self.provider_key = name_key(self.provider_name)[:200]
        self.postcode_key = postcode_key(self.postcode)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *KEYS}
        super().save(*args, **kwargs)

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
    def bands_in_words(self) -> str:
        return ", ".join(self.bands).replace("_", " ")

    @property
    def full_address(self) -> str:
        return ", ".join(part for part in (self.address, self.city, self.postcode) if part)
