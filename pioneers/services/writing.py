"""Writing to chosen applicants: one message each, in the outbox."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit, mail
from core.errors import Refused
from core.mail import words
from pioneers import permissions
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.writing import KIND, PLACEHOLDERS, values_for

NAME_OF_A_WRITING = re.compile(r"[0-9a-f]{16,40}")


@dataclass
class Reached:
    """Of chosen applications, who is written to and who is not."""

    people: list[Application] = field(default_factory=list)
    withdrawn: list[Application] = field(default_factory=list)
    without_address: list[Application] = field(default_factory=list)
    # Typed in for them by one of the team: it is not theirs until it is handed over.
    not_handed_over: list[Application] = field(default_factory=list)
    # Of the people: whose answer still waits in the outbox. They know nothing of it yet.
    untold: int = 0


def reached(applications: Iterable[Application]) -> Reached:
    found = Reached()
    for row in applications:
        if row.state == ApplicationState.WITHDRAWN:
            found.withdrawn.append(row)
        elif row.state == ApplicationState.DRAFT and row.entered_by_id is not None:
            found.not_handed_over.append(row)
        elif not row.applicant.email or not row.applicant.is_active:
            found.without_address.append(row)
        else:
            found.people.append(row)
            found.untold += row.shown_state != row.state
    return found


@transaction.atomic
def write(
    cohort: Cohort,
    applications: Iterable[Application],
    *,
    by: Any,
    subject: str,
    body: str,
    writing: str,
    hold: bool = True,
) -> int:
    """Queue one message for each; returns how many are new.

    `writing` names this piece of writing: queued twice under one name, also by two presses at
    once, nobody gets it twice.
    """
    if not permissions.knows_who_applies(by, cohort):
        raise Refused("Only staff who do not read this cohort blind can write to its applicants.")
    if not NAME_OF_A_WRITING.fullmatch(writing):
        raise Refused("This page is too old to send from. Please open it again from the list.")
    if not subject.strip() or not body.strip():
        raise Refused("Write a subject and what you want to tell them.")
    words.check(subject, PLACEHOLDERS)
    words.check(body, PLACEHOLDERS)
    people = reached(applications).people
    if any(row.cohort_id != cohort.pk for row in people):
        raise Refused("Some of these people applied to another cohort. Choose them again.")
    if not people:
        raise Refused("Nobody is chosen. Go back to the list and tick somebody.")
    # Two presses at once wait for each other here, and the second finds every message made.
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    made = mail.queue_many(
        _message(cohort, row, subject, body, writing=writing, hold=hold) for row in people
    )
    if made:
        detail = {"count": made, "held": hold, "writing": writing}
        audit.record("wrote to applicants", cohort, by=by, detail=detail)
    return made


def _message(
    cohort: Cohort, row: Application, subject: str, body: str, *, writing: str, hold: bool
) -> mail.Message:
    values = values_for(row, cohort)
    return mail.Message(
        kind=KIND,
        key=f"written:{writing}:{row.pk}",
        to_email=row.applicant.email,
        to_name=row.applicant.name,
        person_id=row.applicant_id,
        scope=cohort.scope,
        hold=hold,
        context={"subject": words.fill(subject, values), "body": words.fill(body, values)},
    )
