"""How two places of one person in a project are joined, where both records have one."""

from __future__ import annotations

from core import clock
from core.merging import Joining, Rule, add_afterwards, add_rule
from qi_projects.enums import MemberRole
from qi_projects.models import Member

FURTHEST = list(MemberRole.values)


def one_place(theirs: Member, ours: Member, joining: Joining) -> None:
    """The one that allows more stays: nobody gains by it what neither record had."""
    _end(ours if FURTHEST.index(theirs.role) > FURTHEST.index(ours.role) else theirs, joining)


def place_words(theirs: Member, ours: Member) -> str:
    return f"Both are in “{ours.project}”. The place that allows more stays; the other ends."


def nobody_helps_themselves(joining: Joining) -> None:
    """Whoever turns out to be the Pioneer needs no place in their own team."""
    own = Member.objects.current().filter(
        person=joining.stays, project__pioneer__person=joining.stays
    )
    for place in own:
        _end(place, joining)


def _end(place: Member, joining: Joining) -> None:
    joining.keep_values(place, ended_at=place.ended_at)
    place.ended_at = clock.now()
    place.save(update_fields=["ended_at"])


add_rule(
    "qi_projects.member.person",
    Rule(join=one_place, words=place_words, related=("project",), label="Places in projects"),
)
add_afterwards(nobody_helps_themselves)
