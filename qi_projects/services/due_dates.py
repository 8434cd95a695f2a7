"""Dates by which something is due in a project, and how a pause moves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from core import audit, clock
from pioneers.models import Pioneer
from qi_projects.enums import PosterState
from qi_projects.models import Project


@transaction.atomic
def shift_due_dates(
    pioneers: Iterable[Pioneer], *, shift: Callable[[date], date], by: Any
) -> list[Project]:
    """Move the “by when” of these Pioneers' aims; returns the projects whose date changed.

    A date that has passed stays, and so does one on an approved poster: it is in print. A shorter
    pause never moves a date into the past.
    """
    rows = (
        Project.objects.select_for_update(of=("self",))
        .filter(pioneer__in=list(pioneers), aim_by__gte=clock.today())
        .exclude(poster__state=PosterState.APPROVED)
        .order_by("pk")
    )
    moved = []
    for project in rows:
        was = project.aim_by
        assert was is not None
        now = max(shift(was), clock.today())
        if now == was:
            continue
        project.aim_by = now
        project.save(update_fields=["aim_by"])
        audit.record(
            "moved due date of project",
            project,
            by=by,
            detail={"from": was.isoformat(), "to": now.isoformat()},
        )
        moved.append(project)
    return moved
