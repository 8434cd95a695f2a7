"""Who may do what with applications, mentoring and Pioneers."""

from __future__ import annotations

from typing import Any

from cohorts import permissions as cohorts
from core import roles
from core.access import rule
from pioneers.enums import ApplicationState


@rule("The person who applies")
def own_application(user: Any, subject: Any) -> bool:
    return subject is not None and subject.applicant_id == user.pk


@rule("The person who applies")
def begins_application(user: Any, subject: Any) -> bool:
    """`subject` is the applicant."""
    return user == subject


@rule("The person who applies, until it is sent")
def edits_application(user: Any, subject: Any) -> bool:
    return own_application(user, subject) and subject.state == ApplicationState.DRAFT


@rule("The person who applies, or staff of the programme")
def withdraws_application(user: Any, subject: Any) -> bool:
    return own_application(user, subject) or cohorts.staff(user, subject)


@rule("Staff of the programme, but for their own application")
def reviews_application(user: Any, subject: Any) -> bool:
    return cohorts.staff(user, subject) and not own_application(user, subject)


@rule("Staff of the programme, but for their own application")
def decides(user: Any, subject: Any) -> bool:
    """Nobody is told anything yet: see applies_decisions."""
    return reviews_application(user, subject)


@rule("Staff of the programme")
def applies_decisions(user: Any, subject: Any) -> bool:
    """`subject` is the cohort."""
    return cohorts.staff(user, subject)


@rule("The person who was offered the place")
def answers_offer(user: Any, subject: Any) -> bool:
    return own_application(user, subject)


@rule("Staff of the programme")
def looks_after_pioneers(user: Any, subject: Any) -> bool:
    """Mentors and places; `subject` is a Pioneer, a cohort, or None for the list of mentors."""
    return cohorts.staff(user, subject)


@rule("Mentors, for the Pioneers they mentor now")
def mentors(user: Any, subject: Any) -> bool:
    """`subject` is a pairing, or None for the list of one's own mentees."""
    if subject is None:
        return "mentor" in roles.held_by(user)
    over = subject.ended_on or subject.mentor.left_on
    return subject.mentor.user_id == user.pk and not over
