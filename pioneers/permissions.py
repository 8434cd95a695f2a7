"""Who may do what with applications, mentoring and Pioneers."""

from __future__ import annotations

from typing import Any

from cohorts import permissions as cohorts
from core import roles
from core.access import rule
from pioneers import reviewers
from pioneers import reviewers
from pioneers.enums import CAN_CHANGE


@rule("The person who applies")
def own_application(user: Any, subject: Any) -> bool:
    return subject is not None and subject.applicant_id == user.pk


@rule("The person who applies")
def begins_application(user: Any, subject: Any) -> bool:
    """`subject` is the applicant."""
    return user == subject


@rule("The person who applies: until it is sent all of it, and after that what is still open")
def edits_application(user: Any, subject: Any) -> bool:
    """What of a sent one, and until when: services.amending."""
    return own_application(user, subject) and subject.state in CAN_CHANGE


@rule("Staff of the programme")
def asks_questions(user: Any, subject: Any) -> bool:
    """What a cohort asks its applicants; `subject` is the cohort."""
    return cohorts.staff(user, subject)


@rule("The person who answered; once it is sent, staff of the programme")
def reads_answer_file(user: Any, subject: Any) -> bool:
    """`subject` is the answer."""
    application = subject.application
    if own_application(user, application):
        return True
    return not application.is_draft and reviews_application(user, application)


@rule("The person who applies, or staff of the programme")
def withdraws_application(user: Any, subject: Any) -> bool:
    return own_application(user, subject) or cohorts.staff(user, subject)


@rule("Staff of the programme, but for their own application")
def reviews_application(user: Any, subject: Any) -> bool:
    return cohorts.staff(user, subject) and not own_application(user, subject)


@rule("Staff of the programme and the cohort’s reviewers, but for their own application")
def reads_application(user: Any, subject: Any) -> bool:
    """Who has declared a conflict of interest does not reach it: see selectors.staff."""
    if own_application(user, subject):
        return False
    return cohorts.staff(user, subject) or reviewers.reads_for(user, subject.cohort_id)


@rule("Staff of the programme and the cohort’s reviewers, but for their own application")
def reads_application(user: Any, subject: Any) -> bool:
    """Who has declared a conflict of interest does not reach it: see selectors.staff."""
    if own_application(user, subject):
        return False
    return cohorts.staff(user, subject) or reviewers.reads_for(user, subject.cohort_id)


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
