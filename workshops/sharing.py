"""Who reads what is shared with a learning set: the rule of `Commitment.visible_to`, as people.

The words beside every box come from here, so that they name those whom the rule lets in.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohorts.enums import CohortState
from core.models import User
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from workshops.models import LearningSet, SetMembership

ONLY_YOU = "only you. Not the programme’s staff, not your facilitator, not your mentor."


@dataclass(frozen=True)
class Readers:
    """Who else reads what one member shares with a set now."""

    learning_set: LearningSet
    members: tuple[User, ...]
    facilitator: User | None

    @property
    def people(self) -> frozenset[User]:
        return frozenset([*self.members, *([self.facilitator] if self.facilitator else [])])

    @property
    def words(self) -> str:
        """For “Who can see this”: by name, and nobody else."""
        if not self.people:
            return "only you, as nobody else is in your set now."
        who = [str(one) for one in self.members]
        if self.facilitator:
            who.append(f"{self.facilitator}, who facilitates it")
        names = f"{', '.join(who[:-1])} and {who[-1]}" if who[1:] else who[0]
        return f"you, and those in the {self.learning_set} now: {names}. Nobody else."


def readers(learning_set: LearningSet, owner: Pioneer) -> Readers:
    """While the programme runs: the other members and the facilitator, if the owner is a member."""
    current = list(
        SetMembership.objects.current()
        .filter(learning_set=learning_set)
        .exclude(pioneer__state=PioneerState.WITHDRAWN)
        .select_related("pioneer__person")
        .order_by("pioneer__person__name", "pk")
    )
    is_in = any(one.pioneer_id == owner.pk for one in current)
    if learning_set.cohort.state != CohortState.RUNNING or not is_in:
        return Readers(learning_set, (), None)
    others = tuple(
        one.pioneer.person for one in current if one.pioneer.person_id != owner.person_id
    )
    leads = learning_set.facilitator
    return Readers(learning_set, others, leads if leads and leads.pk != owner.person_id else None)
