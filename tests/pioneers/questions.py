"""What the tests of a cohort's own questions share."""

from __future__ import annotations

from typing import Any

from cohorts.models import Cohort
from pioneers.models import Question
from pioneers.services import questions
from tests import factories as make

BY_DEFAULT: dict[str, Any] = {
    "page": "Your answers",
    "help_text": "",
    "kind": "short",
    "choices": [],
    "required": False,
}


def ask(cohort: Cohort, text: str, **fields: Any) -> Question:
    """One more question, as staff would add it."""
    staff = make.staff(cohort.programme)
    return questions.add(cohort, by=staff, **{**BY_DEFAULT, "text": text, **fields})


def driving(cohort: Cohort, **fields: Any) -> tuple[Question, Question]:
    """Do you drive? And if so: where do you park?"""
    drive = ask(cohort, "Do you drive?", kind="choice", choices=["yes", "no"])
    park = ask(cohort, "Where do you park?", shown_if=drive, shown_if_answer="yes", **fields)
    return drive, park
