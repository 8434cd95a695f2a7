from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class ConsentKind(models.TextChoices):
    PRIVACY = "privacy", "Privacy notice"
    PHOTO = "photo", "Photographs"
    QUOTES = "quotes", "Quotations"
    ALUMNI = "alumni", "Keeping in touch afterwards"

    @property
    def is_choice(self) -> bool:
        """The privacy notice is only acknowledged; the others are free choices."""
        return self != ConsentKind.PRIVACY

    @property
    def question(self) -> str:
        """What is asked beside the words, as a person would say it."""
        return {
            ConsentKind.PRIVACY: "I have read the privacy notice",
            ConsentKind.PHOTO: "May we use photographs with you in them?",
            ConsentKind.QUOTES: "May we quote what you write for us?",
            ConsentKind.ALUMNI: "May we write to you when your cohort is over?",
        }[self]


class ConsentText(models.Model):
    """The words that people are asked to agree to, or to have read, in one version.

    Once published a version never changes: what somebody agreed to must stay readable.
    """

    kind = models.CharField(max_length=8, choices=ConsentKind)
    version = models.PositiveSmallIntegerField()
    text = models.TextField("the words")
    changed = models.TextField("what changed since the version before", blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_text_per_version"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(published_at__isnull=True),
                name="one_draft_per_kind_of_consent",
                violation_error_message="There is already a draft of this text.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ConsentKind.values), name="kind_of_consent_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.version}"


class ConsentGiven(models.Model):
    """That a person said yes or no to one version of a text. Rows are only ever added.

    Of several answers to one kind the last one holds.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents"
    )
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="answers")
    given = models.BooleanField("said yes")
    at = models.DateTimeField(default=clock.now)
    where = models.CharField(max_length=40)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "text"])]

    def __str__(self) -> str:
        return f"{self.person}: {'yes' if self.given else 'no'} to {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An answer is never changed; a new one is added.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An answer is never deleted; a new one is added.")
