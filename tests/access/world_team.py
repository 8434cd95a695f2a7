"""A project's team: one who may write, one who may look, and one who has not answered yet."""

from __future__ import annotations

from datetime import timedelta

from core import clock, links
from qi_projects.enums import MemberRole
from qi_projects.models import Member
from qi_projects.services import team
from tests import factories as make
from tests.access.sides import Side


def add(side: Side) -> None:
    for word, role in (("writer", MemberRole.WRITE), ("looker", MemberRole.LOOK)):
        person = side.people[word] = make.person(f"{word.title()} {side.word}")
        side.rows[f"{word}_place"] = _invited(
            side, person.name, role, person=person, accepted_at=clock.now()
        )
    side.rows["invited"] = invited = _invited(side, "Ida Invited", MemberRole.COMMENT)
    side.rows["join_token"] = links.create(
        team.JOIN.action, invited, expires_at=clock.now() + timedelta(days=9)
    )


def _invited(side: Side, name: str, role: MemberRole, **values) -> Member:
    return Member.objects.create(
        project=side.rows["project"],
        name=name,
        email=f"{name.split()[0].lower()}-{side.word}@homes.example",
        role=role,
        invited_by=side.people["pioneer"],
        **values,
    )
