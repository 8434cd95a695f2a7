"""Keeping answers, and what an earlier application already tells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from cohorts.models import Cohort
from pioneers.files import Stored
from pioneers.models import Answer, Application, Question
from pioneers.selectors import applications as rows


def save_answers(application: Application, answers: Mapping[str, str | Stored]) -> None:
    """{question's key: its text, or the file that is kept for it}."""
    if not answers:
        return
    questions = {
        question.key: question for question in Question.objects.filter(cohort=application.cohort_id)
    }
    before = rows.files_of(application)
    Answer.objects.bulk_create(
        [
            Answer(
                application=application,
                question=questions[key],
                text=value.name if isinstance(value, Stored) else value,
                file=value.path if isinstance(value, Stored) else "",
            )
            for key, value in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["application", "question"],
        update_fields=["text", "file"],
    )
    for key, answer in before.items():
        path = str(answer.file)
        if key in answers and path != str(answers[key]):
            transaction.on_commit(partial(default_storage.delete, path))


def known_from_before(person: Any, cohort: Cohort, *, reader: Any = None) -> dict[str, Any]:
    """What the newest earlier application says, to be looked at again rather than typed anew.

    The earlier one is never changed by it. With `reader`, only what they may see: see earlier_of.
    """
    earlier = rows.earlier_of(person, cohort, reader=reader)
    if earlier is None:
        return {}
    known: dict[str, Any] = {
        "name": earlier.name,
        "phone": earlier.phone,
        "role": earlier.role,
        "home_as_typed": earlier.home_as_typed,
    }
    home = earlier.home
    if home is not None:
        home = home.succeeded_by or home
        known |= {"home": home, "home_as_typed": "", "borough": home.borough or earlier.borough}
    if earlier.setting in cohort.settings:
        known["setting"] = earlier.setting
    return {name: value for name, value in known.items() if value}
