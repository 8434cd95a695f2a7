"""What an application still needs before it can be sent, page by page, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pioneers.asking import answer_problem, asked, is_frozen, must_answer, question_pages
from pioneers.dates import changed_since_yes
from pioneers.eligibility import against_application, rules_against, rules_open
from pioneers.models import Application, Question


def pages_of(questions: Sequence[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """{page's name in its address: its heading}; pages on which nothing is asked are left out."""
    shown = {question.pk for question in asked(questions, answers)}
    own = {
        name: rows[0].page
        for name, rows in question_pages(questions).items()
        if any(question.pk in shown for question in rows)
    }
    return {
        "you": "You",
        "home": "Your home",
        **own,
        "dates": "Dates and manager",
        "check": "Check and send",
    }


def problems(
    application: Application, questions: Sequence[Question], answers: Mapping[str, str]
) -> dict[str, list[str]]:
    """{page: what is missing or wrong there}, in the pages' order; the others are left out."""
    against = against_application(application)
    shown = asked(questions, answers)
    found = {
        "you": _of_you(application, against),
        "home": _of_home(application, against),
        **{
            name: answers_missing([row for row in rows if row in shown], answers)
            for name, rows in question_pages(questions).items()
        },
        "dates": _of_dates(application),
    }
    return {page: words for page, words in found.items() if words}


def left_open(
    application: Application, questions: Sequence[Question], answers: Mapping[str, str]
) -> set[str]:
    """The pages on which nothing was answered, whether or not it must be: they are not done."""
    found = {
        name
        for name, rows in question_pages(questions).items()
        if not any(answers.get(row.key, "").strip() for row in rows)
    }
    asks_of_facts = application.home_id is not None and application.facts_right is None
    return found | ({"home"} if asks_of_facts else set())


def first_unfinished(found: Mapping[str, list[str]]) -> str:
    """Where to go on: the first page that still needs something, or the last one."""
    return next(iter(found), "check")


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
    cohort, answered = application.cohort, application.rules_answered
    found += [f"Answer: {question}" for question in rules_open(cohort, answered)]
    found += rules_against(cohort, answered)
    return found + [against[rule] for rule in ("role",) if rule in against]


def _of_home(application: Application, against: Mapping[str, str]) -> list[str]:
    found = []
    if application.home is None and not application.home_as_typed:
        found.append("Choose your home, or type its name and postcode.")
    if application.borough is None:
        found.append("Say which borough your home is in.")
    if not application.setting:
        found.append("Say what kind of place it is.")
    if application.home and application.facts_right is False and not application.facts_note:
        found.append("Say what is different from what the register knows.")
    return found + [against[rule] for rule in ("setting", "borough") if rule in against]


def answers_missing(questions: Sequence[Question], answers: Mapping[str, str]) -> list[str]:
    """What these questions, all of them asked, still need."""
    found = []
    for question in questions:
        text = answers.get(question.key, "").strip()
        if must_answer(question) and not text:
            found.append(f"Answer: {question.text}")
        elif not is_frozen(question) and (problem := answer_problem(question, text)):
            found.append(f"{question.text} {problem}")
    return found


def _of_dates(application: Application) -> list[str]:
    found = []
    if not application.agrees_to_dates:
        found.append("Look at the dates, and say that you can come.")
    elif changed_since_yes(application):
        found.append("The dates have changed since you said yes. Look at them again.")
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
