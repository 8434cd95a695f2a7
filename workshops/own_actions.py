"""What a page needs to show own actions: one's own, and what others in the set share."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.sealing import SealBroken
from pioneers.models import Pioneer
from workshops import sharing
from workshops.models import Commitment, LearningSet, SetMembership
from workshops.room_forms import OwnActionForm

log = logging.getLogger("core.sealing")


@dataclass(frozen=True)
class Line:
    row: Commitment
    text: str
    who: str
    mine: bool
    # Whether it can be shared now: its owner is in that set.
    may_share: bool = False

    @property
    def is_shared(self) -> bool:
        return self.row.shared_at is not None


@dataclass(frozen=True)
class Panel:
    """The own actions of one set, for one reader."""

    learning_set: LearningSet
    open: list[Line]
    done: list[Line]
    theirs: list[Line]
    # For a member: the empty form, and who reads what they share.
    form: OwnActionForm | None = None
    readers: sharing.Readers | None = None


def text_of(row: Commitment) -> str:
    try:
        return row.text
    except SealBroken as trouble:
        log.error("%s", trouble)
        return "These words cannot be opened just now. Please write to us."


def own_place(user: Any, learning_set: LearningSet) -> Pioneer | None:
    """The place by which somebody is a member of this set now."""
    mine = SetMembership.objects.of_person(user).filter(learning_set=learning_set)
    membership = mine.select_related("pioneer").first()
    return membership.pioneer if membership else None


def panel(user: Any, learning_set: LearningSet) -> Panel | None:
    """None for whoever has nothing to do with own actions here, such as staff."""
    place = own_place(user, learning_set)
    if place is None and learning_set.facilitator_id != user.pk:
        return None
    lines = _lines(user, Commitment.objects.visible_to(user).filter(learning_set=learning_set))
    mine = [line for line in lines if line.mine]
    return Panel(
        learning_set=learning_set,
        open=[line for line in mine if line.row.done_at is None],
        done=[line for line in mine if line.row.done_at],
        theirs=[line for line in lines if not line.mine],
        form=new_form() if place else None,
        readers=sharing.readers(learning_set, place) if place else None,
    )


def all_own(user: Any) -> list[Line]:
    """Of every set and year, open ones first; nobody else's."""
    lines = _lines(user, Commitment.objects.own(user))
    return sorted(lines, key=lambda line: line.row.done_at is not None)


def current_sets(user: Any) -> list[LearningSet]:
    mine = SetMembership.objects.of_person(user)
    return [one.learning_set for one in mine.select_related("learning_set__cohort")]


def new_form() -> OwnActionForm:
    """With a key of its own, so that saving while typing and pressing Save make one action."""
    return OwnActionForm(initial={"id": uuid.uuid4()})


def _lines(user: Any, rows: Any) -> list[Line]:
    found: Iterable[Commitment] = rows.select_related(
        "pioneer__person", "by_session", "learning_set__cohort"
    )
    sets = set(SetMembership.objects.of_person(user).values_list("pioneer_id", "learning_set_id"))
    return [
        Line(
            row=row,
            text=text_of(row),
            who=str(row.pioneer),
            mine=row.pioneer.person_id == user.pk,
            may_share=(row.pioneer_id, row.learning_set_id) in sets
            and row.learning_set.cohort.state == "running",
        )
        for row in found
    ]
