from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core import clock
from qi_projects.enums import PosterState
from qi_projects.models.project import Project


class PosterQuerySet(models.QuerySet["Poster"]):
    def visible_to(self, user: Any) -> PosterQuerySet:
        """Whoever may see the project may see its poster."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def approved(self) -> PosterQuerySet:
        return self.filter(state=PosterState.APPROVED)


class Poster(models.Model):
    """The words of a project's poster beyond its record; the rest is drawn from the project.

    Staff approve a version; a later edit takes it back to draft with the next version number.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="poster")
    state = models.CharField(max_length=14, choices=PosterState, default=PosterState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    headline = models.CharField("title of the poster", max_length=120, blank=True)
    results = models.TextField("what happened", blank=True)
    learning = models.TextField("what we learned", blank=True)
    what_did_not_work = models.TextField("what did not work", blank=True)
    next_steps = models.TextField("what comes next", blank=True)
    quotation = models.TextField("a quotation", blank=True)
    quotation_from = models.CharField("who said it (role only)", max_length=80, blank=True)
    thanks = models.TextField("thanks", blank=True)
    staff_comment = models.TextField("what should change", blank=True)
    declared = models.BooleanField("nothing here lets anybody recognise a resident", default=False)
    changed_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PosterQuerySet.as_manager()

    class Meta:
        ordering = ["project__title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=PosterState.values), name="poster_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PosterState.APPROVED)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="approved_poster_names_its_approver",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.project.title


def photo_path(photo: Photo, filename: str) -> str:
    """A random name: what people called the file is not kept."""
    return f"photos/{uuid.uuid4().hex}.jpg"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, user: Any) -> PhotoQuerySet:
        return self.filter(project__in=Project.objects.visible_to(user))


class Photo(models.Model):
    """A photograph of a project: upright, stripped of metadata, scaled once; with its consent."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="photos")
    image = models.ImageField(upload_to=photo_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt_text = models.CharField("what the photograph shows", max_length=200)
    consent = models.BooleanField("everyone in it has agreed to be shown", default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(consent=True),
                name="photo_has_consent",
                violation_error_message="A photograph can be kept only with everyone’s consent.",
            )
        ]

    def __str__(self) -> str:
        return self.alt_text
