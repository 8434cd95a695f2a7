from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import audit
from core.errors import Refused
from qi_projects.models import PdsaCycle, Project
from qi_projects.services.record import AFTERWARDS, BASELINE, lock, reopen_poster


@transaction.atomic
def add_cycle(
    project: Project, *, by: Any, title: str, started_on: date, **fields: Any
) -> PdsaCycle:
    """The next PDSA cycle; cycles are numbered in the order they are added."""
    lock(project)
    last = project.cycles.aggregate(last=Max("number"))["last"] or 0
    cycle = PdsaCycle(
        project=project, number=last + 1, title=title.strip(), started_on=started_on, **fields
    )
    _check_cycle(cycle)
    cycle.save()
    reopen_poster(project, by=by)
    audit.record("added PDSA cycle", cycle, by=by, detail={"project": project.pk})
    return cycle


@transaction.atomic
def change_cycle(cycle: PdsaCycle, *, by: Any, **fields: Any) -> PdsaCycle:
    changed = [name for name, value in fields.items() if getattr(cycle, name) != value]
    if not changed:
        return cycle
    for name in changed:
        setattr(cycle, name, fields[name])
    _check_cycle(cycle)
    cycle.save()
    reopen_poster(cycle.project, by=by)
    audit.record("changed PDSA cycle", cycle, by=by, detail={"fields": sorted(changed)})
    return cycle


def _check_cycle(cycle: PdsaCycle) -> None:
    if cycle.ended_on and cycle.ended_on < cycle.started_on:
        raise Refused("The cycle cannot end before it starts: please look at the two dates.")
    cohort = cycle.project.pioneer.cohort
    if not cohort.starts_on - BASELINE <= cycle.started_on <= cohort.ends_on + AFTERWARDS:
        day = f"{cycle.started_on.day} {cycle.started_on:%B %Y}"
        raise Refused(f"{day} is far outside the programme. Is the year right?")
