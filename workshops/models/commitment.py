from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cohorts.enums import CohortState
from core import clock, sealing
from pioneers.enums import PioneerState
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

    def own(self, user: Any) -> CommitmentQuerySet:
        return self.filter(pioneer__person=user) if user.is_authenticated else self.none()

    def open(self) -> CommitmentQuerySet:
        return self.filter(done_at__isnull=True)

    @staticmethod
    def shared_with(user: Any) -> Q:
        """While the programme runs, and while both are in the set: who shared it and who reads.

        `workshops.sharing.readers` says the same the other way round; a test holds them together.
        """
        sets = SetMembership.objects.of_person(user).values("learning_set")
        led = LearningSet.objects.facilitated_by(user).values("pk")
        owner_is_there = (
            SetMembership.objects.current()
            .filter(pioneer=OuterRef("pioneer"), learning_set=OuterRef("learning_set"))
            .exclude(pioneer__state=PioneerState.WITHDRAWN)
        )
        return (
            Q(shared_at__isnull=False, learning_set__cohort__state=CohortState.RUNNING)
            & (Q(learning_set__in=sets) | Q(learning_set__in=led))
            & Q(Exists(owner_is_there))
        )


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
        verbose_name = "own action"

    def __str__(self) -> str:
        return "An own action"

    @property
    def text(self) -> str:
        return sealing.unseal(self, "sealed")

    @text.setter
    def text(self, words: str) -> None:
        self.sealed = sealing.seal(words, self, "sealed")
