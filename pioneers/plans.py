"""How a new cohort is chosen: like the cohort it is copied from, or by the model's defaults."""

from __future__ import annotations

from typing import Any

from cohorts.models import Cohort
from pioneers.models import SelectionPlan

COPIED = (
    "blind",
    "reviews_each",
    "disagreement",
    "offer_days",
    "promotes_by_itself",
    "targets",
)


def plan_of(cohort: Cohort) -> SelectionPlan:
    """The cohort's plan; one that was never saved where the cohort was made without a service."""
    return SelectionPlan.objects.filter(cohort=cohort).first() or SelectionPlan(cohort=cohort)


def add_plan(cohort: Cohort, source: Cohort | None, by: Any) -> None:
    """Called by `cohorts.services` for each new cohort."""
    copied = plan_of(source) if source is not None else SelectionPlan()
    SelectionPlan.objects.create(cohort=cohort, **{name: getattr(copied, name) for name in COPIED})
