"""Who may do what with a project and its poster. `subject` is the project."""

from __future__ import annotations

from typing import Any

from cohorts import permissions as cohorts
from core.access import rule
from pioneers.enums import PioneerState
from pioneers.models import Pairing


def _cohort(subject: Any) -> Any:
    return subject.pioneer.cohort


@rule("Whoever can see the project: its Pioneer, who carries it on, a mentor, programme staff")
def reads_project(user: Any, subject: Any) -> bool:
    """The row decides (`Project.objects.visible_to`): there is nothing more to ask."""
    return subject is not None


@rule("The Pioneer whose project it is, or who carries it on")
def owns_project(user: Any, subject: Any) -> bool:
    """A Pioneer who withdrew writes no more; who carries it on does, from acceptance to the end."""
    if subject is None:
        return False
    if subject.pioneer.person_id == user.pk and subject.pioneer.state != PioneerState.WITHDRAWN:
        return True
    return any(
        successor.person_id == user.pk and successor.is_carrying_on
        for successor in subject.successors.all()
    )


@rule("The Pioneer whose project it is, or staff of the programme")
def hands_on(user: Any, subject: Any) -> bool:
    """Also a Pioneer who has left: the project stays with the home. Who carries it on may not."""
    return subject is not None and (
        subject.pioneer.person_id == user.pk or judges_poster(user, subject)
    )


@rule("The Pioneer whose project it is, who carries it on, or staff of the programme")
def writes_project(user: Any, subject: Any) -> bool:
    """Staff may enter numbers and words for a Pioneer who cannot; the audit names who did."""
    return owns_project(user, subject) or judges_poster(user, subject)


@rule("The Pioneer whose project it is, also one who has left, who carries it on, or staff")
def hides_poster(user: Any, subject: Any) -> bool:
    """The yes to showing a poster was the Pioneer's own: they can take it back for good."""
    return hands_on(user, subject) or writes_project(user, subject)


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
