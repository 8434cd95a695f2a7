"""What a question asks of an answer: when it is asked, required and frozen, and what fits it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from core import clock
from pioneers.enums import QuestionKind
from pioneers.models import Question

NOT_IN_LIST = "Please choose one of the answers in the list."


def count_words(text: str) -> int:
    return len(text.split())


def lines(text: str) -> list[str]:
    """The choices in an answer of several."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def in_words(question: Question, text: str) -> str:
    """An answer as it reads: a choice is stored as staff wrote it, and shown as the form did."""
    if question.kind == QuestionKind.SEVERAL:
        return "\n".join(line[:1].upper() + line[1:] for line in lines(text))
    if question.kind == QuestionKind.CHOICE:
        return text[:1].upper() + text[1:]
    return text


def asked(questions: Sequence[Question], answers: Mapping[str, str]) -> list[Question]:
    """Those that somebody with these answers is asked, in order.

    A question that hangs on an earlier answer is asked only if that one is asked, too.
    """
    by_pk = {question.pk: question for question in questions}
    found: list[Question] = []
    known: dict[int, bool] = {}

    def is_asked(question: Question, depth: int = 0) -> bool:
        if question.pk not in known:
            known[question.pk] = not question.retired and _is_opened(question, depth)
        return known[question.pk]

    def _is_opened(question: Question, depth: int) -> bool:
        if question.shown_if_id is None:
            return True
        parent = by_pk.get(question.shown_if_id)
        if parent is None or depth > len(by_pk) or not is_asked(parent, depth + 1):
            return False
        return gives(parent, answers.get(parent.key, ""), question.shown_if_answer)

    for question in questions:
        if is_asked(question):
            found.append(question)
    return found


def gives(question: Question, text: str, wanted: str) -> bool:
    """Whether this answer is, or holds, the wanted one."""
    given = lines(text) if question.kind == QuestionKind.SEVERAL else [text.strip()]
    return wanted.strip().casefold() in [one.casefold() for one in given]


def must_answer(question: Question, on: date | None = None) -> bool:
    """Whether it must be answered by now; one that becomes required later is optional until then.

    What is frozen can no longer be answered, so it is not asked for either.
    """
    on = on or clock.today()
    starts = question.required_from
    return question.required and (starts is None or starts <= on) and not is_frozen(question, on)


def is_frozen(question: Question, on: date | None = None) -> bool:
    return question.frozen_from is not None and question.frozen_from <= (on or clock.today())


def asked_later(question: Question) -> bool:
    """Wanted by a day of its own, also from those who sent their application before."""
    return question.required and question.required_from is not None and not is_frozen(question)


def answer_problem(question: Question, text: str) -> str:
    """What is wrong with what was typed (not: that nothing was)."""
    if not text:
        return ""
    words = count_words(text)
    if question.max_words and words > question.max_words:
        over = words - question.max_words
        return (
            f"This is {words:,} words. Please cut it to {question.max_words:,}: {over:,} fewer. "
            "Everything you wrote is kept."
        )
    if question.kind == QuestionKind.CHOICE and text not in question.choices:
        return NOT_IN_LIST
    if question.kind == QuestionKind.SEVERAL and set(lines(text)) - set(question.choices):
        return NOT_IN_LIST
    if question.kind == QuestionKind.NUMBER and not is_number(text):
        return "Please write a number, such as 12."
    return ""


def is_number(text: str) -> bool:
    try:
        return Decimal(text.replace(",", "")).is_finite()
    except InvalidOperation:
        return False


def question_pages(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """{the page's name in its address: its questions}: one page per heading, in order."""
    headings: dict[str, list[Question]] = {}
    for question in questions:
        if not question.retired:
            headings.setdefault(question.page, []).append(question)
    return {
        "answers" if number == 1 else f"answers-{number}": rows
        for number, rows in enumerate(headings.values(), start=1)
    }
