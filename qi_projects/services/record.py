"""What every change of a project's record shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F

from core import audit, clock
from qi_projects import permissions
from qi_projects.enums import PosterState
from qi_projects.models import Poster, Project

# A baseline may be older than the cohort, but a year slips easily when a date is typed.
BASELINE = timedelta(days=366)
AFTERWARDS = timedelta(days=731)


def lock(project: Project) -> None:
    """Two people may add to one project at once: the second waits for the first."""
    Project.objects.select_for_update().get(pk=project.pk)


def reopen_poster(project: Project, *, by: Any) -> None:
    """An approved poster whose record changed goes back to be checked: it shows something new.

    A yes to showing it to everybody stands over what its own author changes: nothing is shown
    before they have sent it again. What anybody else changes, they are asked about anew.
    """
    agreed = Poster.objects.filter(project=project, public_version__isnull=False)
    if agreed.exists() and not permissions.owns_project(by, project):
        agreed.update(public_version=None)
    Poster.objects.filter(project=project, state=PosterState.APPROVED).update(
        state=PosterState.DRAFT,
        version=F("version") + 1,
        declared=False,
        changed_at=clock.now(),
    )


def ask_anew_to_show_poster(project: Project) -> None:
    """Somebody else leads from now on: the yes to showing it was not theirs."""
    Poster.objects.filter(project=project).update(public_version=None)


def vouch(project: Project, *, by: Any, signs: Iterable[str]) -> None:
    """Keep that somebody said nobody could be recognised by what they wrote, never the words."""
    audit.record("said nobody could be recognised", project, by=by, detail={"found": sorted(signs)})
