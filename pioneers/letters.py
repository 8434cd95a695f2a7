"""The letters of choosing a cohort: what each says, which one it replaces, when its days begin.

Letters of applied decisions wait in the outbox. The days to answer an offer are counted from the
day on which its letter is let go, so until then neither the letter nor the record has a date: the
letter's {answer_by} is filled in, and the record's `offer_expires_at` set, as staff release it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from cohorts.models import Cohort
from core import clock, links, mail
from core.models import OutboundEmail
from core.templatetags.words import day
from pioneers.enums import REASON_TOLD, ApplicationState
from pioneers.models import Application
from pioneers.plans import plan_of

OFFER_LINK = "answer-offer"
# The offer itself has a date; an old link should still open a page that says what became of it.
LINK_LASTS = timedelta(days=365)
OFFERS = ("offer", "offer_from_reserve")
# What each letter says of the application's state; where that changed, the letter is not sent.
SAYS = {
    "offer": ApplicationState.OFFERED,
    "offer_from_reserve": ApplicationState.OFFERED,
    "offer_extended": ApplicationState.OFFERED,
    "offer_reminder": ApplicationState.OFFERED,
    "offer_lapsed": ApplicationState.LAPSED,
    "reserve": ApplicationState.RESERVE,
    "reserve_released": ApplicationState.DECLINED,
    "decline": ApplicationState.DECLINED,
}
STALE = "The application has changed since this was written."


def answer_by(cohort: Cohort, *, days: int, since: datetime | None = None) -> datetime:
    """The whole of the last day counts; nobody is asked to answer after the first day."""
    zone = ZoneInfo(settings.TIME_ZONE)
    now = timezone.localtime(since or clock.now(), zone)
    last = now.date() + timedelta(days=days)
    eve = cohort.starts_on - timedelta(days=1)
    if now.date() <= eve < last:
        last = eve
    return datetime.combine(last, time(23, 59), tzinfo=zone)


def words(application: Application, *, link: str = "") -> dict[str, object]:
    """What the letters' placeholders stand for. An offer without a date keeps its {answer_by}."""
    cohort = application.cohort
    known: dict[str, object] = {
        "first_name": str(application).split(" ")[0],
        "cohort": cohort.name,
        "programme": cohort.programme.name,
        "starts": day(cohort.starts_on),
        "ends": day(cohort.ends_on),
        "link": link or links.absolute("pioneers:application", application.pk),
        "reason": reason_told(application),
    }
    if application.offer_expires_at:
        known["answer_by"] = day(application.offer_expires_at)
    return known


def letter(application: Application, kind: str, *, link: str = "", hold: bool) -> mail.Message:
    """One letter about one decision. Its key holds the time: a later decision is a new letter."""
    person = application.applicant
    return mail.Message(
        kind=kind,
        key=f"decision:{kind}:application:{application.pk}:{_stamp(application)}",
        to_email=person.email,
        to_name=person.name,
        person_id=person.pk,
        scope=application.cohort.scope,
        context=words(application, link=link),
        hold=hold,
    )


def tell(application: Application, kind: str, *, hold: bool = False) -> None:
    """Queue the letter; what was said before and has not left is cancelled."""
    stop(application)
    if kind in OFFERS:
        links.revoke(OFFER_LINK, application)
    link = offer_link(application) if SAYS[kind] == ApplicationState.OFFERED else ""
    mail.queue_many([letter(application, kind, link=link, hold=hold)])


def tell_of(application: Application, kind: str, key: str, **options: Any) -> mail.Message:
    """A letter about an offer that stands, with a link of its own; `key` says which it is."""
    made = letter(application, kind, link=offer_link(application), hold=False)
    return replace(made, key=f"{kind}:application:{application.pk}:{key}", **options)


def offer_link(application: Application) -> str:
    """A link that answers the offer: yes or no, once, without signing in."""
    token = links.create(
        OFFER_LINK,
        application,
        person=application.applicant,
        expires_at=clock.now() + LINK_LASTS,
    )
    return links.absolute("pioneers:offer", token)


def stop(application: Application) -> int:
    """Cancel the letters about this application that have not left."""
    rows = OutboundEmail.objects.filter(
        kind__in=SAYS, key__contains=f":application:{application.pk}:"
    )
    return mail.cancel(rows, reason=STALE)


def _stamp(application: Application) -> str:
    assert application.decided_at is not None
    return f"{application.decided_at:%Y%m%d%H%M%S%f}"


def let_go(row: OutboundEmail) -> Mapping[str, Any] | None:
    """Before a held letter leaves: is it still so, and until when may they answer?"""
    found = re.search(r":application:(\d+):\d+$", row.key)
    if found is None:
        return {}
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("cohort")
        .filter(pk=found[1], state=SAYS[row.kind])
        .first()
    )
    if application is None:
        return None
    decided = application.decided_at
    if application.told_at is None or (decided and application.told_at < decided):
        application.told_at = clock.now()
    if row.kind in OFFERS and application.offer_expires_at is None:
        days = plan_of(application.cohort).offer_days
        application.offer_expires_at = answer_by(application.cohort, days=days)
    application.save(update_fields=["told_at", "offer_expires_at"])
    return {"answer_by": day(application.offer_expires_at)}


def reason_told(application: Application) -> str:
    reason = application.decline_reason
    return REASON_TOLD.get(reason) or application.get_decline_reason_display().lower()
