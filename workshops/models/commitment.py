from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from core import clock
from pioneers.models import Pioneer
from workshops.models.learning_set import LearningSet, SetMembership
from workshops.models.session import Session


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: Any) -> CommitmentQuerySet:
        """The owner's, and what the owner shared with the set, for those in the set now.

        Nobody reads one by holding a role: not staff, not an administrator, not a mentor.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(pioneer__person=user) | self.shared_with(user))

    @staticmethod
    def shared_with(user: Any) -> Q:
        sets = SetMembership.objects.of_person(user).values("learning_set")
        led = LearningSet.objects.facilitated_by(user).values("pk")
        return Q(shared_at__isnull=False) & (Q(learning_set__in=sets) | Q(learning_set__in=led))


class Commitment(models.Model):
    """A Pioneer's own action, “what I will do by the next set”: theirs, unless they share it.

    The words are sealed with a key that is not in the database (`core.sealing`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pioneer = models.ForeignKey(Pioneer, on_delete=models.PROTECT, related_name="commitments")
    learning_set = models.ForeignKey(
        LearningSet, on_delete=models.PROTECT, related_name="commitments"
    )
    # The meeting by which it should be done; an open one is carried to the next.
    by_session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now)
    shared_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return "An own action"
