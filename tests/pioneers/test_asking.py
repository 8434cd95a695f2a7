"""Which questions are asked, must be answered, and what fits them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from pioneers.asking import (
    answer_problem,
    asked,
    asked_later,
    is_frozen,
    must_answer,
    question_pages,
)
from pioneers.models import Question
from pioneers.selectors.applications import read_answers
from pioneers.services import applications, questions
from tests import factories as make
from tests.pioneers.applying import call, draft
from tests.pioneers.questions import ask, driving

TODAY = clock.today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def chain() -> list[Question]:
    """A choice, one that hangs on it, one that hangs on that, and one for everybody."""
    drive = Question(pk=1, key="drive", kind="choice", choices=["Yes", "No"])
    days = Question(
        pk=2,
        key="days",
        kind="several",
        choices=["Monday", "Friday"],
        shown_if=drive,
        shown_if_answer="Yes",
    )
    why = Question(pk=3, key="why", shown_if=days, shown_if_answer="Friday")
    return [drive, days, why, Question(pk=4, key="name")]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({}, ["drive", "name"]),
        ({"drive": "No"}, ["drive", "name"]),
        ({"drive": "Yes"}, ["drive", "days", "name"]),
        ({"drive": " yes "}, ["drive", "days", "name"]),
        ({"drive": "Yes, often"}, ["drive", "name"]),
        ({"drive": "Yes", "days": "Monday"}, ["drive", "days", "name"]),
        ({"drive": "Yes", "days": "Monday\nFriday"}, ["drive", "days", "why", "name"]),
        # What hangs on a question that is not asked is not asked, whatever was answered before.
        ({"drive": "No", "days": "Friday"}, ["drive", "name"]),
    ],
)
def test_a_question_is_asked_after_the_answer_that_it_hangs_on(answers, keys):
    assert [question.key for question in asked(chain(), answers)] == keys


def test_what_hangs_on_a_retired_question_is_not_asked():
    rows = chain()
    rows[0].retired = True
    assert [row.key for row in asked(rows, {"drive": "Yes"})] == ["name"]


def test_questions_that_wait_for_each_other_are_not_asked_and_end():
    one, two = Question(pk=1, key="one"), Question(pk=2, key="two")
    one.shown_if, two.shown_if = two, one
    one.shown_if_answer = two.shown_if_answer = "yes"
    assert asked([one, two], {"one": "yes", "two": "yes"}) == []


@pytest.mark.parametrize(
    ("required", "required_from", "frozen_from", "must", "frozen", "later"),
    [
        (True, None, None, True, False, False),
        (False, None, None, False, False, False),
        (True, YESTERDAY, None, True, False, True),
        (True, TODAY, None, True, False, True),
        (True, TOMORROW, None, False, False, True),
        (False, YESTERDAY, None, False, False, False),
        (True, None, TODAY, False, True, False),
        (True, None, TOMORROW, True, False, False),
        (True, YESTERDAY, TODAY, False, True, False),
    ],
)
def test_when_a_question_must_be_answered_and_when_it_is_frozen(
    required, required_from, frozen_from, must, frozen, later
):
    question = Question(required=required, required_from=required_from, frozen_from=frozen_from)
    found = (must_answer(question), is_frozen(question), asked_later(question))
    assert found == (must, frozen, later)


@pytest.mark.parametrize(
    ("question", "text", "problem"),
    [
        (Question(kind="long", max_words=3), "one two three", ""),
        (
            Question(kind="long", max_words=3),
            "one two three four",
            "This is 4 words. Please cut it to 3: 1 fewer. Everything you wrote is kept.",
        ),
        (Question(kind="number"), "12", ""),
        (Question(kind="number"), "1,200", ""),
        (Question(kind="number"), "2.5", ""),
        (Question(kind="number"), "twelve", "Please write a number, such as 12."),
        (Question(kind="number"), "NaN", "Please write a number, such as 12."),
        (Question(kind="number"), "Infinity", "Please write a number, such as 12."),
        (Question(kind="choice", choices=["a", "b"]), "a", ""),
        (
            Question(kind="choice", choices=["a", "b"]),
            "c",
            "Please choose one of the answers in the list.",
        ),
        (Question(kind="several", choices=["a", "b"]), "b\na", ""),
        (
            Question(kind="several", choices=["a", "b"]),
            "a\nc",
            "Please choose one of the answers in the list.",
        ),
        (Question(kind="number"), "", ""),
    ],
)
def test_what_is_wrong_with_an_answer(question, text, problem):
    assert answer_problem(question, text) == problem


def test_questions_stand_on_one_page_per_heading_in_order_without_the_retired():
    rows = [
        Question(pk=1, page="One"),
        Question(pk=2, page="Two"),
        Question(pk=3, page="One"),
        Question(pk=4, page="Gone", retired=True),
    ]
    assert question_pages(rows) == {"answers": [rows[0], rows[2]], "answers-2": [rows[1]]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "texts"),
    [
        ({}, ["Do you drive?", "Where do you park?", "Which home is it?", "Food?"]),
        ({"reviewing": True}, ["Do you drive?", "Where do you park?", "Which home is it?"]),
        ({"reviewing": True, "blind": True}, ["Do you drive?", "Where do you park?"]),
    ],
)
def test_who_reads_which_answers(options, texts):
    cohort = make.cohort()
    driving(cohort)
    ask(cohort, "Which home is it?", tells_who=True)
    ask(cohort, "Food?", for_reviewers=False)
    application = draft(cohort)
    applications.save_page(
        application, by=application.applicant, answers={"do_you_drive": "yes", "food": "Halal"}
    )
    assert [row.question.text for row in read_answers(application, **options)] == texts


@pytest.mark.django_db
def test_a_hidden_answer_is_kept_but_not_read_and_a_retired_one_is_read():
    cohort = call()
    _, park = driving(cohort)
    gone = ask(cohort, "Old question")
    application = draft(cohort)
    answers = {"do_you_drive": "no", park.key: "In the yard", gone.key: "Old answer"}
    applications.save_page(application, by=application.applicant, answers=answers)
    questions.retire(gone, by=make.staff(cohort.programme))
    read = {row.question.key: row.text for row in read_answers(application)}
    assert (park.key in read, read[gone.key]) == (False, "Old answer")
    assert application.answers.get(question=park).text == "In the yard"
