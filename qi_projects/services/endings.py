"""The end of a project, whatever came of it; and taking it up again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from qi_projects.models import Project
from qi_projects.services.record import lock, reopen_poster


@transaction.atomic
def end_project(
    project: Project, *, by: Any, outcome: str, outcome_words: str, ended_on: date
) -> Project:
    """Say how it ended and what is known now. Said again, the newer words hold."""
    lock(project)
    if ended_on > clock.today():
        raise Refused("This day is in the future. End the project when it has ended.")
    if ended_on < project.started_on:
        day = f"{project.started_on.day} {project.started_on:%B %Y}"
        raise Refused(f"The project started on {day}. It cannot have ended before that.")
    project.outcome = outcome
    project.outcome_words = outcome_words.strip()
    project.ended_on = ended_on
    project.save(update_fields=["outcome", "outcome_words", "ended_on"])
    reopen_poster(project, by=by)
    audit.record("ended project", project, by=by, detail={"outcome": outcome})
    return project


@transaction.atomic
def take_up_again(project: Project, *, by: Any) -> Project:
    """It goes on. What was known at the end stays, to be said again or changed."""
    lock(project)
    if project.ended_on is None:
        return project
    project.outcome, project.ended_on = "", None
    project.save(update_fields=["outcome", "ended_on"])
    reopen_poster(project, by=by)
    audit.record("took project up again", project, by=by)
    return project
