"""Reads for reviewers. Scores of others stay hidden until one's own are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cohorts.models import Cohort
from core.kept_queries import SOMEBODY, SOMETHING, KeptQuery, stand_ins
from core.models import User
from pioneers.enums import ApplicationState
from pioneers.models import (
    Application,
    Assignment,
    ConflictOfInterest,
    Criterion,
    Review,
    Score,
)
from pioneers.selectors.staff import for_reader, not_theirs, readable

FEW, MANY = 5, 100
HOME, PROGRAMME = stand_ins(4)[2:]


@dataclass(frozen=True)
class Marks:
    """What one reader may know of an application's scores."""

    own: float | None = None
    median: float | None = None
    spread: float | None = None
    reviews: int = 0


def marks(user: Any, reviews: Iterable[Review], *, sees_all: bool = False) -> Marks:
    """The reader's own score; the median and spread only where the reader has scored.

    `sees_all` is for staff who leave the reading to others: see staff.stands_by.
    """
    scores = {review.reviewer_id: review.total for review in reviews}
    return _marks(user.pk, scores, sees_all)


def _marks(reader: int, scores: Mapping[int, float | None], sees_all: bool) -> Marks:
    known = [score for score in scores.values() if score is not None]
    may = bool(known) and (sees_all or reader in scores)
    return Marks(
        own=scores.get(reader),
        median=median(known) if may else None,
        spread=max(known) - min(known) if may else None,
        reviews=len(scores),
    )


def counted() -> QuerySet[Review]:
    """Without those of people who have since declared a conflict: kept, and not counted."""
    conflict = ConflictOfInterest.objects.filter(
        application=OuterRef("application"), user=OuterRef("reviewer")
    )
    return Review.objects.exclude(Exists(conflict))


def unread(user: Any, rows: QuerySet[Application]) -> Any:
    """Of these, what this person has not scored, with `given`: whether it was allotted to them."""
    given = Assignment.objects.filter(application=OuterRef("pk"), reviewer__user=user)
    return not_scored_by(user, rows).annotate(given=Exists(given))


def not_scored_by(user: Any, rows: QuerySet[Application]) -> QuerySet[Application]:
    """Of these, what waits for this person's scores; theirs are looked up once for all."""
    scored = Review.objects.filter(reviewer=user).values("application")
    return rows.filter(state=ApplicationState.SUBMITTED).exclude(pk__in=scored)


def next_to_review(
    user: Any, rows: QuerySet[Application], *, after: int | None = None, others: bool = True
) -> Application | None:
    """The least read of those allotted to this person; then, if wanted, of all the others."""
    found: Any = unread(user, rows).exclude(pk=after or 0)
    if not others:
        found = found.filter(given=True)
    return found.order_by("-given", "review_count", "submitted_at", "pk").first()


def left_of_given(user: Any, cohort: Cohort) -> int:
    """How many of those allotted to this reader wait for their scores."""
    return len(_left_of_given()({SOMEBODY: user.pk, SOMETHING: cohort.pk}))


@cache
def _left_of_given() -> KeptQuery:
    somebody = User(pk=SOMEBODY)
    mine = unread(somebody, for_reader(somebody).filter(cohort=SOMETHING))
    return KeptQuery(mine.filter(given=True).order_by().values_list("pk"))


def left_in_cohort(user: Any, cohort: Cohort) -> int:
    """How many wait for a member of staff, who may score all; no more than MANY are counted."""
    return len(_left_in_cohort()({SOMEBODY: user.pk, SOMETHING: cohort.pk}))


@cache
def _left_in_cohort() -> KeptQuery:
    somebody = User(pk=SOMEBODY)
    rows = not_theirs(Application.objects.filter(cohort=SOMETHING), somebody)
    return KeptQuery(not_scored_by(somebody, rows).order_by().values_list("pk")[:MANY])


def same_home(user: Any, application: Application) -> tuple[list[Application], bool]:
    """Others who applied from the same home, to this cohort or another of the programme: the
    newest few, and whether there are more."""
    if application.home_id is None:
        return [], False
    ids = {
        SOMEBODY: user.pk,
        SOMETHING: application.pk,
        HOME: application.home_id,
        PROGRAMME: application.cohort.programme_id,
    }
    found = list(_same_home()(ids))
    return found[:FEW], len(found) > FEW


@cache
def _same_home() -> KeptQuery:
    return KeptQuery(
        readable(User(pk=SOMEBODY))
        .filter(home=HOME, cohort__programme=PROGRAMME, submitted_at__isnull=False)
        .exclude(pk=SOMETHING)
        .select_related("cohort")
        .only("name", "role", "state", "cohort", "cohort__number", "cohort__label")
        .order_by("-cohort__number", "name", "pk")[: FEW + 1]
    )


def criteria_of(cohort: Cohort) -> list[Criterion]:
    return list(_criteria_of()({SOMETHING: cohort.pk}))


@cache
def _criteria_of() -> KeptQuery:
    return KeptQuery(Criterion.objects.filter(cohort=SOMETHING))


def conflicts_about(application: Application) -> list[ConflictOfInterest]:
    """Who said that they should not read it."""
    return list(_conflicts_about()({SOMETHING: application.pk}))


@cache
def _conflicts_about() -> KeptQuery:
    rows = ConflictOfInterest.objects.filter(application=SOMETHING)
    return KeptQuery(rows.select_related("user"))


def reviews_of(application: Application) -> list[Review]:
    """Every review that counts, without its scores: see seen_by."""
    return list(_reviews_of()({SOMETHING: application.pk}))


@cache
def _reviews_of() -> KeptQuery:
    return KeptQuery(counted().filter(application=SOMETHING).select_related("reviewer"))


@cache
def _scores_of() -> KeptQuery:
    """Of all reviews of one application."""
    rows = Score.objects.filter(review__application=SOMETHING).select_related("criterion")
    return KeptQuery(rows.order_by("criterion__order", "pk"))


def seen_by(
    user: Any, reviews: Iterable[Review], *, sees_all: bool = False
) -> tuple[Review | None, list[Review]]:
    """The reader's own review, and the others': none at all until the reader's own is in.

    Of one application. Those that are seen get their scores, as `given`.
    """
    found: list[Any] = list(reviews)
    own = next((review for review in found if review.reviewer_id == user.pk), None)
    if not found or not (own or sees_all):
        return None, []
    scores = list(_scores_of()({SOMETHING: found[0].application_id}))
    for review in found:
        review.given = [score for score in scores if score.review_id == review.pk]
    return own, [review for review in found if review is not own]
