"""A page of the staff's list, and what its filters may choose from: two queries in all.

The first counts and finds the fifty rows of the page, mostly by walking an index; the second,
which is kept, fetches them. Two sorts of list have no such index, and would look through every row
twice: a search, whose rows the first query finds for both; and the order of a reader's own scores,
where what they have scored comes before all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from cohorts.models import Borough, Cohort, Funding
from core.kept_queries import SOMEBODY, SOMETHING, KeptQuery, stand_ins
from core.models import User
from pioneers.models import Answer, Application, Question, Review, SavedView
from pioneers.selectors.list_columns import ALWAYS, Column
from pioneers.selectors.releases import with_release
from pioneers.selectors.staff_list import WITHOUT_NAMES, with_scores

PAGE_SIZE = 50
UP, DOWN, LAST = "", " DESC", " DESC NULLS LAST"
NEWEST = (("submitted_at", LAST), ("changed_at", DOWN))
ORDERS = {
    "": NEWEST,
    "name": (("name", UP), ("applicant__name", UP)),
    "score": (("known", LAST), *NEWEST),
    "apart": (("known_spread", LAST), *NEWEST),
    "untouched": (("changed_at", UP),),
}
# The orders of scores, and the field of an application that each goes by.
BY_SCORES = {"score": "median", "apart": "spread"}


def in_order(rows: QuerySet[Application], order: str) -> QuerySet[Application]:
    ways = {UP: {}, DOWN: {"descending": True}, LAST: {"descending": True, "nulls_last": True}}
    keys = ORDERS.get(order, NEWEST)
    return rows.order_by(*(_by(name, **ways[way]) for name, way in keys), "pk")


def _by(name: str, *, descending: bool = False, **nulls: bool) -> Any:
    return F(name).desc(**nulls) if descending else F(name).asc()


@dataclass(frozen=True)
class Look:
    """What the first query says. options: {kind: [(id, words, how many)]} for borough, funding,
    question, view and state. ids: of the page, unless the order is that of one's own scores, of
    which `scored` says how many come first."""

    options: dict[str, list[tuple[int, str, int]]]
    ids: list[int] | None = None
    scored: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


def look(
    user: Any,
    cohort: Cohort,
    rows: QuerySet[Application],
    wanted: Mapping[str, Any],
    number: str | None,
    *,
    blind: bool = False,
    knows_all: bool = False,
) -> Look:
    """All that the filters may choose from, how many rows each state has, and what is needed to
    find the page with this number. `rows` are in any state."""
    order, state = wanted.get("order", ""), wanted.get("state", "")
    choices, values = _choices(blind).sql({SOMEBODY: user.pk, SOMETHING: cohort.pk})
    before: Sql = ("", ())
    try:
        if order in BY_SCORES:
            more = _counts(rows)
            if not knows_all:
                scored_rows = _scored(_in_state(rows, state), user, order)
                more = _both(more, _number_of("scored", scored_rows))
        elif searches(wanted):
            before, more = _found(rows, order, state, _offset(number))
        else:
            in_turn = in_order(_in_state(rows, state), order)
            more = _both(_counts(rows), _page(in_turn, _offset(number)))
    except EmptyResultSet:
        before, more = ("", ()), ("", ())
    found: dict[str, list[tuple[int, str, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(before[0] + choices + more[0], [*before[1], *values, *more[1]])
        for kind, pk, words, n in cursor.fetchall():
            found.setdefault(kind, []).append((pk, words, n))
    ids = [pk for pk, _, _ in found.pop("page", [])]
    scored = found.pop("scored", None)
    for kind, chosen in found.items():
        chosen.sort(key=lambda row: row[2] if kind == "question" else row[1])
    return Look(
        options=found,
        ids=None if order in BY_SCORES else ids,
        scored=scored[0][2] if scored else None,
        counts={words: n for _, words, n in found.get("state", [])},
    )


def _in_state(rows: QuerySet[Application], state: str) -> QuerySet[Application]:
    return rows.filter(state=state) if state else rows


def searches(wanted: Mapping[str, Any]) -> bool:
    """Whether it asks for what no index of applications holds, such as words."""
    return any(name in ("q", "provider", "release") or "question" in name for name in wanted)


def _offset(number: str | None) -> int:
    page = int(number) if number and number.isdecimal() and len(number) < 9 else 1
    return max(page - 1, 0) * PAGE_SIZE


Sql = tuple[str, Sequence[Any]]


def _both(one: Sql, other: Sql) -> Sql:
    return one[0] + other[0], (*one[1], *other[1])


def _found(rows: Any, order: str, state: str, offset: int) -> tuple[Sql, Sql]:
    """What is found, in front of everything; and its states counted and its page, as parts."""
    keys = ORDERS.get(order, NEWEST)
    names = [f"key{n}" for n in range(len(keys))]
    sql, values = (
        rows.order_by().values_list("pk", "state", *(name for name, _ in keys))
    ).query.sql_with_params()
    before = f"WITH found (id, state, {', '.join(names)}) AS MATERIALIZED ({sql}) "
    ways = ", ".join(name + way for name, (_, way) in zip(names, keys, strict=True))
    in_state = " WHERE state = %s" if state else ""
    # Names of ours and whole numbers only; what people typed is among the values.
    page = f"FROM found{in_state} ORDER BY {ways}, id LIMIT {PAGE_SIZE} OFFSET {offset}"
    counts = " UNION ALL SELECT 'state', 0, state, COUNT(*) FROM found GROUP BY state"
    more = f"{counts} UNION ALL SELECT * FROM (SELECT 'page', id, '', 0 {page}) AS page"  # noqa: S608
    return (before, values), (more, (state,) if state else ())


def _counts(rows: QuerySet[Application]) -> Sql:
    """How many rows each state has."""
    states = rows.order_by().values("state").annotate(n=Count("pk"))
    counted = states.values_list(
        Value("state", CharField()), Value(0, BigIntegerField()), "state", "n"
    )
    sql, values = counted.query.sql_with_params()
    return f" UNION ALL {sql}", values


def _page(rows: QuerySet[Application], offset: int) -> Sql:
    """Which rows the page has."""
    sql, values = rows.values_list("pk")[offset : offset + PAGE_SIZE].query.sql_with_params()
    return f" UNION ALL SELECT 'page', pk, '', 0 FROM ({sql}) AS page", values  # noqa: S608 - ours


def _number_of(kind: str, rows: QuerySet[Application]) -> Sql:
    sql, values = rows.order_by().values_list("pk").query.sql_with_params()
    return f" UNION ALL SELECT '{kind}', 0, '', COUNT(*) FROM ({sql}) AS {kind}", values  # noqa: S608 - both are ours


def _scored(rows: QuerySet[Application], user: Any, order: str) -> QuerySet[Application]:
    """Those that the reader has scored, with a number to be ordered by."""
    own = {"reviews__reviewer": user, "reviews__total__isnull": False}
    return rows.filter(**own, **{f"{BY_SCORES[order]}__isnull": False})


def _not_scored(rows: QuerySet[Application], user: Any, order: str) -> QuerySet[Application]:
    own = Review.objects.filter(application=OuterRef("pk"), reviewer=user, total__isnull=False)
    return rows.filter(~Exists(own) | Q(**{f"{BY_SCORES[order]}__isnull": True}))


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
    looked: Look,
    wanted: Mapping[str, Any],
    *,
    user: Any,
    columns: list[Column],
    questions: list[int],
    knows_all: bool = False,
) -> Page:
    """One page of the rows, in order, each with the values that the columns need.

    The order is found over ids alone; the rest is fetched for the fifty of this page.
    """
    order, state = wanted.get("order", ""), wanted.get("state", "")
    rows = _in_state(rows, state)
    count = looked.counts.get(state, 0) if state else sum(looked.counts.values())
    page = Counted(rows, PAGE_SIZE, count).get_page(number)
    start = (page.number - 1) * PAGE_SIZE
    needs = {name for column in columns for name in column.needs} - {"apart"}
    as_shown = order, tuple(sorted(needs)), tuple(questions), knows_all
    if looked.ids is not None and start == _offset(number):
        ids = dict(zip(PLACES, [*looked.ids, *PLACES[len(looked.ids) :]], strict=True))
        page.object_list = _kept(*as_shown)({SOMEBODY: user.pk} | ids)
    else:
        found = _ids(rows, start, looked.scored, order, user, knows_all=knows_all)
        page.object_list = _shown(found.values("pk"), user, *as_shown)
    return page


def _shown(
    ids: Any, user: Any, order: str, needs: tuple[str, ...], questions: tuple[int, ...], knows: bool
) -> Any:
    these = Application.objects.filter(pk__in=ids)
    these = with_release(with_scores(these, user, knows_all=knows))
    for pk in questions:
        given = Answer.objects.filter(application=OuterRef("pk"), question=pk)
        these = these.annotate(**{f"answer_{pk}": Subquery(given.values("text")[:1])})
    return in_order(these, order).values(*ALWAYS, "known_spread", *needs)


# In the query that is kept, the ids of a page.
PLACES = stand_ins(2 + PAGE_SIZE)[2:]


@lru_cache(maxsize=100)
def _kept(*as_shown: Any) -> KeptQuery:
    return KeptQuery(_shown(PLACES, User(pk=SOMEBODY), *as_shown))


def _ids(
    rows: QuerySet[Application],
    start: int,
    scored: int | None,
    order: str,
    user: Any,
    *,
    knows_all: bool,
) -> QuerySet[Application]:
    """The rows of a page that starts at this one."""
    if order not in BY_SCORES:
        return in_order(rows, order)[start : start + PAGE_SIZE]
    if scored is not None and start + PAGE_SIZE <= scored:
        first = _scored(rows, user, order)
        first = first.order_by(F(BY_SCORES[order]).desc(), *in_order(first, "").query.order_by)
        return first[start : start + PAGE_SIZE]
    if scored is not None and start >= scored:
        rest = in_order(_not_scored(rows, user, order), "")
        return rest[start - scored : start - scored + PAGE_SIZE]
    both = in_order(with_scores(rows, user, knows_all=knows_all), order)
    return both[start : start + PAGE_SIZE]


@cache
def _choices(blind: bool) -> KeptQuery:
    user, cohort = User(pk=SOMEBODY), Cohort(pk=SOMETHING)
    questions = Question.objects.filter(cohort=cohort, retired=False)
    if blind:
        questions = questions.filter(for_reviewers=True, tells_who=False, kind__in=WITHOUT_NAMES)
    parts = [
        _options(Borough.objects.filter(cohorts=cohort), "borough", "name"),
        _options(Funding.objects.filter(cohort=cohort), "funding", "funder__name"),
        _options(questions, "question", "text", order="order"),
        _options(SavedView.objects.visible_to(user).filter(cohort=cohort), "view", "name"),
    ]
    return KeptQuery(parts[0].union(*parts[1:], all=True))


def _options(rows: Any, kind: str, words: str, order: str = "") -> Any:
    number = Cast(F(order), BigIntegerField()) if order else Value(0, BigIntegerField())
    return rows.order_by().values_list(
        Value(kind, CharField()),
        Cast("pk", BigIntegerField()),
        Cast(words, CharField()),
        number,
    )
