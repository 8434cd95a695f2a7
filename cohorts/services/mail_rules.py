"""A cohort's own way with a planned mail: on or off, how many days off, at what hour."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.db import transaction

from cohorts import mail_rules
from cohorts.models import Cohort, MailRule
from core import audit
from core.errors import Refused


@transaction.atomic
def change_rule(cohort: Cohort, key: str, *, is_on: bool, days: int, at: time, by: Any) -> int:
    """Change one rule, and with it the mails that wait; returns how many of those were touched."""
    kind = mail_rules.get(key)
    if kind is None:
        raise Refused("There is no such rule. Please go back to the list of rules.")
    if not 0 <= days <= mail_rules.MOST_DAYS:
        raise Refused(f"Give a number of days from 0 to {mail_rules.MOST_DAYS}.")
    if not mail_rules.EARLIEST <= at <= mail_rules.LATEST:
        raise Refused("Mails go between 7am and 8pm. Choose a time from 7am to 7:30pm.")
    if kind.needed and not is_on:
        raise Refused(
            "This mail cannot be switched off: without it somebody could lose their place. "
            "You can change when it goes."
        )
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    was = mail_rules.rules_for(cohort)[key]
    if (was.is_on, was.days, was.at) == (is_on, days, at):
        return 0
    MailRule.objects.update_or_create(
        cohort=cohort, key=key, defaults={"is_on": is_on, "days": days, "at": at}
    )
    audit.record(
        "changed mail rule",
        cohort,
        by=by,
        detail={
            "rule": key,
            "from": [was.is_on, was.days, f"{was.at:%H:%M}"],
            "to": [is_on, days, f"{at:%H:%M}"],
        },
    )
    return kind.plan(cohort) if kind.plan else 0
