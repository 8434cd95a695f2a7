"""A project's drivers and ideas, people it reached, and somebody invited to carry it on."""

from __future__ import annotations

from datetime import timedelta

from core import clock, links
from qi_projects.enums import MemberRole, ReachedGroup
from qi_projects.models import ChangeIdea, Driver, Member, Reach
from qi_projects.services import team
from tests.access.sides import Side


def add(side: Side) -> None:
    rows, by = side.rows, side.people["pioneer"]
    project = rows["project"]
    rows["driver"] = Driver.objects.create(project=project, text="Drinks that people like")
    rows["idea"] = ChangeIdea.objects.create(project=project, text="Jugs on tables")
    rows["idea"].drivers.add(rows["driver"])
    rows["reach"] = Reach.objects.create(
        project=project, group=ReachedGroup.STAFF, people=4, added_by=by
    )
    rows["successor"] = Member.objects.create(
        project=project,
        role=MemberRole.CARRIES_ON,
        name="Sam Successor",
        email=f"successor-{side.word.lower()}@example.org",
        invited_by=by,
    )
    rows["carry_on_token"] = links.create(
        team.CARRY_ON.action, rows["successor"], expires_at=clock.now() + timedelta(days=9)
    )
