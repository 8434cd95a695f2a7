"""That somebody took applicants' details out of the system."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from pioneers import permissions


@transaction.atomic
def record(cohort: Cohort, *, by: Any, count: int, columns: list[str]) -> None:
    """Refused to who may not; else the trail says who took how many, and which columns."""
    if not permissions.knows_who_applies(by, cohort):
        raise Refused("Only staff who do not read this cohort blind can take the table out.")
    audit.record(
        "exported applications", cohort, by=by, detail={"count": count, "columns": columns}
    )
