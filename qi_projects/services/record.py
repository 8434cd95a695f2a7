"""What every change of a project's record shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F

from core import audit, clock
from qi_projects.enums import PosterState
from qi_projects.models import Poster, Project

# A baseline may be older than the cohort, but a year slips easily when a date is typed.
BASELINE = timedelta(days=366)
AFTERWARDS = timedelta(days=731)


def lock(project: Project) -> None:
    """Two people may add to one project at once: the second waits for the first."""
    Project.objects.select_for_update().get(pk=project.pk)


def reopen_poster(project: Project) -> None:
    """An approved poster whose record changed goes back to be checked: it shows something new.

    Before that, a yes to showing it to everybody was said of what it showed until now.
    """
    Poster.objects.filter(project=project, public_version__isnull=False).update(public_version=None)
    Poster.objects.filter(project=project, state=PosterState.APPROVED).update(
        state=PosterState.DRAFT,
        version=F("version") + 1,
        declared=False,
        changed_at=clock.now(),
    )


def vouch(project: Project, *, by: Any, signs: Iterable[str]) -> None:
    """Keep that somebody said nobody could be recognised by what they wrote, never the words."""
    audit.record("said nobody could be recognised", project, by=by, detail={"found": sorted(signs)})
