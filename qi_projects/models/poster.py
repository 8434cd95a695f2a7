from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from core import clock
from qi_projects.enums import PosterDesign, PosterState
from qi_projects.models.project import Project


class PosterQuerySet(models.QuerySet["Poster"]):
    def visible_to(self, user: Any) -> PosterQuerySet:
        """Whoever may see the project may see its poster."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def approved(self) -> PosterQuerySet:
        return self.filter(state=PosterState.APPROVED)

    def public(self) -> PosterQuerySet:
        """Approved as it stands, and its author agreed that everybody may see it."""
        return self.approved().filter(public_version__isnull=False, declared=True)


class Poster(models.Model):
    """The words of a project's poster beyond its record; the rest is drawn from the project.

    Staff approve a version; a later edit takes it back to draft with the next version number.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="poster")
    state = models.CharField(max_length=14, choices=PosterState, default=PosterState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    # The version of which its author last said that everybody may see it. The yes stands until it
    # is taken back, or somebody else changes the poster.
    public_version = models.PositiveSmallIntegerField(null=True, blank=True)
    design = models.CharField(max_length=8, choices=PosterDesign, default=PosterDesign.BAND)
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
            models.CheckConstraint(
                condition=models.Q(design__in=PosterDesign.values), name="poster_design_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.project.title

    @property
    def lost_approval(self) -> bool:
        """Something on it changed after it was approved, and it has not been sent again."""
        return self.state == PosterState.DRAFT and self.version > 1

    @property
    def is_agreed(self) -> bool:
        """Its author agreed that it is shown to everybody."""
        return self.public_version is not None

    @property
    def is_public(self) -> bool:
        return self.state == PosterState.APPROVED and self.is_agreed and self.declared


class PosterVersion(models.Model):
    """What a poster said when it was sent or approved, kept to compare; never changed.

    `content` holds the printed words by section (see `poster.versions.sections`).
    """

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=14, choices=PosterState)
    content = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        how = "approved" if self.state == PosterState.APPROVED else "as it was sent"
        return f"Version {self.number}, {how}"


class PosterComment(models.Model):
    """What should change in one section of a poster; done when its author says so."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=24)
    text = models.TextField(max_length=1000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.section}: {self.text[:40]}"
