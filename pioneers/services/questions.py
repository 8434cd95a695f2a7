"""What a cohort asks its applicants."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit
from pioneers.models import Question


@transaction.atomic
def require(cohort: Cohort, *, keys: Collection[str], by: Any) -> None:
    """Exactly these questions must be answered; the cohort's others may be left out."""
    questions = Question.objects.filter(cohort=cohort)
    questions.filter(key__in=keys).update(required=True)
    questions.exclude(key__in=keys).update(required=False)
    audit.record("changed required questions", cohort, by=by, detail={"required": sorted(keys)})
