"""Choosing a cohort: decide in private, apply all at once. Offers live on in `services.offers`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit, clock
from core.errors import Refused
from pioneers import letters, permissions
from pioneers.enums import (
    DECIDED_STATE,
    OPEN_TO_DECISION,
    ApplicationState,
    Decision,
    DeclineReason,
)
from pioneers.models import Application, SelectionPlan
from pioneers.plans import plan_of
from pioneers.selectors.places import places_left
from pioneers.services import reserve


@transaction.atomic
def decide(
    application: Application,
    *,
    decision: str,
    by: Any,
    decline_reason: str = "",
    reserve_rank: int | None = None,
) -> Application:
    """Note what staff mean to answer; an empty decision takes it back. Nobody is told."""
    cohort = reserve.lock(application.cohort_id)
    application = Application.objects.select_for_update().get(pk=application.pk)
    application.cohort = cohort
    if not permissions.decides(by, application):
        raise Refused("Only staff of the programme decide, and nobody decides on their own.")
    if application.state not in OPEN_TO_DECISION:
        raise Refused(
            f"{application} is “{application.get_state_display()}” and cannot be decided any more."
        )
    if decision and decision not in Decision.values:
        raise Refused("Choose one of: offer, reserve list, no place.")
    if decision == Decision.DECLINE and decline_reason not in DeclineReason.values:
        raise Refused("Choose the reason. The applicant is told it, and reasons are counted.")
    in_reserve = application.state == ApplicationState.RESERVE
    # Who is on the list already is not put there again: that takes back what was meant instead.
    application.decision = "" if in_reserve and decision == Decision.RESERVE else decision
    application.decline_reason = decline_reason if decision == Decision.DECLINE else ""
    stays = in_reserve or decision == Decision.RESERVE
    if not stays:
        application.reserve_rank = None
    application.save(update_fields=["decision", "decline_reason", "reserve_rank"])
    if stays and (reserve_rank is not None or application.reserve_rank is None):
        reserve.put(application, at=reserve_rank)
    else:
        reserve.close_gaps(cohort)
    audit.record("decided on application", application, by=by, detail={"decision": decision})
    return application


@transaction.atomic
def offer_these(applications: Iterable[Application], *, by: Any) -> int:
    """Note an offer for each of a proposal; who was decided meanwhile is left as decided."""
    noted = 0
    for row in applications:
        fresh = Application.objects.filter(pk=row.pk, decision="", state__in=OPEN_TO_DECISION)
        if fresh.exists():
            decide(row, decision=Decision.OFFER, by=by)
            noted += 1
    return noted


@transaction.atomic
def apply_decisions(cohort: Cohort, *, by: Any) -> Counter[str]:
    """Make every pending decision the state, in one transaction; the letters wait in the outbox.

    The cohort's row is locked first, so that two people who press at once never give away more
    places than exist; the second of them finds nothing left to apply. Returns counts by decision.
    """
    cohort = reserve.lock(cohort.pk)
    if not permissions.applies_decisions(by, cohort):
        raise Refused("Only staff of the programme apply decisions.")
    pending = list(
        Application.objects.select_for_update()
        .filter(cohort=cohort, state__in=OPEN_TO_DECISION)
        .exclude(decision="")
        .prefetch_related("applicant")
        .order_by("pk")
    )
    if not pending:
        raise Refused("There is no decision to apply. They may have been applied a moment ago.")
    offers = sum(row.decision == Decision.OFFER for row in pending)
    left = places_left(cohort)
    if offers > left:
        raise Refused(
            f"You offer {offers} places, but {cohort} has {left} left of {cohort.places}. "
            "Move somebody to the reserve list, or raise the number of places."
        )
    counts = Counter(row.decision for row in pending)
    for row in pending:
        row.cohort = cohort
        _apply(row, by=by)
    reserve.close_gaps(cohort)
    audit.record("applied decisions", cohort, by=by, detail=dict(counts))
    return counts


def _apply(application: Application, *, by: Any) -> None:
    decision = application.decision
    application.state, application.decision = DECIDED_STATE[decision], ""
    application.decided_at, application.offer_expires_at = clock.now(), None
    if decision != Decision.RESERVE:
        application.reserve_rank = None
    application.save(
        update_fields=["state", "decision", "decided_at", "offer_expires_at", "reserve_rank"]
    )
    audit.record("applied decision", application, by=by, detail={"decision": decision})
    letters.tell(application, decision, hold=True)


@transaction.atomic
def save_wishes(
    cohort: Cohort,
    *,
    targets: Mapping[str, int],
    offer_days: int,
    promotes_by_itself: bool,
    by: Any,
) -> SelectionPlan:
    """What the cohort should look like, and how long offers last."""
    if not permissions.applies_decisions(by, cohort):
        raise Refused("Only staff of the programme say what a cohort should look like.")
    for name, least in targets.items():
        if least > cohort.places:
            raise Refused(f"{cohort} has {cohort.places} places: “at least {least}” is too many.")
        if least < 1 or name.partition(":")[0] not in ("borough", "setting", "role"):
            raise Refused("Write whole numbers from 1, for boroughs, settings and roles.")
    if not 1 <= offer_days <= 60:
        raise Refused("Give between 1 and 60 days to answer an offer.")
    plan = plan_of(cohort)
    plan.targets, plan.offer_days = dict(targets), offer_days
    plan.promotes_by_itself = promotes_by_itself
    if plan.pk:
        plan.save(update_fields=["targets", "offer_days", "promotes_by_itself"])
    else:
        plan.save()
    audit.record("changed wishes for the cohort", cohort, by=by, detail={"targets": len(targets)})
    return plan
