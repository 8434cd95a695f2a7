"""Who reads for which cohort."""

from __future__ import annotations

from typing import Any

from core import roles


def reads_for(user: Any, cohort_id: int) -> bool:
    """Whether this person is one of the cohort's reviewers now; no query of its own."""
    return str(cohort_id) in roles.details(user, "reviewer")
