"""Who may read what reports shows."""

from __future__ import annotations

from typing import Any

from cohorts.permissions import administrator, staff
from core import roles
from core.access import Rule, rule


@rule("Contacts of a funder")
def funder(user: Any, subject: Any) -> bool:
    return "funder" in roles.held_by(user)


reads_summaries: Rule = staff | funder
issues_summaries: Rule = administrator

__all__ = ["funder", "issues_summaries", "reads_summaries", "staff"]
