"""“Did you meet?”: asked of both every four weeks until they say that they met.

Worked out and not fired: rows exist two weeks ahead, so that staff see what will go out, and are
withdrawn when one of the two says that they met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from cohorts.enums import CohortState
from core import clock, links, mail
from core.models import MailState, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import day
from pioneers.enums import PioneerState
from pioneers.models import Pairing
from pioneers.selectors.mentors import with_meetings

ACTION = "we-met"
KIND = "mentor_check_in"
EVERY = timedelta(weeks=4)
AT = time(10)
AHEAD = timedelta(days=14)
LATEST = timedelta(days=3)
# The link still works when somebody comes to it weeks later.
LINK_LASTS = timedelta(weeks=8)
NOT_NEEDED = "They met, the pair ended, or the home is paused."


@dataclass(frozen=True)
class Asking:
    """One of a pair, asked on one day."""

    pairing: Pairing
    user: Any
    other: str
    on: date

    @property
    def key(self) -> str:
        return f"{KIND}:pairing:{self.pairing.pk}:user:{self.user.pk}:on:{self.on}"

    @property
    def due_at(self) -> datetime:
        return datetime.combine(self.on, AT, tzinfo=ZoneInfo(settings.TIME_ZONE))


def plan_check_ins() -> int:
    """Make, revive or withdraw rows; the second run touches 0. Four queries beside the writing."""
    wanted = {asking.key: asking for asking in _wanted()}
    known = {
        key: (pk, state, reason)
        for key, pk, state, reason in OutboundEmail.objects.filter(
            kind=KIND, due_at__gte=clock.now() - EVERY
        ).values_list("key", "pk", "state", "reason")
    }
    stale = [pk for key, (pk, state, _) in known.items() if state in UNSENT and key not in wanted]
    back = [
        pk
        for key, (pk, state, reason) in known.items()
        if key in wanted and state == MailState.CANCELLED and reason == NOT_NEEDED
    ]
    touched = mail.cancel(OutboundEmail.objects.filter(pk__in=stale), reason=NOT_NEEDED)
    touched += OutboundEmail.objects.filter(pk__in=back).update(state=MailState.DUE, reason="")
    return touched + ask([one for key, one in wanted.items() if key not in known])


def ask(askings: Iterable[Asking]) -> int:
    """Queue these questions, each with a link of its own that needs no sign-in."""
    found = list(askings)
    tokens = links.create_many(
        ACTION, [(one.pairing, one.user, one.due_at + LINK_LASTS) for one in found]
    )
    return mail.queue_many(
        mail.Message(
            kind=KIND,
            key=one.key,
            to_email=one.user.email,
            to_name=one.user.name,
            person_id=one.user.pk,
            scope=one.pairing.pioneer.cohort.scope,
            due_at=one.due_at,
            expires_at=one.due_at + EVERY,
            thread=f"pairing:{one.pairing.pk}",
            context={
                "first_name": one.user.first_name or "there",
                "other": one.other,
                "since": _since(one.pairing),
                "link": links.absolute("pioneers:we_met", token),
            },
        )
        for one, token in zip(found, tokens, strict=True)
    )


def ask_now(pairing: Pairing) -> list[Asking]:
    """Both of a pair (of `with_meetings`), asked today."""
    return list(_both(pairing, clock.today()))


def withdraw(pairing: Pairing) -> int:
    """What was to be asked of this pair and has not left."""
    stem = f"{KIND}:pairing:{pairing.pk}:"
    waiting = OutboundEmail.objects.filter(kind=KIND, key__startswith=stem)
    return mail.cancel(waiting, reason=NOT_NEEDED)


def _wanted() -> Iterator[Asking]:
    pairs = with_meetings(
        Pairing.objects.current().filter(
            pioneer__state=PioneerState.ACTIVE, pioneer__cohort__state=CohortState.RUNNING
        )
    ).select_related("mentor__user", "pioneer__person", "pioneer__cohort")
    today = clock.today()
    for pairing in pairs.order_by("pk"):
        on = _next(pairing.heard_on, today)
        if on <= today + AHEAD:
            yield from _both(pairing, on)


def _next(heard_on: date, today: date) -> date:
    """Of the days a whole number of times EVERY after they were last heard of, the one to come.

    One that has just passed is still it, so that an outage of a day does not cost the question.
    """
    on = heard_on
    while True:
        on += EVERY
        # Nobody is asked at a weekend.
        asked = on + timedelta(days=7 - on.weekday() if on.weekday() > 4 else 0)
        if asked >= today - LATEST:
            return asked


def _both(pairing: Pairing, on: date) -> Iterator[Asking]:
    mentor, pioneer = pairing.mentor.user, pairing.pioneer.person
    for user, other in ((mentor, str(pioneer)), (pioneer, str(mentor))):
        if user.is_active:
            yield Asking(pairing, user, other, on)


def _since(pairing: Any) -> str:
    if pairing.met:
        return f"You last said that you met on {day(pairing.last_met_on)}."
    return f"You were paired on {day(pairing.started_on)} and have not said yet that you met."
