"""A cohort's questions as staff see them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from cohorts.models import Cohort
from pioneers.enums import ApplicationState, QuestionKind
from pioneers.models import Application, Question

OF_CHOICES = (QuestionKind.CHOICE, QuestionKind.SEVERAL)


def of_cohort(cohort: Cohort) -> QuerySet[Question]:
    """Each with `answered`: how many have answered it."""
    answered = Count("answers", filter=~Q(answers__text=""))
    return (
        Question.objects.filter(cohort=cohort)
        .select_related("shown_if", "cohort__programme")
        .annotate(answered=answered)
        # A query that counts in groups has no order of its model's own.
        .order_by("order", "pk")
    )


def can_come_before(cohort: Cohort, question: Question | None) -> list[Question]:
    """Questions with choices that `question` may wait for: those before it."""
    rows = Question.objects.filter(cohort=cohort, retired=False, kind__in=OF_CHOICES)
    if question is not None:
        rows = rows.filter(order__lte=question.order).exclude(pk=question.pk)
    return list(rows)


def sent_already(cohort: Cohort) -> int:
    """How many sent their application, and will not look at the form again by themselves."""
    return (
        Application.objects.filter(cohort=cohort)
        .exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
        .count()
    )
