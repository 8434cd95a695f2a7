"""Who may work on a programme and its cohorts."""

from __future__ import annotations

from typing import Any

from cohorts.enums import StaffLevel
from cohorts.models import Cohort, Programme
from core import roles
from core.access import rule


def programme_id_of(subject: Any) -> int | None:
    """The programme that a row belongs to: itself, its own, or its cohort's."""
    if isinstance(subject, Programme):
        return subject.pk
    if isinstance(subject, Cohort):
        return subject.programme_id
    cohort = getattr(subject, "cohort", None)
    return cohort.programme_id if cohort is not None else getattr(subject, "programme_id", None)


def _level(user: Any, programme_id: int | None) -> set[str]:
    """The levels that the user holds, of one programme or of any; looked up once per request."""
    held = (detail.split(":") for detail in roles.details(user, "staff"))
    return {
        level for programme, level in held if programme_id is None or int(programme) == programme_id
    }


@rule("Staff of the programme")
def staff(user: Any, subject: Any) -> bool:
    return bool(_level(user, programme_id_of(subject)))


@rule("Administrators of the programme")
def administrator(user: Any, subject: Any) -> bool:
    return StaffLevel.ADMINISTRATOR in _level(user, programme_id_of(subject))
