"""Applications as rows of a table: which columns there are, and their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cohorts.models import Cohort
from pioneers.asking import in_words
from pioneers.enums import QuestionKind, ReleaseState
from pioneers.models import Answer, Application, Question
from pioneers.selectors.releases import with_release

RELEASES = dict(ReleaseState.choices)
CHUNK = 1000
WithScores = Callable[[QuerySet[Application]], QuerySet[Application]]


@dataclass(frozen=True)
class Column:
    """`draft` columns are known to staff before the application is sent; the others are not."""

    key: str
    label: str
    value: Callable[[Any], Any]
    usual: bool = True
    draft: bool = False


def _name(row: Any) -> str:
    return (row.name if row.was_sent else "") or row.applicant.name


def _release(row: Any) -> str:
    return RELEASES.get(row.release_state, "Not asked")


COLUMNS = (
    Column("number", "Number", lambda row: row.pk, draft=True),
    Column("name", "Name", _name, draft=True),
    Column("email", "E-mail", lambda row: row.applicant.email, draft=True),
    Column("phone", "Telephone", lambda row: row.phone),
    Column("state", "State", lambda row: row.get_state_display(), draft=True),
    Column("role", "Role", lambda row: row.get_role_display()),
    Column("years", "Years in this role", lambda row: row.years_in_role),
    Column("setting", "Setting", lambda row: row.get_setting_display()),
    Column("home", "Home", lambda row: row.home_name),
    Column("provider", "Provider", lambda row: row.home.provider_name if row.home else ""),
    Column("postcode", "Postcode", lambda row: row.home.postcode if row.home else "", usual=False),
    Column("borough", "Borough", lambda row: row.borough.name if row.borough else ""),
    Column("manager", "Line manager", lambda row: row.manager_name, usual=False),
    Column("manager_email", "Line manager’s e-mail", lambda row: row.manager_email, usual=False),
    Column("release", "Manager’s release", _release),
    Column("sent", "Sent", lambda row: row.submitted_at),
    Column("touched", "Last touched", lambda row: row.changed_at, usual=False, draft=True),
    # The reader's own total, and the median only where the reader has scored: as in the list.
    Column("own", "Your score", lambda row: row.own, usual=False),
    Column("median", "Median", lambda row: row.known, usual=False),
    Column("reviews", "Read by", lambda row: row.review_count, usual=False),
    Column("decision", "Decision, private", lambda row: row.get_decision_display(), usual=False),
    Column("reason", "Reason for no place", lambda row: row.get_decline_reason_display(), False),
    Column("rank", "Place on the reserve list", lambda row: row.reserve_rank, usual=False),
)


def columns_of(cohort: Cohort) -> list[tuple[str, str, bool]]:
    """(key, words, whether it is ticked at first), the cohort's own questions last."""
    own = [(column.key, column.label, column.usual) for column in COLUMNS]
    questions = Question.objects.filter(cohort=cohort)
    return own + [(f"q-{question.key}", question.text, False) for question in questions]


def rows_of(
    applications: QuerySet[Application],
    cohort: Cohort,
    chosen: list[str],
    *,
    with_scores: WithScores,
) -> tuple[list[str], Iterator[list[Any]]]:
    """The heading, and the rows in the order of the list, a thousand at a time.

    Of what was never sent only what staff know of it: what it says is its writer's.
    """
    columns = [column for column in COLUMNS if column.key in chosen]
    questions = [
        question
        for question in Question.objects.filter(cohort=cohort)
        if f"q-{question.key}" in chosen
    ]
    heading = [column.label for column in columns] + [question.text for question in questions]
    return heading, _rows(applications, columns, questions, with_scores)


def _rows(
    applications: QuerySet[Application],
    columns: list[Column],
    questions: list[Question],
    with_scores: WithScores,
) -> Iterator[list[Any]]:
    ids = list(applications.values_list("pk", flat=True))
    known = with_release(with_scores(Application.objects.all()))
    known = known.select_related("home", "borough", "applicant")
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        found = {row.pk: row for row in known.filter(pk__in=part)}
        texts = _texts(part, questions)
        for row in (found[pk] for pk in part if pk in found):
            facts = [
                column.value(row) if column.draft or row.was_sent else "" for column in columns
            ]
            yield facts + [
                _answer(question, texts.get((row.pk, question.pk), "")) if row.was_sent else ""
                for question in questions
            ]


def _texts(ids: list[int], questions: list[Question]) -> dict[tuple[int, int], str]:
    if not questions:
        return {}
    given = Answer.objects.filter(application__in=ids, question__in=questions)
    return {
        (application, question): text
        for application, question, text in given.values_list("application", "question", "text")
    }


def _answer(question: Question, text: str) -> Any:
    """Numbers as numbers, so that a spreadsheet can add them up."""
    if question.kind == QuestionKind.NUMBER:
        try:
            number = float(text)
        except ValueError:
            return text
        if abs(number) < 1e15:
            return int(number) if number.is_integer() else number
        return text
    return in_words(question, text)
