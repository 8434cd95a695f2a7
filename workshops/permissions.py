"""Who may see and do what with learning sets and sessions."""

from __future__ import annotations

from typing import Any

from cohorts.permissions import staff
from core import roles
from core.access import rule
from pioneers.models import Pioneer
from workshops.enums import SessionState
from workshops.models import Attendance, LearningSet, Session, SetMembership


def _set_of(subject: Any) -> LearningSet | None:
    return subject if isinstance(subject, LearningSet) else subject.learning_set


def _is_fixed(subject: Any) -> bool:
    """Proposals are staff's own drafts."""
    return not isinstance(subject, Session) or subject.state != SessionState.PROPOSED


@rule("Pioneers, and facilitators of learning sets")
def takes_part(user: Any, subject: Any) -> bool:
    return bool(roles.held_by(user) & {"pioneer", "facilitator"})


@rule("The facilitator of this learning set")
def facilitator_of(user: Any, subject: Any) -> bool:
    learning_set = _set_of(subject)
    return bool(learning_set and learning_set.facilitator_id == user.pk and _is_fixed(subject))


@rule("Its members, while they are members")
def member_of(user: Any, subject: Any) -> bool:
    learning_set = _set_of(subject)
    mine = SetMembership.objects.of_person(user).filter(learning_set=learning_set)
    return learning_set is not None and mine.exists()


@rule("A Pioneer of another set who comes to this meeting in place of one of their own")
def guest_at(user: Any, subject: Session) -> bool:
    """Of the one meeting, not of its set: a guest sees no members and no other dates."""
    return Attendance.objects.guests().filter(session=subject, pioneer__person=user).exists()


@rule("Pioneers who are expected there")
def expected_at(user: Any, subject: Session) -> bool:
    if not _is_fixed(subject):
        return False
    if subject.learning_set_id:
        return member_of(user, subject) or guest_at(user, subject)
    mine = Pioneer.objects.counted().filter(person=user, cohort=subject.cohort_id)
    return mine.exists()


@rule("Facilitators in the cohort, for what is for everybody")
def facilitates_in_cohort(user: Any, subject: Session) -> bool:
    if subject.learning_set_id or not _is_fixed(subject):
        return False
    return LearningSet.objects.facilitated_by(user).filter(cohort=subject.cohort_id).exists()


@rule("Staff of the programme, if the session is for everybody")
def staff_of_common(user: Any, subject: Session) -> bool:
    return subject.learning_set_id is None and staff(user, subject)


@rule("Who added it")
def added_it(user: Any, subject: Any) -> bool:
    return subject.added_by_id == user.pk


@rule("Staff of the programme")
def staff_of_its_session(user: Any, subject: Any) -> bool:
    return staff(user, subject.session)


@rule("Whoever may see its session")
def sees_its_session(user: Any, subject: Any) -> bool:
    return may_see_session(user, subject.session)


may_see_session = staff | facilitator_of | expected_at | facilitates_in_cohort
may_see_set = staff | facilitator_of | member_of
may_see_members_needs = staff | facilitator_of
may_take_register = staff | facilitator_of
may_send_apologies = expected_at
# Staff type a learning set's joining link and never read it back: the set meets in confidence.
may_join = facilitator_of | expected_at | facilitates_in_cohort | staff_of_common
may_add_material = staff | facilitator_of
may_remove_material = staff_of_its_session | added_it
