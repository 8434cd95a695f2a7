"""What the calendar does with an offer: reminds of it, warns staff, and lets it run out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cohorts import mail_rules
from cohorts.mail_rules import Rule, RuleKind
from cohorts.models import Cohort, StaffMembership
from core import clock, links, mail
from core.models import OutboundEmail
from core.templatetags.words import day
from pioneers import letters
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.services import offers

KIND, TO_STAFF = "offer_reminder", "offers_run_out"
# Which of the two, as the keys of rows and of rules say it; neither ever changes.
SLOTS = (2, 5)
# Nobody is reminded of an offer that reached them yesterday.
REST = timedelta(days=2)


def plan_offer_reminders() -> int:
    """Usually five and two days before the last day. After an outage, only the one still so.

    A reminder is made when it is due, for it holds a link of its own. The second run makes none.
    """
    wanted = {}
    waiting = list(_waiting())
    rules = mail_rules.rules_for_many(application.cohort_id for application in waiting)
    for application in waiting:
        slot = _slot_due(application, rules[application.cohort_id])
        if slot:
            wanted[key_of(application, slot)] = (application, slot)
    known = OutboundEmail.objects.filter(kind=KIND, key__in=wanted)
    for key in known.values_list("key", flat=True):
        wanted.pop(key)
    return sum(_remind(application, slot) for application, slot in wanted.values())


def rule_of(slot: int) -> str:
    return f"{KIND}_{slot}d"


def key_of(application: Application, slot: int) -> str:
    return f"{KIND}:application:{application.pk}:{_what(application, slot)}"


def _what(application: Application, slot: int) -> str:
    return f"{last_day(application):%Y%m%d}:{slot}"


@transaction.atomic
def _remind(application: Application, slot: int) -> int:
    """Who answers at this very moment is not told that nothing is certain yet."""
    until = application.offer_expires_at
    same = Application.objects.select_for_update().filter(
        pk=application.pk, state=ApplicationState.OFFERED, offer_expires_at=until
    )
    if same.first() is None:
        return 0
    message = letters.tell_of(application, KIND, _what(application, slot), expires_at=until)
    return mail.queue_many([replace(message, rule=rule_of(slot))])


def _waiting() -> Iterator[Application]:
    return (
        Application.objects.filter(state=ApplicationState.OFFERED, offer_expires_at__gt=clock.now())
        .select_related("cohort__programme", "applicant")
        .order_by("pk")
        .iterator(chunk_size=500)
    )


def _slot_due(application: Application, rules: Mapping[str, Rule]) -> int:
    """Which reminder should exist now: the latest whose moment has come; 0 for none."""
    come = [(due, slot) for due, slot in moments(application, rules) if due <= clock.now()]
    if not come:
        return 0
    due, slot = max(come)
    return slot if has_rested(application, due) else 0


def moments(application: Application, rules: Mapping[str, Rule]) -> list[tuple[datetime, int]]:
    """When this offer is reminded of, by its cohort's rules."""
    on = [(rules[rule_of(slot)], slot) for slot in SLOTS if rules[rule_of(slot)].is_on]
    return sorted((mail_rules.due_at(last_day(application), rule), slot) for rule, slot in on)


def has_rested(application: Application, due: datetime) -> bool:
    return application.told_at is None or application.told_at + REST <= due


def plan_staff_warnings() -> int:
    """Usually on the day before the last day, staff are told how many have not answered."""
    running_out: dict[tuple[Cohort, date], int] = defaultdict(int)
    waiting = list(_waiting())
    rules = mail_rules.rules_for_many(application.cohort_id for application in waiting)
    for application in waiting:
        last, rule = last_day(application), rules[application.cohort_id][TO_STAFF]
        if rule.is_on and mail_rules.due_at(last, rule) <= clock.now():
            running_out[application.cohort, last] += 1
    programmes = {cohort.programme_id for cohort, _ in running_out}
    team = defaultdict(list)
    for member in StaffMembership.objects.filter(
        programme__in=programmes, left_on__isnull=True, user__is_active=True
    ).select_related("user"):
        team[member.programme_id].append(member.user)
    return mail.queue_many(
        mail.Message(
            kind=TO_STAFF,
            rule=TO_STAFF,
            key=f"offers-run-out:cohort:{cohort.pk}:{last:%Y%m%d}:user:{user.pk}",
            to_email=user.email,
            to_name=user.name,
            person_id=user.pk,
            scope=cohort.scope,
            expires_at=_morning_after(last),
            context={
                "first_name": user.first_name or "there",
                "cohort": cohort.name,
                "programme": cohort.programme.name,
                "offers": f"{n} offer{'' if n == 1 else 's'}",
                "answer_by": day(last),
                "link": links.absolute("pioneers:staff_offers", cohort.pk),
            },
        )
        for (cohort, last), n in running_out.items()
        for user in team[cohort.programme_id]
    )


def lapse_due() -> int:
    """Offers whose last day is over, each in its own transaction. The second run finds none."""
    due = Application.objects.filter(
        state=ApplicationState.OFFERED, offer_expires_at__lte=clock.now()
    )
    return sum(offers.lapse(application) for application in due.order_by("offer_expires_at", "pk"))


def last_day(application: Application) -> date:
    assert application.offer_expires_at is not None
    return timezone.localtime(application.offer_expires_at, ZoneInfo(settings.TIME_ZONE)).date()


def _morning_after(day: date) -> datetime:
    tomorrow = datetime.combine(day + timedelta(days=1), mail_rules.MORNING)
    return timezone.make_aware(tomorrow, ZoneInfo(settings.TIME_ZONE))


for _slot, _which in ((5, "first"), (2, "second")):
    mail_rules.register(
        RuleKind(
            key=rule_of(_slot),
            mail_kind=KIND,
            title=f"Offer not answered: {_which} reminder",
            to="whoever has not answered an offer",
            anchor="the last day to answer",
            days=_slot,
            needed=_slot == 2,
        )
    )
mail_rules.register(
    RuleKind(
        key=TO_STAFF,
        mail_kind=TO_STAFF,
        title="Offers about to run out",
        to="the team",
        anchor="the last day to answer",
        days=1,
    )
)
