"""What the calendar does with an offer: reminds of it, warns staff, and lets it run out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cohorts.models import Cohort, StaffMembership
from core import clock, links, mail
from core.models import OutboundEmail
from core.templatetags.words import day
from pioneers import letters
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.services import offers

DAYS_BEFORE = (2, 5)
# Nobody is reminded of an offer that reached them yesterday.
REST = timedelta(days=2)
AT = time(10)  # by the clock on the wall, also across the change of the clocks


def plan_offer_reminders() -> int:
    """Five and two days before the last day. After an outage, only the one that is still so.

    A reminder is made when it is due, for it holds a link of its own. The second run makes none.
    """
    wanted = {}
    for application in _waiting():
        key = _reminder(application)
        if key:
            wanted[f"offer_reminder:application:{application.pk}:{key}"] = (application, key)
    known = OutboundEmail.objects.filter(kind="offer_reminder", key__in=wanted)
    for key in known.values_list("key", flat=True):
        wanted.pop(key)
    return sum(_remind(application, key) for application, key in wanted.values())


@transaction.atomic
def _remind(application: Application, key: str) -> int:
    """Who answers at this very moment is not told that nothing is certain yet."""
    until = application.offer_expires_at
    same = Application.objects.select_for_update().filter(
        pk=application.pk, state=ApplicationState.OFFERED, offer_expires_at=until
    )
    if same.first() is None:
        return 0
    message = letters.tell_of(application, "offer_reminder", key, expires_at=until)
    return mail.queue_many([message])


def _waiting() -> Iterator[Application]:
    return (
        Application.objects.filter(state=ApplicationState.OFFERED, offer_expires_at__gt=clock.now())
        .select_related("cohort__programme", "applicant")
        .order_by("pk")
        .iterator(chunk_size=500)
    )


def _reminder(application: Application) -> str:
    """Which reminder should exist now: the last day it speaks of, and how many days before."""
    assert application.offer_expires_at is not None
    last = _local_day(application.offer_expires_at)
    for days in DAYS_BEFORE:
        due = _morning(last - timedelta(days=days))
        if due <= clock.now():
            rested = application.told_at is None or application.told_at + REST <= due
            return f"{last:%Y%m%d}:{days}" if rested else ""
    return ""


def plan_staff_warnings() -> int:
    """On the day before the last day, each member of staff is told how many have not answered."""
    running_out: dict[tuple[Cohort, date], int] = defaultdict(int)
    for application in _waiting():
        assert application.offer_expires_at is not None
        last = _local_day(application.offer_expires_at)
        if _morning(last - timedelta(days=1)) <= clock.now():
            running_out[application.cohort, last] += 1
    programmes = {cohort.programme_id for cohort, _ in running_out}
    team = defaultdict(list)
    for member in StaffMembership.objects.filter(
        programme__in=programmes, left_on__isnull=True, user__is_active=True
    ).select_related("user"):
        team[member.programme_id].append(member.user)
    return mail.queue_many(
        mail.Message(
            kind="offers_run_out",
            key=f"offers-run-out:cohort:{cohort.pk}:{last:%Y%m%d}:user:{user.pk}",
            to_email=user.email,
            to_name=user.name,
            person_id=user.pk,
            scope=cohort.scope,
            expires_at=_morning(last + timedelta(days=1)),
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


def _local_day(moment: datetime) -> date:
    return timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE)).date()


def _morning(of: date) -> datetime:
    return datetime.combine(of, AT, tzinfo=ZoneInfo(settings.TIME_ZONE))
