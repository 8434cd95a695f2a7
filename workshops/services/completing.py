"""The rule of completion of a cohort, and who completes by it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit, clock
from core.errors import Refused
from core.templatetags.words import day
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from pioneers.services.pioneers import change_state
from workshops import standings
from workshops.completion import Rule
from workshops.enums import Waiver
from workshops.models import CompletionRule

OPEN = (PioneerState.ACTIVE, PioneerState.PAUSED)


@transaction.atomic
def change_rule(cohort: Cohort, *, rule: Rule, by: Any) -> CompletionRule:
    """What is asked from now on; nobody who has completed is undone by it."""
    if rule.workshops is not None and rule.workshops > cohort.workshop_count:
        raise Refused(f"{cohort.name} has {cohort.workshop_count} workshops. Ask for fewer.")
    if rule.set_meetings is not None and rule.set_meetings > cohort.set_meeting_count:
        raise Refused(
            f"Each set of {cohort.name} meets {cohort.set_meeting_count} times. Ask for fewer."
        )
    if rule.workshops == 0 and rule.set_meetings == 0 and not rule.celebration:
        raise Refused("Ask for at least one session, or nobody would have to come.")
    was = standings.rule_of(cohort)
    row, _ = CompletionRule.objects.update_or_create(
        cohort=cohort,
        defaults={
            "workshops": rule.workshops,
            "set_meetings": rule.set_meetings,
            "celebration": rule.celebration,
            "part_counts": rule.part_counts,
            "make_ups_count": rule.make_ups_count,
        },
    )
    changed = {
        name: [getattr(was, name), getattr(rule, name)]
        for name in rule.__dataclass_fields__
        if getattr(was, name) != getattr(rule, name)
    }
    audit.record("changed completion rule", row, by=by, detail=changed)
    return row


def check_over(cohort: Cohort) -> None:
    """The last set meeting must have been: somebody may still come to it."""
    if clock.today() < cohort.ends_on:
        raise Refused(f"{cohort.name} ends on {day(cohort.ends_on)}. Complete it then.")


@transaction.atomic
def complete_who_meet(cohort: Cohort, *, by: Any) -> list[Pioneer]:
    """Everybody who takes part and meets the rule; a second press completes nobody more."""
    check_over(cohort)
    meeting = [
        line.pioneer
        for line in standings.of_cohort(cohort, sort="name")
        if line.standing.meets and line.pioneer.state in OPEN
    ]
    for pioneer in meeting:
        change_state(pioneer, to=PioneerState.COMPLETED, by=by)
    if meeting:
        audit.record(
            "completed those who meet the rule", cohort, by=by, detail={"people": len(meeting)}
        )
    return meeting


@transaction.atomic
def complete_all_the_same(pioneer: Pioneer, *, why: str, by: Any) -> Pioneer:
    """One Pioneer who is short of the rule: staff decide so, for a reason that the trail keeps."""
    check_over(pioneer.cohort)
    if why not in Waiver.values:
        raise Refused("Choose why they complete all the same.")
    pioneer = change_state(pioneer, to=PioneerState.COMPLETED, by=by)
    audit.record("completed although short of the rule", pioneer, by=by, detail={"why": why})
    return pioneer
