"""The staff's list of applications: filtered, in order, a page of cards. Two queries in all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
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
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Collate
from django.db.models.lookups import IContains, IsNull

from cohorts.models import Borough, Cohort, Funding
from core import clock, roles
from core.models import User
from pioneers.enums import ApplicationState, QuestionKind, ReleaseState
from pioneers.models import Answer, Application, CareHome, Question, ReleaseAgreement, SavedView
from pioneers.selectors.list_columns import ALWAYS, Column
from pioneers.selectors.releases import with_release
from pioneers.selectors.reviewing import not_scored_by

PAGE_SIZE = 50
BY_SCORES = ("score", "apart")
# What a blind reader may ask answers for. Words that somebody wrote freely may hold names, which
# only the page of one application takes out.
WITHOUT_NAMES = (QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.NUMBER)


def with_scores(
    rows: QuerySet[Application], user: Any, *, knows_all: bool = False
) -> QuerySet[Application]:
    """`own`, the reader's own total, and `known`, the median that this person may know.

    Whoever reads for the cohort knows it of what they have scored; `knows_all` are staff who do
    not read (see selectors.staff.stands_by).
    """
    mine = FilteredRelation("reviews", condition=Q(reviews__reviewer=user))
    rows = rows.alias(mine=mine).annotate(own=F("mine__total"))
    if knows_all:
        return rows.annotate(known=F("median"), known_spread=F("spread"))
    scored = Q(mine__total__isnull=False)
    number: Any = FloatField(null=True)
    return rows.annotate(
        known=Case(When(scored, then=F("median")), output_field=number),
        known_spread=Case(When(scored, then=F("spread")), output_field=number),
    )


def filtered(
    rows: QuerySet[Application],
    wanted: Mapping[str, Any],
    *,
    user: Any,
    blind: bool = False,
    counting: bool = False,
) -> QuerySet[Application]:
    """The rows that every filter lets through. `counting`: all of them are wanted, not a page.

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
        rows = not_scored_by(user, rows)
    for ending in ("", "2", "3"):
        if wanted.get(f"question{ending}"):
            how, words = wanted.get(f"how{ending}", ""), wanted.get(f"answer{ending}", "")
            asked = _answered(
                wanted[f"question{ending}"], how, words, blind=blind, counting=counting
            )
            rows = rows.filter(sent, asked)
    return rows


def asks(wanted: Mapping[str, Any]) -> bool:
    """Whether it asks for answers, which are counted in another way than a page is found."""
    return any(name.startswith("question") for name in wanted)


def _holds(field: str, words: str) -> Q:
    """Whether the words are in it, whatever their case.

    PostgreSQL folds the case of a long text slowly, unless it may leave alone all but a to z: then
    it does so where that is all that was asked for.
    """
    if connection.vendor == "postgresql" and words.isascii():
        return Q(IContains(Collate(F(field), "C"), words))
    return Q(**{f"{field}__icontains": words})


def _said(word: str, sent: Q) -> Q:
    """Homes and people are looked through once, not for each application."""
    homes = CareHome.objects.filter(_holds("name", word))
    said = _holds("name", word) | _holds("home_as_typed", word) | Q(home__in=homes.values("pk"))
    people = User.objects.filter(_holds("name", word) | _holds("email", word))
    return (sent & said) | Q(applicant__in=people.values("pk"))


def _numbered(word: str) -> Q:
    return Q(pk=int(word)) if word.isdecimal() and len(word) < 18 else Q(pk=None)


def _funded(pk: int) -> Any:
    """In the boroughs that this funder pays for; a funder without boroughs pays for any."""
    boroughs = Funding.boroughs.through.objects.filter(funding=pk)
    return Q(borough__in=boroughs.values("borough")) | ~Exists(boroughs)


def _released(rows: QuerySet[Application], wanted: str) -> Any:
    """By the newest agreement: the later round is the one that counts."""
    if wanted == "none":
        return rows.filter(~Exists(ReleaseAgreement.objects.filter(application=OuterRef("pk"))))
    later = ReleaseAgreement.objects.filter(
        application=OuterRef("application"), asked_at__gt=OuterRef("asked_at")
    )
    state = ReleaseState.AGREED if wanted == "missing" else wanted
    # Found once, not for each application.
    found = ReleaseAgreement.objects.filter(~Exists(later), state=state).values("application")
    return rows.exclude(pk__in=found) if wanted == "missing" else rows.filter(pk__in=found)


def _answered(question: int, how: str, words: str, *, blind: bool, counting: bool) -> Any:
    to_it = Answer.objects.filter(question=question)
    if how == "empty" or not words:  # what holds words is not empty
        to_it = to_it.exclude(text="")
    if blind:
        to_it = to_it.filter(
            question__for_reviewers=True,
            question__tells_who=False,
            question__kind__in=WITHOUT_NAMES,
        )
    given = to_it.filter(application=OuterRef("pk"))
    if how == "empty":
        return ~Exists(given)
    if how == "is":
        # Of several choices one stands on each line.
        return Exists(given.filter(_line(words)))
    holds = _holds("text", words)
    if counting:
        return Q(pk__in=to_it.filter(holds).values("application"))
    # Looked up for one row after another: a page of the newest is full long before the end.
    return Q(IsNull(Subquery(given.filter(holds).values("pk")[:1]), False))


def _line(words: str) -> Q:
    found = Q(text__iexact=words)
    for pattern in (f"{words}\n", f"{words}\r\n"):
        found |= Q(text__istartswith=pattern)
    return found | Q(text__iendswith=f"\n{words}") | Q(text__icontains=f"\n{words}\n")


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
    rows: QuerySet[Application],
    number: str | None,
    *,
    count: int,
    wanted: Mapping[str, Any],
    user: Any,
    columns: list[Column],
    questions: list[int],
    knows_all: bool = False,
) -> Page:
    """One page of the rows, in order, each with the values that the columns need.

    The order is found over ids alone; the rest is fetched for the fifty of this page, in the
    same query.
    """
    order = wanted.get("order", "")
    if order in BY_SCORES:
        rows = with_scores(rows, user, knows_all=knows_all)
    found = in_order(rows, order)
    page = Counted(found, PAGE_SIZE, count).get_page(number)
    ids: Any = page.object_list
    these = Application.objects.filter(pk__in=ids.values("pk"))
    these = with_release(with_scores(these, user, knows_all=knows_all))
    for pk in questions:
        given = Answer.objects.filter(application=OuterRef("pk"), question=pk)
        these = these.annotate(**{f"answer_{pk}": Subquery(given.values("text")[:1])})
    needs = {name for column in columns for name in column.needs} - {"apart"}
    shown: Any = in_order(these, order).values(*ALWAYS, "known_spread", *sorted(needs))
    page.object_list = shown
    return page


def options(
    user: Any, cohort: Cohort, rows: QuerySet[Application], *, blind: bool = False
) -> dict[str, list[tuple[int, str, int]]]:
    """All that the filters may choose from, and how many rows each state has: one query.

    {kind: [(id, words, how many)]} for borough, funding, question, view and state.
    """
    choices, of_choices = _choices(blind)
    counts, of_counts = _counts(rows)
    meant = {roles.SOMEBODY: user.pk, SOME_COHORT: cohort.pk}
    found: dict[str, list[tuple[int, str, int]]] = {}
    with connection.cursor() as cursor:
        values = [meant.get(value, value) for value in of_choices]
        cursor.execute(choices + counts, [*values, *of_counts])
        for kind, pk, words, number in cursor.fetchall():
            found.setdefault(kind, []).append((pk, words, number))
    for kind, chosen in found.items():
        chosen.sort(key=lambda row: row[2] if kind == "question" else row[1])
    return found


def _counts(rows: QuerySet[Application]) -> tuple[str, tuple[Any, ...]]:
    """How many rows each state has, as SQL to add and its values."""
    states = rows.order_by().values("state").annotate(n=Count("pk"))
    counted = states.values_list(
        Value("state", CharField()), Value(0, BigIntegerField()), "state", "n"
    )
    try:
        counts, values = counted.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return f" UNION ALL {counts}", values


# In the query that is kept, the cohort: an id that none has. See roles.SOMEBODY.
SOME_COHORT = -7_001_002_004


@cache
def _choices(blind: bool) -> tuple[str, tuple[Any, ...]]:
    """SQL and its values, the same for everybody but for the two ids: putting it together takes
    longer than the answer."""
    user, cohort = User(pk=roles.SOMEBODY), Cohort(pk=SOME_COHORT)
    questions = Question.objects.filter(cohort=cohort, retired=False)
    if blind:
        questions = questions.filter(for_reviewers=True, tells_who=False, kind__in=WITHOUT_NAMES)
    parts = [
        _options(Borough.objects.filter(cohorts=cohort), "borough", "name"),
        _options(Funding.objects.filter(cohort=cohort), "funding", "funder__name"),
        _options(questions, "question", "text", order="order"),
        _options(SavedView.objects.visible_to(user).filter(cohort=cohort), "view", "name"),
    ]
    return parts[0].union(*parts[1:], all=True).query.sql_with_params()


def _options(rows: Any, kind: str, words: str, order: str = "") -> Any:
    number = Cast(F(order), BigIntegerField()) if order else Value(0, BigIntegerField())
    return rows.order_by().values_list(
        Value(kind, CharField()),
        Cast("pk", BigIntegerField()),
        Cast(words, CharField()),
        number,
    )
