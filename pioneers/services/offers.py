"""Offers: made, answered, given more time, run out, and passed on to the next in reserve.

Each function locks the cohort first and the application after, so that the last place is given
to one person, whoever presses at the same moment.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit, clock, links, mail, people
from core.errors import Refused
from core.templatetags.words import day
from pioneers import letters, permissions
from pioneers.enums import ApplicationState, Decision, DeclineReason
from pioneers.letters import OFFER_LINK
from pioneers.models import Application, Pioneer
from pioneers.plans import plan_of
from pioneers.selectors.places import next_in_reserve, places_left, reserve_list
from pioneers.services import reserve

MOST_DAYS = 60


@transaction.atomic
def confirm_place(application: Application, *, by: Any) -> Pioneer:
    """The applicant says yes: a Pioneer exists from now on. Pressed twice, it is one Pioneer."""
    cohort, application = _locked(application)
    _only_for(permissions.answers_offer(by, application), "the person who was offered the place")
    if application.state == ApplicationState.CONFIRMED:
        return application.pioneer
    check_open(application)
    application.state = ApplicationState.CONFIRMED
    application.save(update_fields=["state"])
    letters.stop(application)
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
        context=letters.words(application),
        scope=cohort.scope,
    )
    return pioneer


@transaction.atomic
def decline_offer(application: Application, *, by: Any) -> None:
    """The applicant says no; the place is free for the next."""
    cohort, application = _locked(application)
    _only_for(permissions.answers_offer(by, application), "the person who was offered the place")
    check_open(application)
    application.state = ApplicationState.WITHDRAWN
    application.changed_at = clock.now()
    application.save(update_fields=["state", "changed_at"])
    audit.record("declined offer", application, by=by)
    left(application)
    place_freed(cohort)


def check_open(application: Application) -> None:
    """Refused in words, unless the offer can be answered now."""
    until = application.offer_expires_at
    if application.state == ApplicationState.LAPSED or (
        application.state == ApplicationState.OFFERED and until and until <= clock.now()
    ):
        raise Refused(
            f"This offer ran out on {day(until)}. Please write to us: if a place is still free, "
            "we can offer it to you again."
        )
    if application.state != ApplicationState.OFFERED:
        raise Refused(
            f"There is no open offer: the application is “{application.shown_state.label}”. "
            "Write to us if that is a surprise."
        )


def left(application: Application) -> None:
    """What goes with an application that is taken back or ran out: letters, links and rank."""
    letters.stop(application)
    links.revoke(OFFER_LINK, application)
    Application.objects.filter(pk=application.pk).update(reserve_rank=None, decision="")
    reserve.close_gaps(application.cohort)


def place_freed(cohort: Cohort) -> Application | None:
    """In the change that frees a place: the plan may have it offered to the next in reserve.

    Not once the cohort has begun: then staff decide whether somebody can still join.
    """
    if not plan_of(cohort).promotes_by_itself or clock.today() >= cohort.starts_on:
        return None
    following = next_in_reserve(cohort)
    if following is None or places_left(cohort) < 1:
        return None
    _offer(following, "offer_from_reserve", by=people.system())
    return following


@transaction.atomic
def offer_place(application: Application, *, by: Any) -> None:
    """Staff offer a free place now: to somebody in reserve, to one whose offer ran out, or once
    more to one who was never told. The letter leaves at once, with its own date."""
    cohort, application = _locked(application)
    _only_for(permissions.decides(by, application), "staff of the programme")
    untold = application.state == ApplicationState.OFFERED and application.offer_expires_at is None
    if application.state not in (ApplicationState.RESERVE, ApplicationState.LAPSED) and not untold:
        raise Refused(
            f"{application} is “{application.get_state_display()}”: there is nothing to offer here."
        )
    if not untold and places_left(cohort) < 1:
        raise Refused(f"{cohort} has no free place. Somebody may have given it away a moment ago.")
    from_reserve = application.state == ApplicationState.RESERVE
    _offer(application, "offer_from_reserve" if from_reserve else "offer", by=by)


def _offer(application: Application, kind: str, *, by: Any) -> None:
    cohort, was = application.cohort, application.state
    application.state = ApplicationState.OFFERED
    application.decision, application.reserve_rank = "", None
    application.decided_at = application.told_at = clock.now()
    application.offer_expires_at = letters.answer_by(cohort, days=plan_of(cohort).offer_days)
    application.save(
        update_fields=[
            "state",
            "decision",
            "reserve_rank",
            "decided_at",
            "told_at",
            "offer_expires_at",
        ]
    )
    reserve.close_gaps(cohort)
    audit.record("offered place", application, by=by, detail={"from": was})
    letters.tell(application, kind)


@transaction.atomic
def give_more_days(application: Application, *, days: int, by: Any) -> None:
    """More time to answer, told by mail; reminders follow the new date."""
    cohort, application = _locked(application)
    _only_for(permissions.decides(by, application), "staff of the programme")
    if application.state != ApplicationState.OFFERED or application.offer_expires_at is None:
        raise Refused(f"{application} has no offer that is waiting for an answer.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"Give between 1 and {MOST_DAYS} days.")
    since = max(application.offer_expires_at, clock.now())
    until = letters.answer_by(cohort, days=days, since=since)
    if until <= since:
        raise Refused(f"{cohort} starts on {day(cohort.starts_on)}: there are no more days.")
    application.offer_expires_at = until
    application.save(update_fields=["offer_expires_at"])
    audit.record("gave more days for an offer", application, by=by, detail={"days": days})
    letters.stop(application)
    mail.queue_many([letters.tell_of(application, "offer_extended", f"{until:%Y%m%d}")])


@transaction.atomic
def lapse(application: Application) -> bool:
    """The clock's: an offer whose last day is over runs out, and the place is free."""
    cohort, application = _locked(application)
    until = application.offer_expires_at
    if application.state != ApplicationState.OFFERED or until is None or until > clock.now():
        return False
    application.state = ApplicationState.LAPSED
    application.save(update_fields=["state"])
    audit.record("offer ran out", application, by=people.system())
    left(application)
    letters.tell(application, "offer_lapsed")
    place_freed(cohort)
    return True


@transaction.atomic
def release_reserves(cohort: Cohort, *, by: Any) -> int:
    """No place will become free: everybody in reserve is told so, with a reason that is counted.

    Not those whom staff are about to offer a place.
    """
    cohort = reserve.lock(cohort.pk)
    _only_for(permissions.applies_decisions(by, cohort), "staff of the programme")
    rows = list(
        reserve_list(cohort)
        .filter(state=ApplicationState.RESERVE)
        .exclude(decision=Decision.OFFER)
        .select_for_update(of=("self",))
        .prefetch_related("applicant")
    )
    if not rows:
        raise Refused("Nobody is on the reserve list.")
    for row in rows:
        row.cohort = cohort
        row.state, row.decline_reason = ApplicationState.DECLINED, DeclineReason.NOT_NEEDED
        row.decision, row.reserve_rank = "", None
        row.decided_at = row.told_at = clock.now()
        row.save()
        letters.tell(row, "reserve_released")
    reserve.close_gaps(cohort)
    audit.record("released reserve list", cohort, by=by, detail={"people": len(rows)})
    return len(rows)


def _locked(application: Application) -> tuple[Cohort, Application]:
    cohort = reserve.lock(application.cohort_id)
    rows = Application.objects.select_for_update().prefetch_related("applicant", "home")
    found = rows.get(pk=application.pk)
    found.cohort = cohort
    return cohort, found


def _only_for(allowed: bool, whom: str) -> None:
    if not allowed:
        raise Refused(f"Only {whom} can do this.")
