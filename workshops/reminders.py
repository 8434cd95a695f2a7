"""Reminders, worked out and not fired: which should exist now, and no others.

They are rows of the outbox long before they are due, so that staff see what will go out. How many
days before, at what hour and whether at all is each cohort's own (cohorts.mail_rules).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cohorts import mail_rules
from cohorts.enums import CohortState
from cohorts.mail_rules import Rule, RuleKind
from cohorts.models import Cohort
from core import clock, mail
from core.mail import rewording
from core.models import MailState, OutboundEmail
from core.models.mail import UNSENT
from pioneers.enums import PioneerState
from pioneers.selectors.pauses import paused_days
from workshops import apology_links, expected, letters
from workshops.enums import AttendanceState
from workshops.letters import Reader
from workshops.models import Attendance, Session
from workshops.wall_clock import to_local

TO_PIONEER, TO_FACILITATOR = "session_reminder", "set_reminder"
# After an outage, or for a session published late: later than this a reminder is not made.
LATEST = timedelta(hours=24)
NOT_NEEDED = "No longer needed: the session, who is expected, or the rule for it has changed."
# In the words of earlier versions too: what we took back we may bring back.
TAKEN_BACK = (NOT_NEEDED, "No longer needed: the session or who is expected has changed.")


@dataclass(frozen=True)
class Slot:
    """One of the reminders that a session has. `ahead` is in the keys of rows and never changes."""

    ahead: str
    kind: str

    @property
    def rule(self) -> str:
        return f"{self.kind}_{self.ahead}"


SLOTS = [Slot(ahead, kind) for kind in (TO_PIONEER, TO_FACILITATOR) for ahead in ("7d", "1d")]


@dataclass(frozen=True)
class Reminder:
    slot: Slot
    rule: Rule
    session: Session
    to: Reader

    @property
    def key(self) -> str:
        return f"{self.stem}:user:{self.to.pk}"

    @property
    def stem(self) -> str:
        return f"reminder:{self.slot.ahead}:session:{self.session.pk}:v{self.session.sequence}"

    @property
    def due_at(self) -> datetime:
        return mail_rules.due_at(self.session.starts_at, self.rule)

    @property
    def makes_sense(self) -> bool:
        """A rule that says "on the day, at 2pm" has nothing to say of a session at 10am."""
        return self.due_at < self.session.starts_at

    @property
    def ahead(self) -> str:
        """How the mail says how far off the session is."""
        days = (to_local(self.session.starts_at).date() - to_local(self.due_at).date()).days
        known = {0: "today", 1: "tomorrow", 7: "in a week", 14: "in two weeks"}
        return known.get(days, f"in {days} days")


@transaction.atomic
def plan(cohort: Cohort | None = None, *, session: Session | None = None) -> int:
    """Make, revive, re-date, re-address or cancel rows so that they are what they should be now.

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
        stems = Q()
        for ahead in {slot.ahead for slot in SLOTS}:
            stems |= Q(key__startswith=f"reminder:{ahead}:session:{session.pk}:")
        rows = rows.filter(stems, scope=f"cohort:{session.cohort_id}")
    known = {row.key: row for row in rows.only("key", "state", "reason", "to_email", "due_at")}
    oldest = clock.now() - LATEST
    touched += _cancel([row for key, row in known.items() if _is_stale(row, wanted.get(key))])
    pairs = [(row, wanted[key]) for key, row in known.items() if key in wanted]
    touched += _revive([(row, one) for row, one in pairs if one.due_at >= oldest])
    touched += _redate([(row, one) for row, one in pairs if one.due_at >= oldest])
    touched += _readdress([(row, one.to) for row, one in pairs])
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
    rules = mail_rules.rules_for_many(session.cohort_id for session in sessions)
    paused = paused_days()
    for slot, session, to in _readers(sessions):
        one = Reminder(slot, rules[session.cohort_id][slot.rule], session, to)
        in_peace = slot.kind == TO_PIONEER and paused.covers(to.pk, one.due_at)
        if one.rule.is_on and one.makes_sense and not in_peace:
            yield one


def _readers(sessions: list[Session]) -> Iterator[tuple[Slot, Session, Reader]]:
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
    for slot in SLOTS:
        if slot.kind == TO_PIONEER:
            for session_id, pk, email, name in rows:
                yield slot, by_pk[session_id], Reader(pk, email, name)
            continue
        for session in sessions:
            leader = session.learning_set.facilitator if session.learning_set else None
            if leader and leader.is_active:
                yield slot, session, letters.reader(leader)


def _messages(reminders: Iterable[Reminder]) -> list[mail.Message]:
    reminders = list(reminders)
    to_pioneers = [one for one in reminders if one.slot.kind == TO_PIONEER]
    urls = apology_links.urls_for((one.session, one.to.pk) for one in to_pioneers)
    own = {one.key: {"apologies_url": url} for one, url in zip(to_pioneers, urls, strict=True)}
    facts: dict[int, dict[str, Any]] = {}
    made = []
    for one in reminders:
        session = one.session
        if session.pk not in facts:
            facts[session.pk] = letters.facts(session)
        made.append(
            letters.message(
                one.slot.kind,
                one.to,
                key=one.stem,
                cohort_id=session.cohort_id,
                context={**facts[session.pk], "ahead": one.ahead, **own.get(one.key, {})},
                due_at=one.due_at,
                expires_at=session.starts_at,
                thread=f"session:{session.pk}",
                rule=one.slot.rule,
            )
        )
    return made


def _is_stale(row: OutboundEmail, wanted: Reminder | None) -> bool:
    """Not wanted any more; or moved by its rule to a moment that is long past.

    A row whose own moment came while nothing could be sent is late, and still wanted.
    """
    if wanted is None:
        return True
    return row.due_at > clock.now() and wanted.due_at < clock.now() - LATEST


def _cancel(rows: list[OutboundEmail]) -> int:
    unsent = [row.pk for row in rows if row.state in UNSENT]
    if not unsent:
        return 0
    return mail.cancel(OutboundEmail.objects.filter(pk__in=unsent), reason=NOT_NEEDED)


def _revive(pairs: list[tuple[OutboundEmail, Reminder]]) -> int:
    """Who takes apologies back is reminded again; what staff cancelled stays cancelled."""
    ours = [
        row for row, _ in pairs if row.state == MailState.CANCELLED and row.reason in TAKEN_BACK
    ]
    for row in ours:
        row.state = MailState.DUE
    return OutboundEmail.objects.filter(pk__in=[row.pk for row in ours]).update(
        state=MailState.DUE, reason=""
    )


def _redate(pairs: list[tuple[OutboundEmail, Reminder]]) -> int:
    """What waits goes when its rule says today, and says how far off the session is then."""
    now = clock.now()
    moved = [
        (row, one)
        for row, one in pairs
        if row.state in UNSENT and row.due_at != one.due_at and max(row.due_at, one.due_at) > now
    ]
    if not moved:
        return 0
    waiting = OutboundEmail.objects.select_for_update().filter(state__in=UNSENT)
    full = waiting.in_bulk([row.pk for row, _ in moved])
    changed = []
    for row, one in moved:
        if row.pk in full:
            found = full[row.pk]
            found.due_at, found.rule = one.due_at, one.slot.rule
            changed.append((found, {"ahead": one.ahead}))
    rewording.fill_again(changed)
    OutboundEmail.objects.bulk_update(
        [row for row, _ in changed],
        ["due_at", "rule", "subject", "body", "context"],
        batch_size=200,
    )
    return len(changed)


def _readdress(pairs: Iterable[tuple[OutboundEmail, Reader]]) -> int:
    """A mail planned months ago goes to the address that its reader has today."""
    moved = {
        row.to_email: to.email
        for row, to in pairs
        if row.to_email != to.email and row.state in UNSENT
    }
    return sum(
        OutboundEmail.objects.filter(
            kind__in=[TO_PIONEER, TO_FACILITATOR], to_email=old, state__in=UNSENT
        ).update(to_email=new)
        for old, new in moved.items()
    )


_TO = {
    TO_PIONEER: ("Session", "Pioneers who are expected"),
    TO_FACILITATOR: ("Learning set", "the facilitator"),
}
for _slot in SLOTS:
    _title, _to = _TO[_slot.kind]
    _first = _slot.ahead == "7d"
    mail_rules.register(
        RuleKind(
            key=_slot.rule,
            mail_kind=_slot.kind,
            title=f"{_title}: {'first' if _first else 'second'} reminder",
            to=_to,
            anchor="the session",
            days=7 if _first else 1,
            plan=lambda cohort: plan(cohort),
        )
    )
