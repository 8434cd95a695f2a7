"""Who may do what with a project and its poster. `subject` is the project.

Its Pioneer leads it, or who carries it on. Whom they invited to the team does what their place
says, as long as somebody leads it: where the Pioneer has left, their team reads and is silent, too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cohorts import permissions as cohorts
from core import roles
from core.access import rule
from pioneers.enums import PioneerState
from pioneers.models import Pairing
from qi_projects.models import Member


def _cohort(subject: Any) -> Any:
    return subject.pioneer.cohort


def place_of(user: Any, subject: Any) -> Member | None:
    """By which somebody who was invited is in the project now."""
    rows = subject.members.all()
    return next((row for row in rows if row.person_id == user.pk and row.is_in), None)


def is_led(subject: Any) -> bool:
    """By its Pioneer, or by who carries it on."""
    return subject.pioneer.state != PioneerState.WITHDRAWN or any(
        row.is_carrying_on for row in subject.members.all()
    )


@rule("Whoever can see the project: its Pioneer, its team, who carries it on, a mentor, staff")
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
    place = place_of(user, subject)
    return place is not None and place.is_carrying_on


@rule("The Pioneer whose project it is, or staff of the programme")
def hands_on(user: Any, subject: Any) -> bool:
    """Also a Pioneer who has left: the project stays with the home. Who carries it on may not."""
    return subject is not None and (
        subject.pioneer.person_id == user.pk or judges_poster(user, subject)
    )


@rule("The Pioneer whose project it is, who carries it on, or staff of the programme")
def leads_project(user: Any, subject: Any) -> bool:
    """What the project is about, what is counted, its end, its poster's way to print, its team.

    Staff may do it for a Pioneer who cannot; the audit names who did.
    """
    return owns_project(user, subject) or judges_poster(user, subject)


@rule("Whoever leads the project, and members of its team who may write")
def writes_project(user: Any, subject: Any) -> bool:
    """Its record: numbers, updates, changes and ideas, people reached, words and photographs."""
    return subject is not None and (
        _helps(user, subject, "may_write") or leads_project(user, subject)
    )


@rule("The Pioneer whose project it is, also one who has left, who carries it on, or staff")
def hides_poster(user: Any, subject: Any) -> bool:
    """The yes to showing a poster was the Pioneer's own: they can take it back for good."""
    return hands_on(user, subject) or leads_project(user, subject)


@rule("Staff of the programme")
def judges_poster(user: Any, subject: Any) -> bool:
    return subject is not None and cohorts.staff(user, _cohort(subject))


@rule("Whoever writes it, members of its team who may comment, the current mentor")
def discusses_project(user: Any, subject: Any) -> bool:
    """A mentor only while the pairing lasts; a Pioneer who has withdrawn reads and is silent."""
    return subject is not None and (
        _helps(user, subject, "may_comment")
        or writes_project(user, subject)
        or _mentors(user, subject)
    )


@rule("Members of the project's team, about their own place")
def has_place(user: Any, subject: Any) -> bool:
    place = subject and place_of(user, subject)
    return bool(place and place.is_in_team)


def sees_comments_since(user: Any, subject: Any) -> datetime | None:
    """From when on; None where all are for them.

    Mentor and staff were told who reads what they write: whoever joined later was not among them.
    """
    if not has_place(user, subject):
        return None
    others = subject.pioneer.person_id == user.pk or judges_poster(user, subject)
    if others or _mentors(user, subject):
        return None
    place = place_of(user, subject)
    return place.accepted_at if place else None


def _helps(user: Any, subject: Any, what: str) -> bool:
    place = place_of(user, subject)
    return place is not None and getattr(place, what) and is_led(subject)


def _mentors(user: Any, subject: Any) -> bool:
    pairs = Pairing.objects.current().filter(pioneer=subject.pioneer_id, mentor__user=user.pk)
    # Every request knows the roles: most people need no question here.
    return "mentor" in roles.held_by(user) and pairs.exists()
