"""What a pause of a home does to projects: dates by when something is due move with it."""

from __future__ import annotations

from pioneers.models import Pioneer
from pioneers.services.pauses import Change, on_pause
from qi_projects.services.due_dates import shift_due_dates
from qi_projects.services.reports import follow_pause


def follow(change: Change) -> list[tuple[object, Pioneer]]:
    if change.days:
        shift_due_dates(change.pioneers, shift=change.shift, by=change.by)
    follow_pause(change)
    return []


on_pause(follow)
