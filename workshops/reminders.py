"""Reminders, worked out and not fired: which should exist now, and no others.

They are rows of the outbox long before they are due, so that staff see what will go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q

from cohorts.enums import CohortState
from cohorts.models import Cohort
from core import clock, mail
from core.models import MailState, OutboundEmail
from pioneers.enums import PioneerState
from workshops import expected, letters
from workshops.enums import AttendanceState
from workshops.letters import Reader
from workshops.models import Attendance, Session
from workshops.wall_clock import days_before

TO_PIONEER, TO_FACILITATOR = "session_reminder", "set_reminder"
# How long before a session, and how the mail says it.
AHEAD = {"7d": (7, "in a week"), "1d": (1, "tomorrow")}
# When in the day: the morning round is over and there is still time to find cover.
WALL_TIME = time(10)
# After an outage, or for a session published late: later than this a reminder is not made.
LATEST = timedelta(hours=24)
NOT_NEEDED = "No longer needed: the session or who is expected has changed."


@dataclass(frozen=True)
class Reminder:
    ahead: str
    kind: str
    session: Session
    to: Reader

    @property
    def key(self) -> str:
        return f"{self.stem}:user:{self.to.pk}"

    @property
    def stem(self) -> str:
        return f"reminder:{self.ahead}:session:{self.session.pk}:v{self.session.sequence}"

    @property
    def due_at(self) -> datetime:
        return days_before(self.session.starts_at, AHEAD[self.ahead][0], wall_time=WALL_TIME)


@transaction.atomic
def plan(cohort: Cohort | None = None, *, session: Session | None = None) -> int:
    """Make, revive, re-address or cancel rows so that they are what they should be now.

    Of one session, of one cohort, or of all that run; returns how many rows it touched, 0 the
    second time.
    """
    sessions = _coming(cohort, session)
    touched = expected.expect(sessions)
    wanted = {reminder.key: reminder for reminder in _wanted(sessions)}
    rows = OutboundEmail.objects.filter(
        kind__in=[TO_PIONEER, TO_FACILITATOR], expires_at__gt=clock.now()
    )
    if cohort:
        rows = rows.filter(scope=cohort.scope)
    if session:
        stems = [Q(key__startswith=f"reminder:{ahead}:session:{session.pk}:") for ahead in AHEAD]
        rows = rows.filter(reduce(or_, stems), scope=f"cohort:{session.cohort_id}")
    known = {row.key: row for row in rows.only("key", "state", "reason", "to_email")}
    touched += _cancel([row for key, row in known.items() if key not in wanted])
    touched += _revive([row for key, row in known.items() if key in wanted])
    touched += _readdress([(row, wanted[key].to) for key, row in known.items() if key in wanted])
    oldest = clock.now() - LATEST
    new = [one for key, one in wanted.items() if key not in known and one.due_at >= oldest]
    return touched + mail.queue_many(_messages(new))


def _coming(cohort: Cohort | None, session: Session | None) -> list[Session]:
    sessions = Session.objects.published().filter(
        starts_at__gt=clock.now(), cohort__state=CohortState.RUNNING
    )
    if cohort:
        sessions = sessions.filter(cohort=cohort)
    if session:
        sessions = sessions.filter(pk=session.pk)
    return list(sessions.select_related("learning_set__facilitator").order_by("pk"))


def _wanted(sessions: list[Session]) -> Iterator[Reminder]:
    """Pioneers who are expected (no apologies, not paused, not withdrawn), and facilitators."""
    by_pk = {session.pk: session for session in sessions}
    rows = (
        Attendance.objects.filter(
            session__in=by_pk,
            state=AttendanceState.EXPECTED,
            pioneer__state=PioneerState.ACTIVE,
            pioneer__person__is_active=True,
        )
        .order_by("pk")
        .values_list(
            "session_id",
            "pioneer__person_id",
            "pioneer__person__email",
            "pioneer__person__name",
        )
    )
    for ahead in AHEAD:
        for session_id, pk, email, name in rows:
            yield Reminder(ahead, TO_PIONEER, by_pk[session_id], Reader(pk, email, name))
        for session in sessions:
            leader = session.learning_set.facilitator if session.learning_set else None
            if leader and leader.is_active:
                yield Reminder(ahead, TO_FACILITATOR, session, letters.reader(leader))


def _messages(reminders: Iterable[Reminder]) -> list[mail.Message]:
    facts: dict[int, dict[str, Any]] = {}
    made = []
    for one in reminders:
        session = one.session
        if session.pk not in facts:
            facts[session.pk] = letters.facts(session)
        made.append(
            letters.message(
                one.kind,
                one.to,
                key=one.stem,
                cohort_id=session.cohort_id,
                context={**facts[session.pk], "ahead": AHEAD[one.ahead][1]},
                due_at=one.due_at,
                expires_at=session.starts_at,
            )
        )
    return made


def _cancel(rows: list[OutboundEmail]) -> int:
    unsent = [row.pk for row in rows if row.state in (MailState.HELD, MailState.DUE)]
    if not unsent:
        return 0
    return mail.cancel(OutboundEmail.objects.filter(pk__in=unsent), reason=NOT_NEEDED)


def _revive(rows: list[OutboundEmail]) -> int:
    """Who takes apologies back is reminded again; what staff cancelled stays cancelled."""
    ours = [row.pk for row in rows if row.state == MailState.CANCELLED and row.reason == NOT_NEEDED]
    if not ours:
        return 0
    oldest = clock.now() - LATEST
    return OutboundEmail.objects.filter(pk__in=ours, due_at__gte=oldest).update(
        state=MailState.DUE, reason=""
    )


def _readdress(pairs: list[tuple[OutboundEmail, Reader]]) -> int:
    """A mail planned months ago goes to the address that its reader has today."""
    moved = {
        row.to_email: to.email
        for row, to in pairs
        if row.to_email != to.email and row.state in (MailState.HELD, MailState.DUE)
    }
    return sum(
        OutboundEmail.objects.filter(
            kind__in=[TO_PIONEER, TO_FACILITATOR],
            to_email=old,
            state__in=[MailState.HELD, MailState.DUE],
        ).update(to_email=new)
        for old, new in moved.items()
    )
