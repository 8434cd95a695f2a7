"""Who may do what with a project and its poster. `subject` is the project."""

from __future__ import annotations

from typing import Any

from cohorts import permissions as cohorts
from core.access import rule
from pioneers.enums import PioneerState
from pioneers.models import Pairing


def _cohort(subject: Any) -> Any:
    return subject.pioneer.cohort


@rule("Whoever can see the project: its Pioneer, their mentor, programme staff")
def reads_project(user: Any, subject: Any) -> bool:
    """The row decides (`Project.objects.visible_to`): there is nothing more to ask."""
    return subject is not None


@rule("The Pioneer whose project it is")
def owns_project(user: Any, subject: Any) -> bool:
    return (
        subject is not None
        and subject.pioneer.person_id == user.pk
        and subject.pioneer.state != PioneerState.WITHDRAWN
    )


@rule("The Pioneer whose project it is, or staff of the programme")
def writes_project(user: Any, subject: Any) -> bool:
    """Staff may enter numbers and words for a Pioneer who cannot; the audit names who did."""
    return owns_project(user, subject) or judges_poster(user, subject)


@rule("Staff of the programme")
def judges_poster(user: Any, subject: Any) -> bool:
    return subject is not None and cohorts.staff(user, _cohort(subject))


@rule("The Pioneer, their current mentor, or staff of the programme")
def discusses_project(user: Any, subject: Any) -> bool:
    """A mentor only while the pairing lasts; a Pioneer who has withdrawn reads and is silent."""
    return writes_project(user, subject) or (
        subject is not None
        and Pairing.objects.current()
        .filter(pioneer=subject.pioneer_id, mentor__user=user.pk)
        .exists()
    )
