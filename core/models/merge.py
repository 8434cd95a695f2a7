from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock


class MergeState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    DONE = "done", "Done"
    DROPPED = "dropped", "Not done"


class Merge(models.Model):
    """That two records are of one person: proposed by staff, carried out by an administrator.

    The record that goes is not deleted: it is closed, keeps what cannot be joined, and nobody
    signs in by it. What was given up and what moved is kept here, to be looked up later.
    """

    stays = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merges"
    )
    goes = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merged_as"
    )
    state = models.CharField(max_length=8, choices=MergeState, default=MergeState.PROPOSED)
    # {field: "goes"} where the value of the record that goes is taken; the others stay.
    choices = models.JSONField(default=dict, blank=True)
    keeps_address = models.BooleanField("the other address can still sign in", default=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # {row: {field: value}}: all that the closed record said, and what was replaced elsewhere.
    values = models.JSONField(default=dict, blank=True)
    # {app.model.field: [ids]} of the rows that now belong to the record that stays.
    moved = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stays=F("goes")),
                name="merge_is_of_two",
                violation_error_message="This is one record already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MergeState.values), name="merge_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["goes"],
                condition=Q(state=MergeState.DONE),
                name="record_goes_once",
                violation_error_message="This record was already joined with another.",
            ),
            models.UniqueConstraint(
                fields=["stays", "goes"],
                condition=Q(state=MergeState.PROPOSED),
                name="one_open_proposal_per_pair",
                violation_error_message="It is already proposed to join these two.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goes} into {self.stays}"


class NotSamePerson(models.Model):
    """Two records that look alike and are two people: never suggested again."""

    one = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["said_at"]
        verbose_name = "pair of two people"
        verbose_name_plural = "pairs of two people"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="said_once_per_pair"),
            # One row for a pair, whichever way round it is met.
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"

    @classmethod
    def of(cls, first: Any, second: Any) -> dict[str, Any]:
        """The two ids in the order in which the pair is kept."""
        one, other = sorted((first.pk, second.pk))
        return {"one_id": one, "other_id": other}
