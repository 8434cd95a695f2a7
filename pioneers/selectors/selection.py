"""Reads for choosing a cohort. Scores of others stay hidden until one's own are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from cohorts.models import Borough, Cohort
from core.models import ActionLink
from pioneers.enums import HOLDS_A_PLACE, OPEN_TO_DECISION, ApplicationState, Decision
from pioneers.models import Answer, Application, Criterion, Question, Review, Score


@dataclass(frozen=True)
class Card:
    """One application as a list shows it to one reader."""

    application: Application
    own_score: float | None
    median: float | None
    reviews: int


@dataclass(frozen=True)
class Marks:
    """What one reader may know of an application's scores."""

    own: float | None = None
    median: float | None = None
    reviews: int = 0


def readable(user: Any) -> QuerySet[Application]:
    """The applications a person reads as staff: of their programmes, never their own."""
    if not user.is_authenticated:
        return Application.objects.none()
    return Application.objects.filter(cohort__in=Cohort.objects.visible_to(user)).exclude(
        applicant=user
    )


def of_cohort(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return readable(user).filter(cohort=cohort)


def filtered(rows: QuerySet[Application], wanted: Mapping[str, Any]) -> QuerySet[Application]:
    """By state, borough, setting, role, and words in the name or the home's name.

    What a draft says is for staff only once it is sent, so drafts are found by their writer alone.
    """
    sent = ~Q(state=ApplicationState.DRAFT)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    for name in ("borough", "setting", "role"):
        if wanted.get(name):
            rows = rows.filter(sent, **{name: wanted[name]})
    for word in str(wanted.get("q") or "").split():
        said = Q(name__icontains=word) | Q(home__name__icontains=word)
        said |= Q(home_as_typed__icontains=word)
        writer = Q(applicant__name__icontains=word) | Q(applicant__email__icontains=word)
        rows = rows.filter((sent & said) | writer)
    return rows


def in_order(user: Any, rows: QuerySet[Application], *, by_score: bool) -> list[int]:
    """The rows' ids, by the median that the reader may know (the rest after), or newest first."""
    ids = list(
        rows.order_by(F("submitted_at").desc(nulls_last=True), "-changed_at", "pk").values_list(
            "pk", flat=True
        )
    )
    if not by_score:
        return ids
    known = marks(user, ids)
    return sorted(ids, key=lambda pk: -(known.get(pk, Marks()).median or 0))


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


def cards(user: Any, ids: list[int]) -> list[Card]:
    """The cards of these applications, in this order: two queries, however many."""
    rows = Application.objects.select_related("home__borough", "borough", "applicant").in_bulk(ids)
    known = marks(user, ids)
    return [
        Card(rows[pk], mark.own, mark.median, mark.reviews)
        for pk in ids
        for mark in [known.get(pk, Marks())]
        if pk in rows
    ]


def boroughs_of(cohort: Cohort) -> QuerySet[Borough]:
    return Borough.objects.filter(
        pk__in=Application.objects.filter(cohort=cohort).order_by().values("borough")
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


def for_reading(user: Any) -> QuerySet[Application]:
    return readable(user).select_related(
        "cohort__programme", "home__borough", "borough", "applicant"
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


def offer_of(link: ActionLink) -> Application:
    """The application that a signed link is about: whoever holds the link may see its offer."""
    return Application.objects.select_related("cohort__programme", "applicant", "home").get(
        pk=link.subject_id
    )


def own_offer(user: Any) -> QuerySet[Application]:
    return Application.objects.visible_to(user).select_related("cohort")


def open_to_decision(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return of_cohort(user, cohort).filter(state__in=OPEN_TO_DECISION)


def pending(cohort: Cohort) -> Counter[str]:
    """How many of each decision wait to be applied."""
    return Counter(
        Application.objects.filter(cohort=cohort, state__in=OPEN_TO_DECISION)
        .exclude(decision="")
        .values_list("decision", flat=True)
    )


@dataclass(frozen=True)
class Shape:
    """The cohort as it takes shape: places, decisions, and who would be in it."""

    places: int
    taken: int
    waiting: Counter[str]
    undecided: int
    reserve: int
    declined: int
    # Pairs, the most frequent first: a template would look for a Counter's methods among its keys.
    boroughs: list[tuple[str, int]]
    settings: list[tuple[str, int]]
    roles: list[tuple[str, int]]
    funders: list[tuple[Any, list[str], int]]

    @property
    def offers(self) -> int:
        return self.waiting[Decision.OFFER]

    @property
    def chosen(self) -> int:
        return self.taken + self.offers

    @property
    def left(self) -> int:
        return self.places - self.chosen

    @property
    def too_many(self) -> int:
        return max(0, -self.left)

    @property
    def to_apply(self) -> int:
        return self.waiting.total()


def shape_of(cohort: Cohort) -> Shape:
    rows = list(
        Application.objects.filter(cohort=cohort)
        .exclude(state=ApplicationState.DRAFT)
        .select_related("borough")
        .only("state", "decision", "setting", "role", "borough")
    )
    open_rows = [row for row in rows if row.state in OPEN_TO_DECISION]
    taken = [row for row in rows if row.state in HOLDS_A_PLACE]
    chosen = taken + [row for row in open_rows if row.decision == Decision.OFFER]
    boroughs = Counter(row.borough.name if row.borough else "Not given" for row in chosen)
    submitted = [row for row in rows if row.state == ApplicationState.SUBMITTED]
    states = Counter(row.state for row in rows)
    return Shape(
        places=cohort.places,
        taken=len(taken),
        waiting=Counter(row.decision for row in open_rows if row.decision),
        undecided=sum(not row.decision for row in submitted),
        reserve=states[ApplicationState.RESERVE],
        declined=states[ApplicationState.DECLINED],
        boroughs=boroughs.most_common(),
        settings=Counter(row.get_setting_display() for row in chosen).most_common(),
        roles=Counter(row.get_role_display() for row in chosen).most_common(),
        funders=_funders(cohort, boroughs),
    )


def _funders(cohort: Cohort, chosen: Counter[str]) -> list[tuple[Any, list[str], int]]:
    """(funding, its boroughs, how many of those chosen work there); no boroughs means any."""
    found = []
    for funding in cohort.fundings.select_related("funder").prefetch_related("boroughs"):
        names = [borough.name for borough in funding.boroughs.all()]
        found.append((funding, names, sum(chosen[name] for name in names or chosen)))
    return found
