"""What an application still needs before it can be sent, page by page, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pioneers.eligibility import reasons_against
from pioneers.enums import QuestionKind
from pioneers.models import Application, Question

PAGES: dict[str, str] = {
    "you": "You",
    "home": "Your home",
    "answers": "Your answers",
    "dates": "Dates and manager",
    "check": "Check and send",
}


def problems(
    application: Application, questions: Sequence[Question], answers: Mapping[str, str]
) -> dict[str, list[str]]:
    """{page: what is missing or wrong there}; pages with nothing to say are left out."""
    against = reasons_against(
        application.cohort,
        role=application.role,
        setting=application.setting,
        borough=application.borough,
    )
    found = {
        "you": _of_you(application, against),
        "home": _of_home(application, against),
        "answers": _of_answers(questions, answers),
        "dates": _of_dates(application),
    }
    return {page: words for page, words in found.items() if words}


def first_unfinished(found: Mapping[str, list[str]]) -> str:
    """Where to go on: the first page that still needs something, or the last one."""
    return next((page for page in PAGES if page in found), "check")


def count_words(text: str) -> int:
    return len(text.split())


def answer_problem(question: Question, text: str) -> str:
    """What is wrong with what was typed (not: that nothing was)."""
    words = count_words(text)
    if question.max_words and words > question.max_words:
        return (
            f"This is {words:,} words. Please cut it to {question.max_words:,}. "
            "Everything you wrote is kept."
        )
    if question.kind == QuestionKind.CHOICE and text and text not in question.choices:
        return "Please choose one of the answers in the list."
    return ""


def _of_you(application: Application, against: Mapping[str, str]) -> list[str]:
    found = []
    if not application.name:
        found.append("Tell us your name.")
    if not application.phone:
        found.append("Give a telephone number.")
    if not application.role:
        found.append("Choose your role.")
    if application.years_in_role is None:
        found.append("Say how many years you have been in your role.")
    return found + [against[rule] for rule in ("role",) if rule in against]


def _of_home(application: Application, against: Mapping[str, str]) -> list[str]:
    found = []
    if application.home is None and not application.home_as_typed:
        found.append("Choose your home, or type its name and postcode.")
    if application.borough is None:
        found.append("Say which borough your home is in.")
    if not application.setting:
        found.append("Say what kind of place it is.")
    return found + [against[rule] for rule in ("setting", "borough") if rule in against]


def _of_answers(questions: Sequence[Question], answers: Mapping[str, str]) -> list[str]:
    found = []
    for question in questions:
        text = answers.get(question.key, "").strip()
        if question.required and not text:
            found.append(f"Answer: {question.text}")
        elif problem := answer_problem(question, text):
            found.append(f"{question.text} {problem}")
    return found


def _of_dates(application: Application) -> list[str]:
    found = []
    if not application.agrees_to_dates:
        found.append("Look at the dates, and say that you can come.")
    if not application.manager_name:
        found.append("Give your line manager’s name.")
    if not application.manager_email:
        found.append("Give your line manager’s e-mail address.")
    elif not is_email(application.manager_email):
        found.append("Your line manager’s e-mail address does not look complete.")
    return found


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
