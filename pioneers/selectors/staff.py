"""The applications that a person reads as staff."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cohorts.models import Cohort
from pioneers.models import Application


def readable(user: Any) -> QuerySet[Application]:
    """The applications a person reads as staff: of their programmes, never their own."""
    if not user.is_authenticated:
        return Application.objects.none()
    return Application.objects.filter(cohort__in=Cohort.objects.visible_to(user)).exclude(
        applicant=user
    )


def of_cohort(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return readable(user).filter(cohort=cohort)


def for_reading(user: Any) -> QuerySet[Application]:
    return readable(user).select_related(
        "cohort__programme", "home__borough", "borough", "applicant"
    )
