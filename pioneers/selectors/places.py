"""Who holds a place of a cohort, and who waits for one."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from cohorts.models import Cohort
from pioneers.enums import ApplicationState, Decision, PioneerState
from pioneers.models import Application


def holds_a_place() -> Q:
    """Offered, or confirmed; whoever confirmed and then left the cohort holds none."""
    left = Q(pioneer__state=PioneerState.WITHDRAWN)
    return Q(state=ApplicationState.OFFERED) | (Q(state=ApplicationState.CONFIRMED) & ~left)


def places_left(cohort: Cohort) -> int:
    return cohort.places - Application.objects.filter(holds_a_place(), cohort=cohort).count()


def reserve_list(cohort: Cohort) -> QuerySet[Application]:
    """In order of rank: those in reserve, and those whom staff mean to put there."""
    return Application.objects.filter(
        Q(state=ApplicationState.RESERVE)
        | Q(state=ApplicationState.SUBMITTED, decision=Decision.RESERVE),
        cohort=cohort,
    ).order_by(F("reserve_rank").asc(nulls_last=True), "submitted_at", "pk")


def next_in_reserve(cohort: Cohort) -> Application | None:
    """Who is offered the next free place; not somebody whom staff are about to let go."""
    rows = reserve_list(cohort).filter(state=ApplicationState.RESERVE)
    return rows.exclude(decision=Decision.DECLINE).first()
