"""Reads of a cohort's mails: what waits by rule, what goes in the next days, what went wrong."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from cohorts.models import Cohort
from cohorts.selectors import mails_of
from core.models.mail import UNSENT


def waiting_by_rule(cohort: Cohort, user: Any) -> dict[str, int]:
    """How many mails of each rule are in the outbox and have not left."""
    rows = mails_of(cohort, user).filter(state__in=UNSENT).exclude(rule="").order_by()
    return dict(rows.values_list("rule").annotate(n=Count("pk")))
