"""“Did you meet?”: asked of both every four weeks, or as the cohort has it, until they say so.

Worked out and not fired: rows exist two weeks ahead, so that staff see what will go out, and are
withdrawn when one of the two says that they met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cohorts import mail_rules
from cohorts.enums import CohortState
from cohorts.mail_rules import Rule, RuleKind
from core import clock, links, mail
from core.models import MailState, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import day
from pioneers.enums import PioneerState
from pioneers.models import Pairing
from pioneers.selectors.mentors import with_meetings
from pioneers.selectors.pauses import paused_days

ACTION = "we-met"
KIND = "mentor_check_in"
RULE = RuleKind(
    key=KIND,
    mail_kind=KIND,
    title="Did mentor and Pioneer meet?",
    to="both of a pair, again and again",
    anchor="the day they last met",
    days=28,
    after=True,
)
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
    due_at: datetime

    @property
    def key(self) -> str:
        stem = f"{KIND}:pairing:{self.pairing.pk}:user:{self.user.pk}"
        return f"{stem}:on:{timezone.localdate(self.due_at)}"


def plan_check_ins() -> int:
    """Make, revive, re-date or withdraw rows; the second run touches 0.

    A fixed number of queries beside the writing.
    """
    wanted = {asking.key: asking for asking in _wanted()}
    rows = OutboundEmail.objects.filter(kind=KIND, due_at__gte=clock.now() - LINK_LASTS)
    known = {row.key: row for row in rows.only("key", "state", "reason", "due_at")}
    stale = [row.pk for key, row in known.items() if row.state in UNSENT and key not in wanted]
    touched = mail.cancel(OutboundEmail.objects.filter(pk__in=stale), reason=NOT_NEEDED)
    for key in known.keys() & wanted.keys():
        row, due_at = known[key], wanted[key].due_at
        back = row.state == MailState.CANCELLED and row.reason == NOT_NEEDED
        if back or (row.state in UNSENT and row.due_at != due_at):
            touched += OutboundEmail.objects.filter(pk=row.pk, state=row.state).update(
                state=MailState.DUE if back else row.state, reason="", due_at=due_at
            )
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
            expires_at=one.due_at + timedelta(days=RULE.days),
            thread=f"pairing:{one.pairing.pk}",
            rule=RULE.key,
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
    return list(_both(pairing, clock.now()))


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
    found = list(pairs.order_by("pk"))
    rules = mail_rules.rules_for_many({pair.pioneer.cohort_id for pair in found})
    paused, today = paused_days(), clock.today()
    for pair in found:
        rule = rules[pair.pioneer.cohort_id][RULE.key]
        on = _next(pair.heard_on, today, every=max(1, rule.days))
        if rule.is_on and on <= today + AHEAD and not paused.covers(pair.pioneer.person_id, on):
            yield from _both(pair, _moment(on, rule))


def _moment(on: date, rule: Rule) -> datetime:
    """That day, at the hour of the cohort's rule."""
    return mail_rules.due_at(on - timedelta(days=rule.days), rule)


def _next(heard_on: date, today: date, *, every: int = RULE.days) -> date:
    """Of the days a whole number of times `every` after they were last heard of, the one to come.

    One that has just passed is still it, so that an outage of a day does not cost the question.
    """
    on = heard_on
    while True:
        on += timedelta(days=every)
        # Nobody is asked at a weekend.
        asked = on + timedelta(days=7 - on.weekday() if on.weekday() > 4 else 0)
        if asked >= today - LATEST:
            return asked


def _both(pairing: Pairing, due_at: datetime) -> Iterator[Asking]:
    mentor, pioneer = pairing.mentor.user, pairing.pioneer.person
    for user, other in ((mentor, str(pioneer)), (pioneer, str(mentor))):
        if user.is_active:
            yield Asking(pairing, user, other, due_at)


def _since(pairing: Any) -> str:
    if pairing.met:
        return f"You last said that you met on {day(pairing.last_met_on)}."
    return f"You were paired on {day(pairing.started_on)} and have not said yet that you met."
