"""Telling whoever leads a project who has joined its team, and who is in it no more."""

from __future__ import annotations

from typing import Any

from core import links, mail
from qi_projects import permissions
from qi_projects.mails import TEAM_CHANGED
from qi_projects.models import Member, Project
from qi_projects.selectors.progress import reporters, thread_of

JOINED, LEFT, OUT = "has joined", "has left", "is no longer in"


def tell(member: Member, has: str, *, by: Any) -> None:
    """One mail, unless they did it themselves; none where nobody leads the project any more."""
    rows = Project.objects.select_related("pioneer__person", "pioneer__cohort")
    project = rows.prefetch_related("members").get(pk=member.project_id)
    leader = reporters([project])[project.pk]
    if leader == by or not leader.is_active or not permissions.is_led(project):
        return
    may = member.get_role_display().lower()
    link = links.absolute("qi_projects:project", project.pk)
    mail.queue(
        TEAM_CHANGED,
        to=leader,
        key=f"{TEAM_CHANGED}:{member.pk}:{'joined' if has == JOINED else 'ended'}",
        scope=project.pioneer.cohort.scope,
        thread=thread_of(project.pk),
        context={
            "member": member.shown_name,
            "has": has,
            "project": project.title,
            "now": f"They {may}." if has == JOINED else "What they wrote stays in it.",
            "link": f"{link}#team",
        },
    )
