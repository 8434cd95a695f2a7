"""The questions that a new cohort asks: those of the cohort it is copied from, or these."""

from __future__ import annotations

from typing import Any

from cohorts.models import Cohort
from pioneers.enums import QuestionKind
from pioneers.models import Question

DEFAULTS: list[dict[str, Any]] = [
    {
        "key": "why_now",
        "text": "Why do you want to join, and why now?",
        "help_text": "What would be different for you in a year? A few sentences are enough.",
        "max_words": 200,
    },
    {
        "key": "challenge",
        "text": "What is the hardest part of leading your team at the moment?",
        "help_text": "Please do not name residents, relatives or colleagues.",
        "max_words": 200,
    },
    {
        "key": "improvement",
        "text": "What is one small thing you would like to make better in your home?",
        "help_text": "It can change later. You get help to carry it through.",
        "max_words": 200,
    },
    {
        "key": "training_done",
        "page": "Your training",
        "text": "What leadership or improvement training have you already done?",
        "help_text": "So that we do not ask you to do it again. “None” is a fine answer.",
        "max_words": 150,
    },
    {
        "key": "little_value",
        "page": "Your training",
        "text": "What sort of training would be of little value to you?",
        "help_text": "What have you sat through too often?",
        "required": False,
        "max_words": 150,
    },
    {
        "key": "access_needs",
        "page": "Taking part",
        "text": "Is there anything we can do to make it easier for you to take part?",
        "help_text": "Such as step-free rooms, large print, prayer times or food.",
        "required": False,
        "for_reviewers": False,  # health and faith are nothing to score by
        "max_words": 150,
    },
    {
        "key": "preference",
        "page": "Taking part",
        "text": "When could you best come to your learning set?",
        "help_text": "A learning set is a small group that meets through the year.",
        "kind": QuestionKind.CHOICE,
        "choices": ["morning", "afternoon", "either"],
    },
]
# Everything but whose it is; shown_if is pointed at the copy of the question it named.
NOT_COPIED = ("id", "cohort", "shown_if")


def add_questions(cohort: Cohort, source: Cohort | None, by: Any) -> None:
    """Called by `cohorts.services` for each new cohort."""
    if source is not None and (questions := list(source.questions.filter(retired=False))):
        copy_questions(questions, cohort)
        return
    Question.objects.bulk_create(
        Question(cohort=cohort, order=order, **row) for order, row in enumerate(DEFAULTS, start=1)
    )


def copy_questions(questions: list[Question], cohort: Cohort) -> None:
    """Copy these to another cohort. Days of their own move with its first day."""
    fields = [field for field in Question._meta.concrete_fields if field.name not in NOT_COPIED]
    copies: dict[int, Question] = {}
    for question in questions:
        values = {field.attname: getattr(question, field.attname) for field in fields}
        moved = cohort.starts_on - question.cohort.starts_on
        for name in ("required_from", "frozen_from"):
            values[name] = values[name] and values[name] + moved
        copies[question.pk] = Question(cohort=cohort, **values)
    Question.objects.bulk_create(copies.values())
    waiting = []
    for question in questions:
        if question.shown_if_id in copies:
            copies[question.pk].shown_if = copies[question.shown_if_id]
            waiting.append(copies[question.pk])
    Question.objects.bulk_update(waiting, ["shown_if"])
