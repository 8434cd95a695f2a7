"""What a cohort asks its applicants."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from pioneers import permissions
from pioneers.asking import question_pages
from pioneers.enums import QuestionKind
from pioneers.models import Answer, Question
from pioneers.selectors.questions import OF_CHOICES

FIELDS = (
    "page",
    "text",
    "help_text",
    "kind",
    "choices",
    "max_words",
    "required",
    "required_from",
    "frozen_from",
    "shown_if",
    "shown_if_answer",
    "for_reviewers",
    "tells_who",
)
OF_WORDS = (QuestionKind.SHORT, QuestionKind.LONG)


@transaction.atomic
def require(cohort: Cohort, *, keys: Collection[str], by: Any) -> None:
    """Exactly these questions must be answered; the cohort's others may be left out."""
    questions = Question.objects.filter(cohort=cohort)
    questions.filter(key__in=keys).update(required=True)
    questions.exclude(key__in=keys).update(required=False)
    audit.record("changed required questions", cohort, by=by, detail={"required": sorted(keys)})


@transaction.atomic
def add(cohort: Cohort, *, by: Any, **fields: Any) -> Question:
    """A new question, the last on its page."""
    cohort = _locked(cohort, by)
    question = Question(cohort=cohort, **_own(fields))
    questions = _in_order(cohort)
    question.key = _free_key(question.text, {row.key for row in questions})
    _check(question, [*questions, question])
    question.save()
    _number([*questions, question])
    audit.record("added question", question, by=by, detail=_facts(question))
    return question


@transaction.atomic
def change(question: Question, *, by: Any, **fields: Any) -> Question:
    """Change a question. What people have answered must still be an answer to it."""
    _locked(question.cohort, by)
    question = Question.objects.select_related("cohort").get(pk=question.pk)
    before = {name: getattr(question, name) for name in fields}
    for name, value in _own(fields).items():
        setattr(question, name, value)
    changed = [name for name, value in before.items() if value != getattr(question, name)]
    if {"kind", "choices"} & set(changed) and has_answers(question):
        raise Refused(
            "People have answered this question, and with another kind or other choices their "
            "answers would no longer fit. Retire this question and add another: the answers "
            "stay readable."
        )
    questions = _in_order(question.cohort, instead=question)
    if "page" in changed:
        questions = [*(row for row in questions if row.pk != question.pk), question]
    _check(question, questions)
    question.save()
    _number(questions)
    if changed:
        audit.record("changed question", question, by=by, detail={"fields": sorted(changed)})
    return question


@transaction.atomic
def move(question: Question, *, by: Any, up: bool) -> None:
    """One place up or down among the questions of its page."""
    _locked(question.cohort, by)
    questions = _in_order(question.cohort)
    here = [row for row in questions if row.page == question.page and not row.retired]
    place = here.index(question)
    _swap(here, place, up, "It is already the {} on its page.")
    _reorder(question.cohort, _pages(questions, {question.page: here}), by, "moved question")


@transaction.atomic
def move_page(question: Question, *, by: Any, up: bool) -> None:
    """The whole page that this question is on, one place up or down."""
    _locked(question.cohort, by)
    questions = _in_order(question.cohort)
    pages = list(_pages(questions).values())
    place = next(number for number, rows in enumerate(pages) if question in rows)
    _swap(pages, place, up, "It is already the {} page.")
    by_heading = {rows[0].page: rows for rows in pages}
    _reorder(question.cohort, by_heading, by, "moved page of questions")


@transaction.atomic
def retire(question: Question, *, by: Any) -> None:
    """Ask it no longer. What was answered stays readable."""
    _locked(question.cohort, by)
    question = Question.objects.get(pk=question.pk)
    if question.retired:
        return
    waiting = question.opens.filter(retired=False).first()
    if waiting is not None:
        raise Refused(
            f"“{waiting}” is asked only after an answer to this question. "
            "Retire that one first, or ask it of everybody."
        )
    question.retired = True
    question.save(update_fields=["retired"])
    audit.record("retired question", question, by=by)


@transaction.atomic
def bring_back(question: Question, *, by: Any) -> None:
    _locked(question.cohort, by)
    question = Question.objects.select_related("shown_if").get(pk=question.pk)
    if not question.retired:
        return
    if question.shown_if is not None and question.shown_if.retired:
        raise Refused(
            f"It is asked only after an answer to “{question.shown_if}”, which is retired. "
            "Bring that one back first."
        )
    question.retired = False
    question.save(update_fields=["retired"])
    audit.record("brought back question", question, by=by)


def has_answers(question: Question) -> bool:
    return Answer.objects.filter(question=question).exclude(text="").exists()


def _locked(cohort: Cohort, by: Any) -> Cohort:
    """The cohort's row, so that two people do not put its questions in order at once."""
    if not permissions.asks_questions(by, cohort):
        raise Refused("Only staff of the programme can change what a cohort asks.")
    return Cohort.objects.select_for_update().get(pk=cohort.pk)


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"Not fields of a question that staff fill in: {unknown}")
    return fields


def _in_order(cohort: Cohort, instead: Question | None = None) -> list[Question]:
    rows = Question.objects.filter(cohort=cohort)
    return [instead if instead and row.pk == instead.pk else row for row in rows]


def _pages(
    questions: Sequence[Question], instead: dict[str, list[Question]] | None = None
) -> dict[str, list[Question]]:
    pages = {rows[0].page: rows for rows in question_pages(questions).values()}
    return pages | (instead or {})


def _swap(rows: list[Any], place: int, up: bool, words: str) -> None:
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        raise Refused(words.format("first" if up else "last"))
    rows[place], rows[other] = rows[other], rows[place]


def _reorder(cohort: Cohort, pages: dict[str, list[Question]], by: Any, what: str) -> None:
    questions = [row for rows in pages.values() for row in rows]
    for row in questions:
        _check_order(row, questions)
    retired = Question.objects.filter(cohort=cohort, retired=True)
    _number([*questions, *retired])
    audit.record(what, cohort, by=by, detail={"order": [row.key for row in questions]})


def _number(questions: Sequence[Question]) -> None:
    """Numbers in the order in which applicants see them: page by page."""
    shown = [row for rows in question_pages(questions).values() for row in rows]
    for number, row in enumerate([*shown, *(row for row in questions if row.retired)], start=1):
        row.order = number
    Question.objects.bulk_update(questions, ["order"])


def _check(question: Question, questions: Sequence[Question]) -> None:
    if not question.text.strip() or not question.page.strip():
        raise Refused("A question needs its words, and the heading of the page it is on.")
    if question.kind in OF_CHOICES:
        if len(set(question.choices)) < max(2, len(question.choices)):
            raise Refused("Give at least two choices, each on its own line, and none twice.")
    else:
        question.choices = []
    if question.kind not in OF_WORDS:
        question.max_words = None
    if (
        question.required_from
        and question.frozen_from
        and question.frozen_from <= question.required_from
    ):
        raise Refused("It would be frozen before it is needed. Give a later day to freeze it.")
    _check_order(question, questions)
    for row in questions:
        if question.pk and row.shown_if_id == question.pk:
            if row.shown_if_answer not in question.choices:
                raise Refused(
                    f"“{row}” is asked only after the answer “{row.shown_if_answer}”. "
                    "Keep that choice, or change that question first."
                )
            _check_order(row, questions)


def _check_order(question: Question, questions: Sequence[Question]) -> None:
    """What a question waits for comes before it, is asked, and can be answered so."""
    if question.shown_if_id is None:
        question.shown_if_answer = ""
        return
    shown = [row for rows in question_pages(questions).values() for row in rows]
    parent = next((row for row in shown if row.pk == question.shown_if_id), None)
    if parent is None or question.shown_if_answer not in parent.choices:
        raise Refused("Choose the earlier answer again: that question or that choice has gone.")
    if not question.retired and shown.index(parent) > shown.index(question):
        raise Refused(
            f"“{question}” is asked after an answer to “{parent}”, so it has to come after it."
        )


def _free_key(text: str, taken: set[str]) -> str:
    base = slugify(text).replace("-", "_")[:32].strip("_") or "question"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def _facts(question: Question) -> dict[str, Any]:
    return {"kind": question.kind, "page": question.page, "required": question.required}
