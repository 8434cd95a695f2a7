"""Who reads for which cohort: a relation with dates, looked up once for each request."""

from __future__ import annotations

from typing import Any

from core import roles
from pioneers.models import Reviewer


def reads_for(user: Any, cohort_id: int) -> bool:
    """Whether this person is one of the cohort's reviewers now."""
    if "reviewer" not in roles.held_by(user):
        return False
    if not hasattr(user, "_reads_for"):
        user._reads_for = set(
            Reviewer.objects.filter(user=user, left_at__isnull=True).values_list(
                "cohort_id", flat=True
            )
        )
    return cohort_id in user._reads_for
