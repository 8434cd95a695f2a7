"""Reminders to those who began an application and have not sent it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from cohorts import mail_rules
from cohorts.enums import CohortState
from cohorts.mail_rules import Rule, RuleKind
from cohorts.models import Cohort
from core import clock, mail
from core.models import MailState, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import moment
from pioneers import resuming
from pioneers.enums import TAKES_LATE_ENTRY, ApplicationState
from pioneers.models import Application

KIND = "draft_reminder"
# Which of the two, as the keys of rows and of rules say it; neither ever changes.
SLOTS = (7, 1)
NO_LONGER = "No longer needed: the draft, its closing date, or the rule for it has changed."
# In the words of earlier versions too: what we took back we may bring back.
TAKEN_BACK = (
    NO_LONGER,
    "The application is no longer an unsent draft, or the closing date was moved.",
)


def plan_draft_reminders(cohort: Cohort | None = None) -> int:
    """Make, revive, re-date or cancel rows so that they are what they should be; the second run
    does 0.

    A fixed number of queries but for those that write, which go by the thousand.
    """
    wanted = {reminder.key: reminder for reminder in _wanted(cohort)}
    rows = OutboundEmail.objects.filter(kind=KIND)
    if cohort is not None:
        rows = rows.filter(scope=cohort.scope)
    fields = ("key", "pk", "state", "reason", "due_at", "expires_at")
    known = {row[0]: row[1:] for row in rows.values_list(*fields)}
    stale = [pk for key, (pk, state, *_) in known.items() if state in UNSENT and key not in wanted]
    back = [
        pk
        for key, (pk, state, reason, *_) in known.items()
        if key in wanted and state == MailState.CANCELLED and reason in TAKEN_BACK
    ]
    told = {_day_of(key) for key, (_, state, *_) in known.items() if state not in _NEVER_LEFT}
    new = [
        reminder
        for key, reminder in wanted.items()
        if key not in known and _day_of(key) not in told
    ]
    touched, revived = 0, set(back)
    for part in _thousands(stale):
        touched += mail.cancel(OutboundEmail.objects.filter(pk__in=part), reason=NO_LONGER)
    for part in _thousands(back):
        touched += OutboundEmail.objects.filter(pk__in=part, state=MailState.CANCELLED).update(
            state=MailState.DUE, reason=""
        )
    touched += _redate(
        {
            pk: wanted[key]
            for key, (pk, state, _, *moments) in known.items()
            if key in wanted and (state in UNSENT or pk in revived) and wanted[key].moved(*moments)
        }
    )
    return touched + mail.queue_many(_messages(new))


def _redate(moved: Mapping[int, Reminder]) -> int:
    """What waits goes when its cohort's rule says today."""
    touched = 0
    for part in _thousands(list(moved)):
        found = list(OutboundEmail.objects.filter(pk__in=part, state__in=UNSENT).only("pk"))
        for row in found:
            row.due_at, row.expires_at = moved[row.pk].due, moved[row.pk].end
        OutboundEmail.objects.bulk_update(found, ["due_at", "expires_at"], batch_size=200)
        touched += len(found)
    return touched


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
    slot: int
    due: datetime
    end: datetime

    def moved(self, due: datetime, end: datetime | None) -> bool:
        """Whether a row of these moments goes at another time; what is late goes as it is."""
        return (due, end) != (self.due, self.end) and max(due, self.due) > clock.now()

    @property
    def key(self) -> str:
        closes = timezone.localtime(self.draft.closes_at)
        return f"draft:{self.draft.pk}:{self.slot}:{closes:%Y-%m-%dT%H:%M}"


def _wanted(cohort: Cohort | None) -> Iterator[Reminder]:
    """Of every draft, by its own deadline, which may be later than the call's."""
    now = clock.now()
    in_time = Q(cohort__state=CohortState.OPEN, cohort__applications_close_at__gt=now)
    later = Q(cohort__state__in=TAKES_LATE_ENTRY, deadline_at__gt=now)
    drafts = Application.objects.filter(
        in_time | later, state=ApplicationState.DRAFT, entered_by__isnull=True
    ).select_related("cohort__programme", "applicant")
    if cohort is not None:
        drafts = drafts.filter(cohort=cohort)
    found = list(drafts.order_by("pk"))
    rules = mail_rules.rules_for_many(draft.cohort_id for draft in found)
    for draft in found:
        closes = draft.closes_at
        told = max(draft.created_at, draft.deadline_set_at or draft.created_at)
        moments = _moments(closes, rules[draft.cohort_id])
        ends = [due for due, _ in moments[1:]] + [closes]
        for (due, slot), end in zip(moments, ends, strict=True):
            # Who began after that moment needs no telling; a late run tells only what is still so.
            if due >= told and end > now:
                yield Reminder(draft, slot, due, end)


def _moments(closes: datetime, rules: Mapping[str, Rule]) -> list[tuple[datetime, int]]:
    """When to remind, earlier first; of two that fall together there is one."""
    on = {slot: rules[rule_of(slot)] for slot in SLOTS if rules[rule_of(slot)].is_on}
    moments = {mail_rules.due_at(closes, rule): slot for slot, rule in on.items()}
    return sorted((due, slot) for due, slot in moments.items() if due < closes)


def rule_of(slot: int) -> str:
    return f"{KIND}_{slot}d"


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
        rule=rule_of(reminder.slot),
        context={
            "first_name": person.first_name or draft.name.split(" ")[0] or "there",
            "cohort": draft.cohort.name,
            "programme": draft.cohort.programme.name,
            "closes": moment(draft.closes_at),
            "link": address,
        },
    )


for _slot, _which in zip(SLOTS, ("first", "second"), strict=True):
    mail_rules.register(
        RuleKind(
            key=rule_of(_slot),
            mail_kind=KIND,
            title=f"Application not sent yet: {_which} reminder",
            to="whoever began an application and has not sent it",
            anchor="the closing date",
            days=_slot,
            plan=plan_draft_reminders,
        )
    )
