"""What a pause of a home does to projects: the date by when they should get there moves."""

from __future__ import annotations

from pioneers.models import Pioneer
from pioneers.services.pauses import Change, on_pause
from qi_projects.services.due_dates import shift_due_dates


def follow(change: Change) -> list[tuple[object, Pioneer]]:
    if change.days:
        shift_due_dates(change.pioneers, shift=change.shift, by=change.by)
    return []


on_pause(follow)
