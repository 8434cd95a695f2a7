"""Changing an application after it was sent: only into something that is complete again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core import audit
from core.errors import Refused
from pioneers import permissions
from pioneers.asking import asked, asked_later
from pioneers.completeness import answers_missing, problems
from pioneers.enums import CAN_CHANGE, ApplicationState
from pioneers.models import Application, Question
from pioneers.selectors import applications as rows
from pioneers.services import releases
from pioneers.services.answers import save_answers
from pioneers.services.applications import can_send, check_revision, fill_in, locked


class Incomplete(Refused):
    """What was typed would leave a gap; the words say which. Nothing was saved."""

    def __init__(self, gaps: Sequence[str]) -> None:
        self.gaps = list(gaps)
        super().__init__(" ".join(self.gaps))


def can_change(application: Application) -> bool:
    """Whether all of it may still be changed: a draft always, a sent one until its last moment.

    It goes by what its writer knows, so that a decision whose letter waits shows nowhere.
    """
    if application.is_draft:
        return True
    return application.shown_state == ApplicationState.SUBMITTED and can_send(application)


def late_questions(
    application: Application, questions: Sequence[Question], answers: Mapping[str, str]
) -> list[Question]:
    """Those with a day of their own, which may be answered after the call has closed."""
    if application.is_draft or application.state not in CAN_CHANGE:
        return []
    return [question for question in asked(questions, answers) if asked_later(question)]


@transaction.atomic
def change(
    application: Application,
    *,
    by: Any,
    page: str,
    fields: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Application:
    """Put one page of a sent application in place of what was sent, if nothing is missing then."""
    application = locked(application)
    fields, answers = fields or {}, answers or {}
    if not permissions.edits_application(by, application) or application.is_draft:
        raise Refused("This application can no longer be changed.")
    check_revision(application, revision)
    questions, before = rows.questions_of(application.cohort), rows.answers_of(application)
    late = late_questions(application, questions, before)
    whole = can_change(application)
    if not whole and (fields or not late or set(answers) - {row.key for row in late}):
        raise Refused(
            "The time to change this application is over. What you sent is with us as it was. "
            "If something important has changed, write to us."
        )
    found = problems(application, questions, before)
    changed = [name for name in fields if getattr(application, name) != fields[name]]
    fill_in(application, fields)
    application.amended_at = application.changed_at
    application.save()
    save_answers(application, answers)
    after = rows.answers_of(application)
    if whole:
        gaps = _gaps(found, problems(application, questions, after), page)
    else:
        gaps = answers_missing([row for row in late if row.key in answers], after)
    if gaps:
        raise Incomplete(gaps)
    if {"manager_name", "manager_email"} & set(changed):
        releases.follow_manager(application, by=by)
    changed += [key for key in answers if after.get(key, "") != before.get(key, "")]
    audit.record(
        "changed sent application", application, by=by, detail={"fields": sorted(set(changed))}
    )
    return application


def _gaps(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]], page: str
) -> list[str]:
    """What is missing on this page, and what the change newly leaves missing on another."""
    return [
        words
        for name, found in after.items()
        for words in found
        if name == page or words not in before.get(name, [])
    ]
