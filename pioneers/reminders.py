"""Reminders to those who began an application and have not sent it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cohorts.enums import CohortState
from core import clock, mail
from core.models import MailState, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import moment
from pioneers import resuming
from pioneers.enums import TAKES_LATE_ENTRY, ApplicationState
from pioneers.models import Application

KIND = "draft_reminder"
DAYS_BEFORE = (7, 1)
AT = time(10)  # by the clock on the wall, also across the change of the clocks
NO_LONGER = "The application is no longer an unsent draft, or the closing date was moved."


def plan_draft_reminders() -> int:
    """Make, revive or cancel rows so that they are what they should be; the second run does 0.

    A fixed number of queries but for those that write, which go by the thousand.
    """
    wanted = {reminder.key: reminder for reminder in _wanted()}
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
        reminder
        for key, reminder in wanted.items()
        if key not in known and _day_of(key) not in told
    ]
    touched = 0
    for part in _thousands(stale):
        touched += mail.cancel(OutboundEmail.objects.filter(pk__in=part), reason=NO_LONGER)
    for part in _thousands(back):
        touched += OutboundEmail.objects.filter(pk__in=part, state=MailState.CANCELLED).update(
            state=MailState.DUE, reason=""
        )
    return touched + mail.queue_many(_messages(new))


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


@dataclass(frozen=True)
class Reminder:
    draft: Application
    days: int
    due: datetime
    end: datetime

    @property
    def key(self) -> str:
        closes = timezone.localtime(self.draft.closes_at)
        return f"draft:{self.draft.pk}:{self.days}:{closes:%Y-%m-%dT%H:%M}"


def _wanted() -> Iterator[Reminder]:
    """Of every draft, by its own deadline, which may be later than the call's."""
    now = clock.now()
    in_time = Q(cohort__state=CohortState.OPEN, cohort__applications_close_at__gt=now)
    later = Q(cohort__state__in=TAKES_LATE_ENTRY, deadline_at__gt=now)
    drafts = Application.objects.filter(
        in_time | later, state=ApplicationState.DRAFT, entered_by__isnull=True
    ).select_related("cohort__programme", "applicant")
    for draft in drafts.order_by("pk"):
        closes = draft.closes_at
        told = max(draft.created_at, draft.deadline_set_at or draft.created_at)
        moments = [(days, _due(closes, days)) for days in DAYS_BEFORE]
        ends = [due for _, due in moments[1:]] + [closes]
        for (days, due), end in zip(moments, ends, strict=True):
            # Who began after that moment needs no telling; a late run tells only what is still so.
            if due >= told and end > now:
                yield Reminder(draft, days, due, end)


def _due(closes: datetime, days: int) -> datetime:
    zone = ZoneInfo(settings.TIME_ZONE)
    day = timezone.localtime(closes, zone).date() - timedelta(days=days)
    return datetime.combine(day, AT, tzinfo=zone)


def _messages(reminders: Sequence[Reminder]) -> list[mail.Message]:
    """Each with a link of its own that goes on with the draft: see pioneers.resuming."""
    addresses = resuming.links_for([reminder.draft for reminder in reminders])
    return [
        _message(reminder, address) for reminder, address in zip(reminders, addresses, strict=True)
    ]


def _message(reminder: Reminder, address: str) -> mail.Message:
    draft = reminder.draft
    person = draft.applicant
    return mail.Message(
        kind=KIND,
        key=reminder.key,
        to_email=person.email,
        to_name=person.name,
        person_id=person.pk,
        scope=draft.cohort.scope,
        due_at=reminder.due,
        expires_at=reminder.end,
        context={
            "first_name": person.first_name or draft.name.split(" ")[0] or "there",
            "cohort": draft.cohort.name,
            "programme": draft.cohort.programme.name,
            "closes": moment(draft.closes_at),
            "link": address,
        },
    )
