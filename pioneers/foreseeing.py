"""Mails to applicants and line managers that are made when they are due, seen beforehand.

Only of people whom the reader may know of: as `unseen_mails` does for mails that are rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from cohorts import mail_rules
from cohorts.enums import CohortState
from cohorts.mail_rules import Forecast, Rule
from cohorts.models import Cohort
from core import clock
from core.templatetags.words import day
from pioneers import offer_reminders, release_reminders
from pioneers.enums import ApplicationState, PioneerState, ReleaseRound, ReleaseState
from pioneers.models import Pioneer, ReleaseAgreement
from pioneers.release_dates import open_until
from pioneers.selectors import releases as rows
from pioneers.selectors.staff import of_cohort, reads_blind

Rules = Mapping[str, Rule]


def foresee(cohort: Cohort, user: Any, until: datetime, rules: Rules) -> Iterator[Forecast]:
    if not reads_blind(user, cohort):
        yield from offers(cohort, user, until, rules)
        yield from managers(cohort, user, until, rules)
        yield from before_the_start(cohort, user, until, rules)


def offers(cohort: Cohort, user: Any, until: datetime, rules: Rules) -> Iterator[Forecast]:
    """Reminders of offers that nobody has answered yet."""
    waiting = of_cohort(user, cohort).filter(
        state=ApplicationState.OFFERED, offer_expires_at__gt=clock.now()
    )
    for application in waiting.select_related("applicant").order_by("applicant__name", "pk"):
        last = offer_reminders.last_day(application)
        for due, slot in offer_reminders.moments(application, rules):
            rested = offer_reminders.has_rested(application, due)
            if clock.now() < due < until and rested:
                about = f"answer by {day(last)}"
                yield Forecast(offer_reminders.rule_of(slot), due, str(application), about)


def managers(cohort: Cohort, user: Any, until: datetime, rules: Rules) -> Iterator[Forecast]:
    """Reminders to line managers who have not answered, if they still do not."""
    seen = of_cohort(user, cohort).values("pk")
    waiting = ReleaseAgreement.objects.filter(
        state=ReleaseState.ASKED,
        application__in=rows.applications_in_question().filter(pk__in=seen),
    ).select_related("application__cohort", "application__applicant")
    newest = {one.application_id: one for one in waiting.order_by("asked_at", "pk")}
    for release in newest.values():
        ends = open_until(release.application)
        for due, slot in release_reminders.moments(release, rules):
            rest = release.chased_at and release.chased_at + release_reminders.REST > due
            if clock.now() < due < min(until, ends) and not rest:
                name = f"{release.manager_name or release.manager_email} ({release.application})"
                yield Forecast(release_reminders.rule_of(slot), due, name)


def before_the_start(
    cohort: Cohort, user: Any, until: datetime, rules: Rules
) -> Iterator[Forecast]:
    """Line managers once more, some weeks before the first day."""
    rule = rules[release_reminders.AT_THE_START]
    due = mail_rules.due_at(cohort.starts_on, rule)
    states = (CohortState.SELECTING, CohortState.RUNNING, CohortState.OPEN)
    if not (rule.is_on and clock.now() < due < until and cohort.state in states):
        return
    taking_part = (
        Pioneer.objects.filter(
            cohort=cohort, state=PioneerState.ACTIVE, application__in=of_cohort(user, cohort)
        )
        .exclude(application__releases__round=ReleaseRound.START)
        .exclude(application__manager_email="")
        .select_related("application", "person")
    )
    for pioneer in taking_part.order_by("person__name", "pk"):
        application = pioneer.application
        assert application is not None
        name = application.manager_name or application.manager_email
        yield Forecast(rule.key, due, f"{name} ({pioneer})", f"starts {day(cohort.starts_on)}")


mail_rules.add_foreseer(foresee)
