"""How people come in by another way than the open call, as staff see it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from cohorts.models import Cohort
from pioneers.models import Application, CallInterest, EligibilityRule, Invitation
from pioneers.selectors.staff import readable


def rules_of(cohort: Cohort) -> QuerySet[EligibilityRule]:
    return EligibilityRule.objects.filter(cohort=cohort).select_related("cohort")


def invitations_of(user: Any, cohort: Cohort) -> QuerySet[Invitation]:
    """With the application that each began, if it did."""
    begun = Application.objects.select_related("applicant", "cohort")
    return (
        Invitation.objects.visible_to(user)
        .filter(cohort=cohort)
        .select_related("made_by", "cohort")
        .prefetch_related(Prefetch("applications", queryset=begun))
    )


def entered_by(user: Any, cohort: Cohort) -> QuerySet[Application]:
    """What this person is typing in for somebody, and has not handed over."""
    return (
        Application.objects.visible_to(user)
        .filter(cohort=cohort, entered_by=user)
        .select_related("applicant", "cohort")
    )


def let_in(user: Any) -> QuerySet[Application]:
    """Applications of the programmes one works for, drafts included: only who, never what."""
    return readable(user).select_related(
        "cohort__programme", "applicant", "invitation", "entered_by", "home", "borough"
    )


def waiting_for_a_call(cohort: Cohort) -> int:
    """How many asked to be told when a call opens, and were not yet."""
    return CallInterest.objects.filter(
        programme=cohort.programme_id, told_of__isnull=True, stopped_at__isnull=True
    ).count()


def told_of(cohort: Cohort) -> int:
    return CallInterest.objects.filter(told_of=cohort).count()
