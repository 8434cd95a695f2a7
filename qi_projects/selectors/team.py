"""Reads of a project's team.

Each about a project takes the rows that `as_subject` has brought, and no query.
"""

from __future__ import annotations

import re
from typing import Any

from qi_projects.models import Member, Project


def team_of(project: Project) -> list[Member]:
    """Invited or joined, those who joined first."""
    rows = [row for row in project.members.all() if not row.ended_at and not row.carries_on]
    return sorted(rows, key=lambda row: row.accepted_at is None)


def successor_of(project: Project) -> Member | None:
    rows = project.members.all()
    return next((row for row in rows if row.carries_on and not row.ended_at), None)


def was_in_team(user: Any) -> bool:
    """Whether somebody left a project, or was taken out of it."""
    return Member.objects.filter(person=user, ended_at__isnull=False).exists()


def who_sees(project: Project, *, own: bool) -> str:
    """Who reads what is written of a project, in the words that stand beside its boxes.

    Whoever is invited is counted in: they read it from the moment they accept.
    """
    team = bool(team_of(project))
    if own:
        return f"you, {'your team, ' if team else ''}your mentor and the programme team"
    return f"the Pioneer, {'their team, ' if team else ''}their mentor and the programme team"


def names_to_offer(project: Project) -> list[str]:
    """Of members who said that they may be named, and whom the team's text does not name yet."""
    rows = [row for row in team_of(project) if row.is_in and row.may_be_named]
    return [row.shown_name for row in rows if not _is_named(row, project)]


def named_without_a_yes(project: Project) -> list[str]:
    """Whom the printed team names although they have not said yes, or have taken it back."""
    rows = [row for row in project.members.all() if row.accepted_at and not row.carries_on]
    agreed = {row.person_id for row in rows if row.may_be_named}
    return sorted(
        {row.shown_name for row in rows if row.person_id not in agreed and _is_named(row, project)}
    )


def _is_named(member: Member, project: Project) -> bool:
    """As whole words: Al is not named by an Alison."""
    return re.search(rf"(?<!\w){re.escape(member.shown_name)}(?!\w)", project.team) is not None


def several_type(project: Project) -> bool:
    """Whether a number may be from another hand than the Pioneer's."""
    return any(row.accepted_at for row in project.members.all())


def typed_by(project: Project, person_id: int | None) -> str:
    """Whose hand a number is from; nothing where it is not known."""
    if person_id is None:
        return ""
    if person_id == project.pioneer.person_id:
        return project.pioneer.person.name
    names = {row.person_id: row.shown_name for row in project.members.all()}
    return names.get(person_id, "the programme team")
