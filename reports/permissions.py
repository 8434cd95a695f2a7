"""Who may read what reports shows."""

from __future__ import annotations

from typing import Any

from cohorts.permissions import administrator, staff
from core import roles
from core.access import Rule, rule


@rule("Contacts of a funder")
def funder(user: Any, subject: Any) -> bool:
    return "funder" in roles.held_by(user)


@rule("The Pioneer whose certificate it is")
def own_certificate(user: Any, subject: Any) -> bool:
    return subject.pioneer.person_id == user.pk


@rule("Staff of the programme of a Pioneer")
def staff_of_pioneer(user: Any, subject: Any) -> bool:
    return staff(user, subject.pioneer)


reads_certificate: Rule = own_certificate | staff_of_pioneer
reads_summaries: Rule = staff | funder
issues_summaries: Rule = administrator

__all__ = ["funder", "issues_summaries", "reads_certificate", "reads_summaries", "staff"]
