"""What the calendar does with line managers: chases them twice, and asks before the start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from cohorts import mail_rules
from cohorts.enums import CohortState
from cohorts.mail_rules import Rule, RuleKind
from cohorts.models import Cohort
from core import clock, people
from core.models import OutboundEmail
from pioneers.enums import PioneerState, ReleaseRound, ReleaseState
from pioneers.models import Pioneer, ReleaseAgreement
from pioneers.release_dates import open_until
from pioneers.selectors import releases as rows
from pioneers.services import releases

# Which of the two, as the keys of rows and of rules say it; neither ever changes.
SLOTS = (5, 10)
AT_THE_START = "release_start"
# Staff may have asked again meanwhile; a manager is not written to twice in a few days.
REST = timedelta(days=3)
# Who was asked within these days, for somebody who came late, is not asked once more yet.
FRESH = timedelta(days=7)


def plan_chasing() -> int:
    """Usually five and ten days after the asking. After an outage, only the one still so.

    A reminder is made when it is due, for it holds a link of its own. The second run makes none.
    """
    now = clock.now()
    waiting = (
        ReleaseAgreement.objects.filter(
            state=ReleaseState.ASKED,
            application__in=rows.applications_in_question(),
        )
        .select_related("application__cohort")
        .order_by("pk")
    )
    wanted = {}
    found = list(waiting)
    rules = mail_rules.rules_for_many(release.application.cohort_id for release in found)
    for release in found:
        own = moments(release, rules[release.application.cohort_id])
        slots = [slot for due, slot in own if due <= now]
        rested = release.chased_at is None or release.chased_at + REST <= now
        if slots and rested and now < open_until(release.application):
            what = f"day{slots[-1]}"
            wanted[releases.key_of(release, what)] = (release, what)
    known = OutboundEmail.objects.filter(key__in=wanted).values_list("key", flat=True)
    for key in list(known):
        del wanted[key]
    return sum(
        releases.chase(release, key=what)
        for release, what in wanted.values()
        if not _asked_later(release)
    )


def rule_of(slot: int) -> str:
    return f"release_chase_{slot}d"


def moments(release: ReleaseAgreement, rules: Mapping[str, Rule]) -> list[tuple[datetime, int]]:
    """When this manager is reminded, by the cohort's rules, earlier first."""
    on = [(rules[rule_of(slot)], slot) for slot in SLOTS if rules[rule_of(slot)].is_on]
    return sorted((mail_rules.due_at(release.asked_at, rule), slot) for rule, slot in on)


def _asked_later(release: ReleaseAgreement) -> bool:
    """Who was asked again before the start is not chased for the first round."""
    newest = rows.newest_of(release.application)
    return newest is not None and newest.pk != release.pk


def plan_start_round() -> int:
    """Usually three weeks before the first day, the managers of everybody who takes part."""
    today = clock.today()
    coming = Cohort.objects.filter(
        state__in=[CohortState.SELECTING, CohortState.RUNNING, CohortState.OPEN],
        starts_on__gt=today,
        starts_on__lte=today + timedelta(days=mail_rules.MOST_DAYS),
    )
    cohorts = list(coming)
    rules = mail_rules.rules_for_many(cohort.pk for cohort in cohorts)
    due = [
        cohort
        for cohort in cohorts
        if rules[cohort.pk][AT_THE_START].is_on
        and mail_rules.due_at(cohort.starts_on, rules[cohort.pk][AT_THE_START]) <= clock.now()
    ]
    taking_part = (
        Pioneer.objects.filter(
            state=PioneerState.ACTIVE,
            application__isnull=False,
            cohort__in=due,
        )
        .exclude(application__releases__round=ReleaseRound.START)
        .exclude(application__releases__asked_at__gt=clock.now() - FRESH)
        .exclude(application__manager_email="")
        .select_related("application__cohort", "application__applicant")
        .order_by("pk")
    )
    asked = 0
    for pioneer in list(taking_part):
        application = pioneer.application
        assert application is not None
        release = releases.ask(application, by=people.system(), for_round=ReleaseRound.START)
        asked += release is not None
    return asked


for _slot, _which in zip(SLOTS, ("first", "second"), strict=True):
    mail_rules.register(
        RuleKind(
            key=rule_of(_slot),
            mail_kind="release_chase",
            title=f"Line manager has not answered: {_which} reminder",
            to="the line managers of those who applied",
            anchor="they were asked",
            days=_slot,
            after=True,
        )
    )
mail_rules.register(
    RuleKind(
        key=AT_THE_START,
        mail_kind="release_start",
        title="Line managers, once more before the start",
        to="the line managers of the Pioneers",
        anchor="the first day",
        days=21,
    )
)
