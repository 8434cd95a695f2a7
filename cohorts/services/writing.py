"""Staff's own words to people of a cohort: one message each, in the outbox."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from cohorts import permissions
from cohorts.audiences import Audience, Recipient
from cohorts.mails import WRITTEN
from cohorts.models import Cohort
from core import audit, mail
from core.errors import Refused
from core.mail import words
from core.templatetags.words import day

NAME_OF_A_WRITING = re.compile(r"[0-9a-f]{16,40}")
# What every audience's placeholders are, and what they mean.
USUAL = {
    "first_name": "first name",
    "name": "full name",
    "cohort": "the cohort",
    "programme": "the programme",
    "starts": "the first day of the cohort",
    "ends": "its last day",
    "contact": "our e-mail address",
    "site": "name of this site",
}


def placeholders(audience: Audience) -> dict[str, str]:
    return {**USUAL, **audience.placeholders}


def values_for(to: Recipient, cohort: Cohort) -> Mapping[str, str]:
    return {
        "first_name": to.first_name,
        "name": to.name or to.email,
        "cohort": cohort.name,
        "programme": cohort.programme.name,
        "starts": day(cohort.starts_on),
        "ends": day(cohort.ends_on),
        "contact": settings.CONTACT_EMAIL,
        "site": settings.SITE_NAME,
        **to.values,
    }


@transaction.atomic
def write(
    cohort: Cohort,
    audience: Audience,
    people: Sequence[Recipient],
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
    if not permissions.staff(by, cohort):
        raise Refused("Only staff of the programme can write to its people.")
    if not NAME_OF_A_WRITING.fullmatch(writing):
        raise Refused("This page is too old to send from. Please open it again from the outbox.")
    if not subject.strip() or not body.strip():
        raise Refused("Write a subject and what you want to tell them.")
    for text in (subject, body):
        words.check(text, tuple(placeholders(audience)))
    if not people:
        raise Refused("Nobody is ticked. Tick at least one person.")
    # Two presses at once wait for each other here, and the second finds every message made.
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    made = mail.queue_many(
        mail.Message(
            kind=WRITTEN,
            key=f"message:{writing}:user:{to.pk}",
            to_email=to.email,
            to_name=to.name,
            person_id=to.pk,
            scope=cohort.scope,
            hold=hold,
            thread=f"message:{writing}",
            context={
                name: words.fill(text, values_for(to, cohort))
                for name, text in (("subject", subject), ("body", body))
            },
        )
        for to in people
    )
    if made:
        detail = {"audience": audience.key, "count": made, "held": hold, "writing": writing}
        audit.record("wrote to people", cohort, by=by, detail=detail)
    return made
