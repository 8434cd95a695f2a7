"""The staff's list of applications: filtered, in order, a page of cards. Two queries in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.urls import reverse

from cohorts.models import Borough, Cohort, Funding
from core import clock
from core.templatetags.components import badge
from pioneers.enums import ApplicationState, ReleaseState
from pioneers.models import Answer, Application, Question, SavedView
from pioneers.selectors.releases import with_release

PAGE_SIZE = 50


@dataclass(frozen=True)
class Card:
    """One application as a list shows it to one reader."""

    application: Application
    url: str
    own_score: str
    median: str
    apart: bool
    reviews: int
    state: str
    release: str
    decision: str


def with_scores(rows: QuerySet[Application], user: Any) -> QuerySet[Application]:
    """`own`, the reader's own total, and `known`, the median for those whose reader has scored."""
    return (
        rows.alias(mine=FilteredRelation("reviews", condition=Q(reviews__reviewer=user)))
        .annotate(own=F("mine__total"))
        .annotate(
            known=Case(
                When(mine__isnull=False, then=F("median")), output_field=FloatField(null=True)
            ),
            known_spread=Case(
                When(mine__isnull=False, then=F("spread")), output_field=FloatField(null=True)
            ),
        )
    )


def filtered(
    rows: QuerySet[Application], wanted: Mapping[str, Any], *, user: Any, blind: bool = False
) -> QuerySet[Application]:
    """The rows that every filter lets through.

    What it says is for staff only once it is sent; until then it is found by its writer alone.
    A blind reviewer finds by number, and by nothing that tells who it is.
    """
    sent = Q(submitted_at__isnull=False)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    for name in ("borough", "setting", "role"):
        if wanted.get(name):
            rows = rows.filter(sent, **{name: wanted[name]})
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(_numbered(word) if blind else _said(word, sent))
    if wanted.get("provider") and not blind:
        rows = rows.filter(sent, home__provider_name__icontains=wanted["provider"])
    if wanted.get("funding"):
        rows = rows.filter(sent, _funded(wanted["funding"]))
    if wanted.get("decision"):
        none = wanted["decision"] == "none"
        rows = rows.filter(sent, decision="" if none else wanted["decision"])
    if wanted.get("release"):
        rows = _released(rows.filter(sent), wanted["release"])
    if wanted.get("untouched"):
        still = clock.now() - timedelta(days=wanted["untouched"])
        rows = rows.filter(state=ApplicationState.DRAFT, changed_at__lte=still)
    if wanted.get("unread"):
        rows = rows.filter(state=ApplicationState.SUBMITTED).exclude(reviews__reviewer=user)
    if wanted.get("question"):
        rows = rows.filter(sent, _answered(wanted, blind=blind))
    return rows


def _said(word: str, sent: Q) -> Q:
    said = Q(name__icontains=word) | Q(home__name__icontains=word)
    said |= Q(home_as_typed__icontains=word)
    writer = Q(applicant__name__icontains=word) | Q(applicant__email__icontains=word)
    return (sent & said) | writer


def _numbered(word: str) -> Q:
    return Q(pk=int(word)) if word.isdecimal() and len(word) < 18 else Q(pk=None)


def _funded(pk: int) -> Any:
    """In the boroughs that this funder pays for; a funder without boroughs pays for any."""
    boroughs = Funding.boroughs.through.objects.filter(funding=pk)
    return Q(borough__in=boroughs.values("borough")) | ~Exists(boroughs)


def _released(applications: QuerySet[Application], wanted: str) -> Any:
    rows: Any = with_release(applications)
    if wanted == "missing":
        return rows.filter(Q(release_state__isnull=True) | ~Q(release_state=ReleaseState.AGREED))
    if wanted == "none":
        return rows.filter(release_state__isnull=True)
    return rows.filter(release_state=wanted)


def _answered(wanted: Mapping[str, Any], *, blind: bool) -> Any:
    given = Answer.objects.filter(application=OuterRef("pk"), question=wanted["question"]).exclude(
        text=""
    )
    if blind:
        given = given.filter(question__for_reviewers=True, question__tells_who=False)
    if wanted.get("how") == "empty":
        return ~Exists(given)
    words = wanted.get("answer") or ""
    exact = wanted.get("how") == "is"
    return Exists(given.filter(**{"text__iexact" if exact else "text__icontains": words}))


def in_order(rows: QuerySet[Application], order: str) -> QuerySet[Application]:
    newest = (F("submitted_at").desc(nulls_last=True), "-changed_at", "pk")
    orders: dict[str, tuple[Any, ...]] = {
        "name": ("name", "applicant__name", "pk"),
        "score": (F("known").desc(nulls_last=True), *newest),
        "apart": (F("known_spread").desc(nulls_last=True), *newest),
        "untouched": ("changed_at", "pk"),
    }
    return rows.order_by(*orders.get(order, newest))


class Counted(Paginator):
    """A paginator that has been told how many rows there are."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.known = count

    @property
    def count(self) -> int:
        return self.known


def page_of(
    rows: QuerySet[Application], number: str | None, *, count: int, order: str, user: Any
) -> Page:
    """One page of the rows, in order; `cards` makes of it what is shown."""
    found = in_order(with_scores(rows, user), order)
    page = Counted(found, PAGE_SIZE, count).get_page(number)
    # What a card shows is fetched for the fifty of this page only, in the same query.
    these = Application.objects.filter(pk__in=page.object_list.values("pk"))
    shown = with_release(with_scores(these, user)).select_related("home", "borough", "applicant")
    page.object_list = in_order(shown, order)
    return page


def cards(page: Page, *, disagreement: float) -> list[Card]:
    """Ready words: a template that works them out for every row takes three times as long."""
    address = reverse("pioneers:staff_application", args=[0])
    return [
        Card(
            application=row,
            url=address.replace("/0/", f"/{row.pk}/"),
            own_score=_score(row.own),
            median=_score(row.known),
            apart=row.known_spread is not None and row.known_spread >= disagreement,
            reviews=row.review_count,
            state=badge("application", row.state),
            release=badge("release", row.release_state) if row.release_state else "",
            decision=badge("decision", row.decision) if row.decision else "",
        )
        for row in page.object_list
    ]


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def options(
    user: Any, cohort: Cohort, rows: QuerySet[Application]
) -> dict[str, list[tuple[int, str, int]]]:
    """All that the filters may choose from, and how many rows each state has: one query.

    {kind: [(id, words, how many)]} for borough, funding, question, view and state.
    """
    boroughs = Borough.objects.filter(cohorts=cohort)
    questions = Question.objects.filter(cohort=cohort, retired=False)
    views = SavedView.objects.visible_to(user).filter(cohort=cohort)
    states = rows.order_by().values("state").annotate(n=Count("pk", distinct=True))
    parts = [
        _options(boroughs, "borough", "name"),
        _options(Funding.objects.filter(cohort=cohort), "funding", "funder__name"),
        _options(questions, "question", "text", order="order"),
        _options(views, "view", "name"),
        states.values_list(
            Value("state", CharField()),
            Value(0, BigIntegerField()),
            Cast("state", CharField()),
            "n",
        ),
    ]
    found: dict[str, list[tuple[int, str, int]]] = {}
    for kind, pk, words, number in parts[0].union(*parts[1:], all=True):
        found.setdefault(kind, []).append((pk, words, number))
    for kind, chosen in found.items():
        chosen.sort(key=lambda row: row[2] if kind == "question" else row[1])
    return found


def _options(rows: Any, kind: str, words: str, order: str = "") -> Any:
    number = Cast(F(order), BigIntegerField()) if order else Value(0, BigIntegerField())
    return rows.order_by().values_list(
        Value(kind, CharField()),
        Cast("pk", BigIntegerField()),
        Cast(words, CharField()),
        number,
    )


def boroughs_of(cohort: Cohort) -> QuerySet[Borough]:
    return Borough.objects.filter(
        pk__in=Application.objects.filter(cohort=cohort).order_by().values("borough")
    )
