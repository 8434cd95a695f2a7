from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core import clock
from qi_projects.enums import Focus
from qi_projects.models.project import Project


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
    focus = models.CharField(
        "what stays when it is cropped", max_length=6, choices=Focus, default=Focus.CENTRE
    )
    on_poster = models.BooleanField("shown on the poster", default=True)
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
