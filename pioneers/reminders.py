"""Reminders to those who began an application and have not sent it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from cohorts.enums import CohortState
from core import clock, links, mail
from core.models import MailState, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import moment
from pioneers.enums import ApplicationState
from pioneers.models import Application

KIND = "draft_reminder"
DAYS_BEFORE = (7, 1)
AT = time(10)  # by the clock on the wall, also across the change of the clocks
NO_LONGER = "The application is no longer an unsent draft, or the closing date was moved."


def plan_draft_reminders() -> int:
    """Make, revive or cancel rows so that they are what they should be; the second run does 0.

    A fixed number of queries but for those that write, which go by the thousand.
    """
    wanted = {message.key: message for message in _wanted()}
    known = {
        key: (pk, state, reason)
        for pk, key, state, reason in OutboundEmail.objects.filter(kind=KIND).values_list(
            "pk", "key", "state", "reason"
        )
    }
    stale = [pk for key, (pk, state, _) in known.items() if state in UNSENT and key not in wanted]
    back = [
        pk
        for key, (pk, state, reason) in known.items()
        if key in wanted and state == MailState.CANCELLED and reason == NO_LONGER
    ]
    told = {_day_of(key) for key, (_, state, _) in known.items() if state not in _NEVER_LEFT}
    new = [
        message for key, message in wanted.items() if key not in known and _day_of(key) not in told
    ]
    touched = 0
    for part in _thousands(stale):
        touched += mail.cancel(OutboundEmail.objects.filter(pk__in=part), reason=NO_LONGER)
    for part in _thousands(back):
        touched += OutboundEmail.objects.filter(pk__in=part, state=MailState.CANCELLED).update(
            state=MailState.DUE, reason=""
        )
    return touched + mail.queue_many(new)


def cancel_for(application: Application) -> None:
    """At once, in the change that makes a reminder pointless."""
    waiting = OutboundEmail.objects.filter(kind=KIND, key__startswith=f"draft:{application.pk}:")
    mail.cancel(waiting, reason=NO_LONGER)


_NEVER_LEFT = (*UNSENT, MailState.CANCELLED, MailState.EXPIRED)


def _day_of(key: str) -> str:
    """A key without its time of day: a call moved by an hour is not told of twice."""
    return key.rpartition("T")[0]


def _thousands(items: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(items), 1000):
        yield items[start : start + 1000]


def _wanted() -> Iterator[mail.Message]:
    now = clock.now()
    drafts = Application.objects.filter(
        state=ApplicationState.DRAFT,
        cohort__state=CohortState.OPEN,
        cohort__applications_close_at__gt=now,
    ).select_related("cohort__programme", "applicant")
    for draft in drafts.order_by("pk"):
        closes = draft.cohort.applications_close_at
        moments = [(days, _due(closes, days)) for days in DAYS_BEFORE]
        ends = [due for _, due in moments[1:]] + [closes]
        for (days, due), end in zip(moments, ends, strict=True):
            # Who began after that moment needs no telling; a late run tells only what is still so.
            if due >= draft.created_at and end > now:
                yield _message(draft, days=days, due=due, end=end)


def _due(closes: datetime, days: int) -> datetime:
    zone = ZoneInfo(settings.TIME_ZONE)
    day = timezone.localtime(closes, zone).date() - timedelta(days=days)
    return datetime.combine(day, AT, tzinfo=zone)


def _message(draft: Any, *, days: int, due: datetime, end: datetime) -> mail.Message:
    closes = timezone.localtime(draft.cohort.applications_close_at)
    person = draft.applicant
    return mail.Message(
        kind=KIND,
        key=f"draft:{draft.pk}:{days}:{closes:%Y-%m-%dT%H:%M}",
        to_email=person.email,
        to_name=person.name,
        person_id=person.pk,
        scope=draft.cohort.scope,
        due_at=due,
        expires_at=end,
        context={
            "first_name": person.first_name or draft.name.split(" ")[0] or "there",
            "cohort": draft.cohort.name,
            "programme": draft.cohort.programme.name,
            "closes": moment(closes),
            "link": links.absolute("pioneers:application", draft.pk),
        },
    )
