from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from pioneers.models import Pioneer
from workshops.enums import MaterialKind
from workshops.models.session import Session


class SignInCode(models.Model):
    """What opens the sign-in page of one session: short to type, long in the QR code."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="sign_in_code")
    code = models.CharField(max_length=8)
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"Code of {self.session}"


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, user: Any) -> MaterialQuerySet:
        """Of the sessions one may see."""
        return self.filter(session__in=Session.objects.visible_to(user).values("pk"))


class Material(models.Model):
    """A file or link for one session: slides, a reading, a worksheet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=4, choices=MaterialKind)
    link = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="materials/", blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=MaterialKind.LINK, file="") & ~Q(link="")
                | Q(kind=MaterialKind.FILE, link="") & ~Q(file=""),
                name="material_is_a_file_or_a_link",
            )
        ]

    def __str__(self) -> str:
        return self.title


class FeedbackTally(models.Model):
    """How many gave a session one mark. Counts, not answers: nobody can be found in them.

    `count` is what was given, `shown` what staff may see: it follows only when five different
    people have answered since it last did (workshops.services.feedback).
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="feedback")
    mark = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-mark"]
        constraints = [
            models.UniqueConstraint(fields=["session", "mark"], name="one_tally_per_mark"),
            models.CheckConstraint(
                condition=Q(mark__gte=1, mark__lte=5), name="feedback_mark_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.mark} for {self.session}"


class FeedbackGiven(models.Model):
    """That somebody has said how a session was, so that they are asked once. Not what they said.

    Without a time, and with a key that is drawn at random: the order of answers is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="feedback_given")
    pioneer = models.ForeignKey(Pioneer, on_delete=models.PROTECT, related_name="+")
    # Whether the answer is among those shown; five that are not yet are needed to show more.
    shown = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "pioneer"], name="feedback_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.pioneer} on {self.session}"
