"""The columns of the staff's list: what each needs of a row, and how it reads there.

Rows are plain values, and cells are ready words: a page of model objects and of templates that
work everything out for each row takes three times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cohorts.enums import CareSetting, JobRole
from core.templatetags.components import badge
from core.templatetags.words import short_day

Row = Mapping[str, Any]
NUMBER = SafeString(' class="number"')
NONE = SafeString('<span class="muted">–</span>')
AFTER_YOURS = SafeString('<span class="muted">After yours</span>')
MOST_ANSWERS = 3
LONGEST_ANSWER = 120


@dataclass(frozen=True)
class Column:
    """`needs` names the values it reads; `draft` columns are known before the sending."""

    key: str
    label: str
    needs: tuple[str, ...]
    show: Callable[[Row], Any]
    usual: bool = False
    draft: bool = False
    tells_who: bool = False
    kind: str = ""


class Cell(NamedTuple):
    label: str
    words: Any
    kind: str = ""


@lru_cache(maxsize=256)
def _start(label: str, kind: str) -> str:
    return f'<td data-label="{escape(label)}"{kind}>'


@dataclass(frozen=True)
class Card:
    """One application as the list shows it to one reader."""

    pk: int
    url: str
    name: str
    cells: list[Cell]
    may_be_chosen: bool = True

    @property
    def drawn(self) -> SafeString:
        """Its row of the table, without a template for each of five hundred cells."""
        name, cells = escape(self.name), "".join(map(_cell, self.cells))
        link = f'<a href="{self.url}">{name}</a>'
        if self.may_be_chosen:
            link = (
                '<div class="choose"><input class="form-check-input" type="checkbox" name="pk" '
                f'value="{self.pk}" aria-label="Choose {name}">{link}</div>'
            )
        return SafeString(f'<tr><th scope="row">{link}</th>{cells}</tr>')


def _cell(cell: Cell) -> str:
    label, words, kind = cell
    return f"{_start(label, kind)}{_safe(words)}</td>"


def _safe(words: Any) -> str:
    return words if isinstance(words, SafeString) else escape(str(words))


def _score(value: float | None) -> Any:
    return NONE if value is None else f"{value:.1f}"


def _median(row: Row) -> Any:
    if row["known"] is None:
        return AFTER_YOURS if row["review_count"] else NONE
    if row["apart"]:
        return format_html('{} <span class="small-print">far apart</span>', _score(row["known"]))
    return f"{row['known']:.1f}"


def _home(row: Row) -> Any:
    name = row["home__name"] or row["home_as_typed"] or "Not given"
    borough = _safe(row["borough__name"] or "")
    return SafeString(f'<div>{_safe(name)}<span class="small-print d-block">{borough}</span></div>')


def _state(row: Row) -> Any:
    sent = row["submitted_at"]
    words = f"Sent {short_day(sent)}" if sent else f"Last touched {short_day(row['changed_at'])}"
    look = badge("application", row["state"])
    return SafeString(f'<div>{look} <span class="small-print">{words}</span></div>')


def _release(row: Row) -> Any:
    state = row["release_state"]
    return badge("release", state) if state else "Not asked"


def _decision(row: Row) -> Any:
    return badge("decision", row["decision"]) if row["decision"] else NONE


ROLES, SETTINGS = dict(JobRole.choices), dict(CareSetting.choices)
COLUMNS = (
    Column(
        "home",
        "Home",
        ("home__name", "home_as_typed", "borough__name"),
        _home,
        usual=True,
        tells_who=True,
    ),
    Column(
        "provider",
        "Provider",
        ("home__provider_name",),
        lambda row: row["home__provider_name"] or NONE,
        tells_who=True,
    ),
    Column("borough", "Borough", ("borough__name",), lambda row: row["borough__name"] or NONE),
    Column("role", "Role", ("role",), lambda row: ROLES.get(row["role"], NONE), usual=True),
    Column("setting", "Setting", ("setting",), lambda row: SETTINGS.get(row["setting"], NONE)),
    Column("state", "State", ("state", "changed_at"), _state, usual=True, draft=True),
    Column("release", "Release", ("release_state",), _release, usual=True),
    Column("own", "Your score", ("own",), lambda row: _score(row["own"]), usual=True, kind=NUMBER),
    Column("median", "Median", ("known", "apart", "review_count"), _median, True, kind=NUMBER),
    Column(
        "reviews",
        "Read by",
        ("review_count",),
        lambda row: row["review_count"],
        usual=True,
        kind=NUMBER,
    ),
    Column("decision", "Decision, private", ("decision",), _decision, usual=True),
    Column(
        "rank",
        "Place in reserve",
        ("reserve_rank",),
        lambda row: row["reserve_rank"] or NONE,
        kind=NUMBER,
    ),
    Column("years", "Years in role", ("years_in_role",), lambda row: row["years_in_role"] or NONE),
)
BY_KEY = {column.key: column for column in COLUMNS}
# Of every row, whichever columns are chosen.
ALWAYS = ("pk", "name", "submitted_at", "applicant__name", "applicant__email")


def chosen(
    keys: Iterable[str], questions: Mapping[int, str], *, blind: bool
) -> tuple[list[Column], list[int]]:
    """The columns that are wanted (or the usual ones), and the questions among them.

    A question's key is "q" and its id; those that a blind reader may not read are not among
    `questions`.
    """
    wanted = list(dict.fromkeys(keys))
    columns = [BY_KEY[key] for key in wanted if key in BY_KEY]
    asked = [pk for pk in questions if f"q{pk}" in wanted][:MOST_ANSWERS]
    if not columns and not asked:
        columns = [column for column in COLUMNS if column.usual]
    columns += [_answer(pk, questions[pk]) for pk in asked]
    return [column for column in columns if not (blind and column.tells_who)], asked


def _answer(pk: int, text: str) -> Column:
    name = f"answer_{pk}"

    def show(row: Row) -> Any:
        words = row[name] or ""
        return words[:LONGEST_ANSWER] + "…" if len(words) > LONGEST_ANSWER else words or NONE

    return Column(f"q{pk}", text, (name,), show)


def cards(
    rows: Iterable[Row],
    columns: list[Column],
    *,
    disagreement: float,
    blind: bool,
    choosing: bool,
) -> list[Card]:
    """`choosing` puts a box to tick before each, for what can be done with those ticked."""
    address = reverse("pioneers:staff_application", args=[0])
    made = []
    for row in rows:
        spread = row.get("known_spread")
        values = {**row, "apart": spread is not None and spread >= disagreement}
        sent = row["submitted_at"] is not None
        cells = [
            Cell(column.label, column.show(values) if sent or column.draft else NONE, column.kind)
            for column in columns
        ]
        url = address.replace("/0/", f"/{row['pk']}/")
        made.append(Card(row["pk"], url, _name(row, sent=sent, blind=blind), cells, choosing))
    return made


def _name(row: Row, *, sent: bool, blind: bool) -> str:
    """Before it is sent, the writer's name; to a blind reader, a number."""
    if blind:
        return f"Application {row['pk']}"
    return (row["name"] if sent else "") or row["applicant__name"] or row["applicant__email"]
