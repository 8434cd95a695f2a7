"""What staff read of a session where the outbox says what a mail is about."""

from __future__ import annotations

from django.urls import reverse

from cohorts import mail_rules
from cohorts.models import Cohort
from core.templatetags.words import short_day
from workshops.models import Session


def sessions(cohort: Cohort, ids: list[str]) -> dict[str, tuple[str, str]]:
    found = Session.objects.filter(cohort=cohort, pk__in=[pk for pk in ids if pk.isdecimal()])
    return {
        str(one.pk): (
            f"{one.title}, {short_day(one.starts_at)}",
            reverse("workshops:session", args=[one.pk]),
        )
        for one in found
    }


mail_rules.add_subjects("session", sessions)
