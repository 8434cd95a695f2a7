"""A side's late report, what was said of its project, and the link that takes an update."""

from __future__ import annotations

from datetime import timedelta

from core import clock, links
from qi_projects import update_links
from qi_projects.models import Comment, ProgressReport
from tests.access.sides import Side, secret


def add(side: Side) -> None:
    rows = side.rows
    project, person = rows["project"], rows["pioneer"].person
    late = clock.today() - timedelta(days=9)
    rows["report"] = ProgressReport.objects.create(project=project, usual_on=late, due_on=late)
    Comment.objects.create(
        project=project,
        text=secret(side, "comment on the project"),
        written_by=rows["mentor"].user,
    )
    rows["update_token"] = links.create(
        update_links.ACTION, project, person=person, expires_at=clock.now() + update_links.LASTS
    )
