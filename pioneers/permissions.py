"""Who may do what with applications, mentoring and Pioneers."""

from __future__ import annotations

from typing import Any

from cohorts import permissions as cohorts
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
