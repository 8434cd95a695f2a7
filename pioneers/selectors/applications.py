"""Reads for the applicant. Nothing here touches decisions, scores or ranks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cohorts.models import Cohort
from pioneers.models import Answer, Application, Question


def for_applicant(user: Any) -> QuerySet[Application]:
    """Rows of the applicant's pages; staff may know that one is there, the rule refuses them."""
    return Application.objects.visible_to(user).select_related(
        "cohort__programme", "home__borough", "borough", "applicant"
    )


def own(user: Any) -> QuerySet[Application]:
    return Application.objects.own(user).select_related("cohort__programme", "home")


def own_of(user: Any, cohort: Cohort) -> Application | None:
    return Application.objects.own(user).filter(cohort=cohort).first()


def questions_of(cohort: Cohort) -> list[Question]:
    return list(Question.objects.filter(cohort=cohort))


def answers_of(application: Application) -> dict[str, str]:
    """{question's key: what was typed}."""
    return dict(Answer.objects.filter(application=application).values_list("question__key", "text"))
