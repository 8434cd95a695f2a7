"""What a new cohort's applications are scored on: the copied cohort's criteria, or these."""

from __future__ import annotations

from typing import Any

from cohorts.models import Cohort
from pioneers.models import Criterion

DEFAULTS: list[dict[str, Any]] = [
    {
        "title": "Knows why, and why now",
        "guidance": (
            "Could this person say what would be different in a year? "
            "Plain words count as much as fine ones."
        ),
        "weight": 2,
    },
    {
        "title": "Looks at their own leading",
        "guidance": ("Do they see their own part in what is hard, and not only other people’s?"),
        "weight": 2,
    },
    {
        "title": "A change that matters to people in the home",
        "guidance": ("Is it small enough to try, and would residents, relatives or staff notice?"),
        "weight": 2,
    },
    {
        "title": "Can act in their own home",
        "guidance": "Do they have the role and the backing to try something?",
        "weight": 1,
    },
]
COPIED = ("title", "guidance", "weight", "optional", "order")


def add_criteria(cohort: Cohort, source: Cohort | None, by: Any) -> None:
    """Give a cohort that has just been made its criteria (a cohorts.services starter)."""
    if source is None:
        rows = [{**fields, "order": place} for place, fields in enumerate(DEFAULTS)]
    else:
        rows = list(Criterion.objects.filter(cohort=source).values(*COPIED))
    Criterion.objects.bulk_create([Criterion(cohort=cohort, **row) for row in rows])
