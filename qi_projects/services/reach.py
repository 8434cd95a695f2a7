"""People beyond the team whom a project reached: the cascade."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from qi_projects.models import Project, Reach
from qi_projects.services.record import BASELINE, reopen_poster

MOST = 100_000


@transaction.atomic
def add_reach(
    project: Project, *, by: Any, group: str, people: int, on: date, how: str = ""
) -> Reach:
    if on > clock.today():
        raise Refused("This day is in the future. Add them when you have reached them.")
    if on < project.pioneer.cohort.starts_on - BASELINE:
        raise Refused(f"{on.day} {on:%B %Y} is long before the programme. Is the year right?")
    if not 1 <= people <= MOST:
        raise Refused("Please give the number of people, from 1.")
    reach = Reach.objects.create(
        project=project, group=group, people=people, on=on, how=how.strip(), added_by=by
    )
    reopen_poster(project, by=by)
    audit.record("added people reached", project, by=by, detail={"group": group, "people": people})
    return reach


@transaction.atomic
def remove_reach(reach: Reach, *, by: Any) -> None:
    detail = {"group": reach.group, "people": reach.people}
    audit.record("removed people reached", reach.project, by=by, detail=detail)
    reopen_poster(reach.project, by=by)
    reach.delete()
