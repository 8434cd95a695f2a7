"""Reads for reviewers. Scores of others stay hidden until one's own are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet, Sum

from cohorts.models import Cohort
from pioneers.enums import ApplicationState
from pioneers.models import Answer, Application, Criterion, Question, Review, Score
from pioneers.selectors.staff import of_cohort, readable


@dataclass(frozen=True)
class Marks:
    """What one reader may know of an application's scores."""

    own: float | None = None
    median: float | None = None
    reviews: int = 0


def marks(user: Any, ids: Iterable[int]) -> dict[int, Marks]:
    """Per application: the reader's own score; the median only where the reader has scored."""
    rows = (
        Review.objects.filter(application__in=list(ids))
        .order_by()
        .values("application_id", "reviewer_id")
        .annotate(
            points=Sum(F("scores__value") * F("scores__criterion__weight")),
            weight=Sum("scores__criterion__weight"),
        )
    )
    found: dict[int, dict[int, float | None]] = {}
    for row in rows:
        score = row["points"] / row["weight"] if row["weight"] else None
        found.setdefault(row["application_id"], {})[row["reviewer_id"]] = score
    return {pk: _marks(user.pk, scores) for pk, scores in found.items()}


def _marks(reader: int, scores: Mapping[int, float | None]) -> Marks:
    known = [score for score in scores.values() if score is not None]
    return Marks(
        own=scores.get(reader),
        median=median(known) if known and reader in scores else None,
        reviews=len(scores),
    )


def next_to_review(user: Any, cohort: Cohort, *, after: int | None = None) -> Application | None:
    """The least read of those that this reader has not scored yet."""
    return (
        of_cohort(user, cohort)
        .filter(state=ApplicationState.SUBMITTED)
        .exclude(pk=after or 0)
        .exclude(reviews__reviewer=user)
        .annotate(times_read=Count("reviews"))
        .order_by("times_read", "submitted_at", "pk")
        .first()
    )


def left_to_review(user: Any, cohort: Cohort) -> int:
    return (
        of_cohort(user, cohort)
        .filter(state=ApplicationState.SUBMITTED)
        .exclude(reviews__reviewer=user)
        .count()
    )


def answers_of(application: Application) -> list[tuple[Question, str]]:
    """Every question of the cohort with what was written."""
    written = dict(
        Answer.objects.filter(application=application).values_list("question_id", "text")
    )
    questions = Question.objects.filter(cohort=application.cohort)
    return [(question, written.get(question.pk, "")) for question in questions]


def same_home(user: Any, application: Application) -> QuerySet[Application]:
    """Others who applied from the same home, to this cohort or another of the programme."""
    if application.home_id is None:
        return Application.objects.none()
    return (
        readable(user)
        .filter(home=application.home_id, cohort__programme=application.cohort.programme_id)
        .exclude(pk=application.pk)
        .exclude(state=ApplicationState.DRAFT)
        .select_related("cohort", "applicant")
        .order_by("-cohort__number", "name")
    )


def criteria_of(cohort: Cohort) -> list[Criterion]:
    return list(Criterion.objects.filter(cohort=cohort))


def reviews_seen_by(user: Any, application: Application) -> tuple[Review | None, list[Review]]:
    """The reader's own review, and the others': none at all until the reader's own is in."""
    scores = Score.objects.select_related("criterion").order_by("criterion__order", "pk")
    reviews = list(
        Review.objects.filter(application=application)
        .select_related("reviewer")
        .prefetch_related(Prefetch("scores", queryset=scores))
    )
    own = next((review for review in reviews if review.reviewer_id == user.pk), None)
    return own, [review for review in reviews if own and review is not own]
