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
        "text": "What leadership or improvement training have you already done?",
        "help_text": "So that we do not ask you to do it again. “None” is a fine answer.",
        "max_words": 150,
    },
    {
        "key": "little_value",
        "text": "What sort of training would be of little value to you?",
        "help_text": "What have you sat through too often?",
        "required": False,
        "max_words": 150,
    },
    {
        "key": "access_needs",
        "text": "Is there anything we can do to make it easier for you to take part?",
        "help_text": "Such as step-free rooms, large print, prayer times or food.",
        "required": False,
        "max_words": 150,
    },
    {
        "key": "preference",
        "text": "When could you best come to your learning set?",
        "help_text": "A learning set is a small group that meets through the year.",
        "kind": QuestionKind.CHOICE,
        "choices": ["morning", "afternoon", "either"],
    },
]
COPIED = ("key", "text", "help_text", "kind", "choices", "required", "max_words", "order")


def add_questions(cohort: Cohort, source: Cohort | None, by: Any) -> None:
    """Called by `cohorts.services` for each new cohort."""
    if source is not None and (rows := list(source.questions.values(*COPIED))):
        made = [Question(cohort=cohort, **row) for row in rows]
    else:
        made = [
            Question(cohort=cohort, order=order, **row)
            for order, row in enumerate(DEFAULTS, start=1)
        ]
    Question.objects.bulk_create(made)
