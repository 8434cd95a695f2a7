"""Choosing a cohort: decide in private, apply all at once, confirm."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cohorts.models import Cohort
from core import audit, clock, links, mail
from core.errors import Refused
from core.templatetags.words import day
from pioneers.enums import (
    DECIDED_STATE,
    HOLDS_A_PLACE,
    OPEN_TO_DECISION,
    ApplicationState,
    Decision,
    DeclineReason,
)
from pioneers.models import Application, Pioneer

OFFER_LASTS = timedelta(days=14)
OFFER_LINK = "answer-offer"


@transaction.atomic
def decide(
    application: Application,
    *,
    decision: str,
    by: Any,
    decline_reason: str = "",
    reserve_rank: int | None = None,
) -> None:
    """Note what staff mean to answer; an empty decision takes it back. Nobody is told."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state not in OPEN_TO_DECISION:
        raise Refused(
            f"{application} is “{application.get_state_display()}” and cannot be decided any more."
        )
    if decision and decision not in Decision.values:
        raise Refused("Choose one of: offer, reserve list, no place.")
    if decision == Decision.DECLINE and decline_reason not in DeclineReason.values:
        raise Refused("Choose the reason. The applicant is told it, and reasons are counted.")
    application.decision = decision
    application.decline_reason = decline_reason if decision == Decision.DECLINE else ""
    application.reserve_rank = reserve_rank if decision == Decision.RESERVE else None
    application.save(update_fields=["decision", "decline_reason", "reserve_rank"])
    audit.record("decided on application", application, by=by, detail={"decision": decision})


def places_left(cohort: Cohort) -> int:
    """Places that are neither offered nor confirmed."""
    taken = Application.objects.filter(cohort=cohort, state__in=HOLDS_A_PLACE).count()
    return cohort.places - taken


def _end_of_day(moment: datetime) -> datetime:
    """The mail says “by Tuesday”, so the whole of Tuesday counts."""
    return timezone.localtime(moment).replace(hour=23, minute=59, second=0, microsecond=0)


@transaction.atomic
def apply_decisions(
    cohort: Cohort, *, by: Any, offer_expires_at: datetime | None = None
) -> Counter[str]:
    """Make every pending decision the state, in one transaction; the mails wait in the outbox.

    The cohort's row is locked first, so that two people who press at once never give away more
    places than exist; the second of them finds nothing left to apply. Returns counts by decision.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    pending = list(
        Application.objects.select_for_update()
        .filter(cohort=cohort, state__in=OPEN_TO_DECISION)
        .exclude(decision="")
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
    now = clock.now()
    expires = offer_expires_at or _end_of_day(now + OFFER_LASTS)
    for row in pending:
        _apply(row, by=by, now=now, expires=expires)
    counts = Counter(row.decision for row in pending)
    audit.record("applied decisions", cohort, by=by, detail=dict(counts))
    return counts


def _apply(application: Application, *, by: Any, now: datetime, expires: datetime) -> None:
    decision = application.decision
    application.state = DECIDED_STATE[decision]
    application.decided_at = now
    application.offer_expires_at = expires if decision == Decision.OFFER else None
    Application.objects.filter(pk=application.pk).update(
        state=application.state,
        decided_at=now,
        offer_expires_at=application.offer_expires_at,
        decision="",
    )
    audit.record("applied decision", application, by=by, detail={"decision": decision})
    _tell(application, decision)


def _tell(application: Application, decision: str) -> None:
    """The held mail of one decision. Its key holds the time: a later decision is a new letter."""
    cohort, person = application.cohort, application.applicant
    context: dict[str, object] = {"cohort": cohort.name, "programme": cohort.programme.name}
    if decision == Decision.OFFER:
        links.revoke(OFFER_LINK, application)
        assert application.offer_expires_at is not None
        token = links.create(
            OFFER_LINK, application, person=person, expires_at=application.offer_expires_at
        )
        context |= {
            "answer_by": day(application.offer_expires_at),
            "link": links.absolute("pioneers:offer", token),
            "starts": day(cohort.starts_on),
            "ends": day(cohort.ends_on),
        }
    elif decision == Decision.RESERVE:
        context["link"] = links.absolute("pioneers:application", application.pk)
    else:
        context["reason"] = application.get_decline_reason_display().lower()
    decided = f"{application.decided_at:%Y%m%d%H%M%S}"
    mail.queue(
        decision,
        to=person,
        key=f"decision:{decision}:application:{application.pk}:{decided}",
        context={**context, "first_name": _first_name(application)},
        scope=cohort.scope,
        hold=True,
    )


def _first_name(application: Application) -> str:
    return str(application).split(" ")[0]


@transaction.atomic
def confirm_place(application: Application, *, by: Any) -> Pioneer:
    """The applicant says yes: a Pioneer exists from now on. Pressed twice, it is one Pioneer."""
    cohort = Cohort.objects.select_for_update().get(pk=application.cohort_id)
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state == ApplicationState.CONFIRMED:
        return application.pioneer
    if application.state != ApplicationState.OFFERED:
        raise Refused(
            f"This place cannot be confirmed: the application is "
            f"“{application.get_state_display()}”. Write to us if that is a surprise."
        )
    if application.offer_expires_at and application.offer_expires_at <= clock.now():
        raise Refused(
            f"This offer ran out on {day(application.offer_expires_at)}. "
            "Write to us: if the place is still free, we can offer it again."
        )
    application.state = ApplicationState.CONFIRMED
    application.save(update_fields=["state"])
    person = application.applicant
    if application.name and not person.name:
        person.name = application.name
        person.save(update_fields=["name"])
    pioneer = Pioneer.objects.create(
        cohort=cohort,
        person=person,
        application=application,
        home=application.home,
        role=application.role,
        setting=application.setting,
        joined_at=clock.now(),
    )
    links.revoke(OFFER_LINK, application)
    audit.record("confirmed place", application, by=by)
    mail.queue(
        "place_confirmed",
        to=person,
        key=f"place-confirmed:application:{application.pk}",
        context={
            "first_name": _first_name(application),
            "cohort": cohort.name,
            "programme": cohort.programme.name,
            "starts": day(cohort.starts_on),
            "ends": day(cohort.ends_on),
            "link": links.absolute("pioneers:application", application.pk),
        },
        scope=cohort.scope,
    )
    return pioneer


@transaction.atomic
def decline_offer(application: Application, *, by: Any) -> None:
    """The applicant says no; the place is free again."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state != ApplicationState.OFFERED:
        raise Refused(
            f"There is no open offer: the application is “{application.get_state_display()}”."
        )
    application.state = ApplicationState.WITHDRAWN
    application.save(update_fields=["state"])
    links.revoke(OFFER_LINK, application)
    audit.record("declined offer", application, by=by)
