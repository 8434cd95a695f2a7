"""Who may do what with applications, mentoring and Pioneers."""

from __future__ import annotations

from typing import Any

from cohorts import permissions as cohorts
from core import roles
from core.access import rule
from pioneers import reviewers
from pioneers.enums import CAN_CHANGE
from pioneers.selectors import staff as staff_rows


@rule("The person who applies")
def own_application(user: Any, subject: Any) -> bool:
    return subject is not None and subject.applicant_id == user.pk


@rule("Staff who type an application in for somebody, until they hand it over")
def enters_application(user: Any, subject: Any) -> bool:
    """All but the yes to the dates, which is the applicant's, as is sending it."""
    if subject is None or subject.entered_by_id is None or not subject.is_draft:
        return False
    return subject.entered_by_id == user.pk and cohorts.staff(user, subject)


fills_in_application = own_application | enters_application


@rule("Staff of the programme: not for themselves, and not while they read the cohort blind")
def lets_in(user: Any, subject: Any) -> bool:
    """Invitations, deadlines, handing over; `subject` is a cohort, invitation or application."""
    if getattr(subject, "applicant_id", None) == user.pk or not cohorts.staff(user, subject):
        return False
    return not staff_rows.reads_blind(user, getattr(subject, "cohort", subject))


@rule("The person who applies")
def begins_application(user: Any, subject: Any) -> bool:
    """`subject` is the applicant."""
    return user == subject


@rule(
    "The person who applies: until it is sent all of it, and after that what is still open. "
    "Staff who enter it for somebody: until they hand it over"
)
def edits_application(user: Any, subject: Any) -> bool:
    """What of a sent one, and until when: services.amending."""
    return fills_in_application(user, subject) and subject.state in CAN_CHANGE


@rule("Staff of the programme")
def asks_questions(user: Any, subject: Any) -> bool:
    """What a cohort asks its applicants; `subject` is the cohort."""
    return cohorts.staff(user, subject)


@rule("The person who answered; once it is sent, who reads the application and that answer")
def reads_answer_file(user: Any, subject: Any) -> bool:
    """`subject` is the answer. A reviewer gets no file that their page does not show."""
    application, question = subject.application, subject.question
    if fills_in_application(user, application):
        return True
    if not application.was_sent or not reads_application(user, application):
        return False
    if not question.for_reviewers and not cohorts.staff(user, application):
        return False
    # What is inside a file cannot be looked through for names.
    return not staff_rows.reads_blind(user, application.cohort)


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


@rule("Staff of the programme, but for their own application")
def decides(user: Any, subject: Any) -> bool:
    """Nobody is told anything yet: see applies_decisions."""
    return reviews_application(user, subject)


@rule("Staff of the programme, but for their own application")
def asks_manager(user: Any, subject: Any) -> bool:
    """To write to the line manager that the applicant named."""
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


@rule("The mentor and the Pioneer of a pair, while they are one")
def in_pair(user: Any, subject: Any) -> bool:
    """`subject` is the pairing."""
    return mentors(user, subject) or (
        subject.pioneer.person_id == user.pk and not (subject.ended_on or subject.mentor.left_on)
    )


@rule("Pioneers")
def takes_part(user: Any, subject: Any) -> bool:
    return "pioneer" in roles.held_by(user)


@rule("Staff of the programme; of a private view, who made it")
def changes_view(user: Any, subject: Any) -> bool:
    return cohorts.staff(user, subject) and (subject.shared or subject.made_by_id == user.pk)


@rule("Staff of the programme, but not while they read the cohort blind")
def knows_who_applies(user: Any, subject: Any) -> bool:
    """`subject` is the cohort: to write to applicants or to take their details away."""
    return cohorts.staff(user, subject) and not staff_rows.reads_blind(user, subject)


@rule("Staff of the programme, but not while they read the cohort blind, nor their own application")
def hides_words(user: Any, subject: Any) -> bool:
    """`subject` is the application: what else blind readers of it do not see."""
    return reviews_application(user, subject) and knows_who_applies(user, subject.cohort)


@rule("Staff of the programme")
def prepares_reading(user: Any, subject: Any) -> bool:
    """What is scored, who reads and how; `subject` is the cohort."""
    return cohorts.staff(user, subject)


@rule("The reviewers of any cohort")
def reads(user: Any, subject: Any) -> bool:
    return "reviewer" in roles.held_by(user)


@rule("The cohort’s reviewers")
def reads_for_cohort(user: Any, subject: Any) -> bool:
    """`subject` is the cohort."""
    return reviewers.reads_for(user, subject.pk)


@rule("The cohort’s reviewers, but for their own application")
def reads_as_reviewer(user: Any, subject: Any) -> bool:
    """`subject` is the application."""
    return not own_application(user, subject) and reviewers.reads_for(user, subject.cohort_id)
