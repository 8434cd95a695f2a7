"""Invitations by mail, worked out and not fired: which should exist now, and no others.

One for each session and person, some weeks before; none for whose calendar follows the private
feed. Who leaves a set or the programme after one was sent has it taken out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain

from django.db import transaction

from cohorts import mail_rules
from cohorts.enums import CohortState
from cohorts.mail_rules import Rule, RuleKind
from cohorts.models import Cohort
from core import clock, mail
from core.models import MailState, OutboundEmail, User
from core.models.mail import UNSENT
from pioneers.enums import PioneerState
from workshops import calendar, letters
from workshops.calendar import carried
from workshops.calendar.carried import Held
from workshops.enums import AttendanceState
from workshops.letters import Reader
from workshops.models import Attendance, Session
from workshops.wall_clock import at, to_local

KIND, LEFT = "session_invitation", "session_left"
DAYS = 21
# Rows are made so long before they go, so that staff see what the next two weeks bring.
HORIZON = timedelta(days=15)
NOT_NEEDED = "No longer needed: the session or who is expected has changed."

Pair = tuple[int, int]


@dataclass(frozen=True)
class Invitation:
    session: Session
    to: Reader
    due_at: datetime
    key: str


@transaction.atomic
def plan(cohort: Cohort | None = None, *, session: Session | None = None) -> int:
    """Make, revive, re-date or cancel rows so that they are what they should be now.

    Of one session, of one cohort, or of all that run; returns how many rows it touched, 0 the
    second time.
    """
    sessions = _coming(cohort, session)
    if not sessions:
        return 0
    held = carried.held(sessions)
    people = _people(sessions)
    following = calendar.followers({person for _, person in people})
    wanted = _wanted(sessions, people, held, following)
    touched = _settle(wanted, held, people)
    rows = OutboundEmail.objects.filter(kind=KIND, key__in=list(wanted))
    known = set(rows.values_list("key", flat=True))
    new = [one for key, one in wanted.items() if key not in known]
    touched += mail.queue_many(_message(one) for one in new)
    return touched + _take_out(sessions, people, held)


def _coming(cohort: Cohort | None, session: Session | None) -> list[Session]:
    sessions = Session.objects.published().filter(
        starts_at__gt=clock.now(), cohort__state=CohortState.RUNNING
    )
    if cohort:
        sessions = sessions.filter(cohort=cohort)
    if session:
        sessions = sessions.filter(pk=session.pk)
    return list(sessions.select_related("learning_set__facilitator").order_by("pk"))


@dataclass(frozen=True)
class Part:
    """How a person belongs to a session."""

    to: Reader
    is_expected: bool


def _people(sessions: list[Session]) -> dict[Pair, Part]:
    """Everybody who has a place at these sessions, whether they come or not."""
    rows = (
        Attendance.objects.filter(session__in=sessions, pioneer__person__is_active=True)
        .exclude(pioneer__state=PioneerState.WITHDRAWN)
        .order_by()
        .values_list(
            "session_id",
            "state",
            "pioneer__state",
            "pioneer__person_id",
            "pioneer__person__email",
            "pioneer__person__name",
        )
    )
    found = {}
    for session_id, state, standing, pk, email, name in rows:
        comes = state == AttendanceState.EXPECTED and standing == PioneerState.ACTIVE
        found[session_id, pk] = Part(Reader(pk, email, name), comes)
    for session in sessions:
        leader = session.learning_set.facilitator if session.learning_set else None
        if leader and leader.is_active:
            found[session.pk, leader.pk] = Part(letters.reader(leader), True)
    return found


def _wanted(
    sessions: list[Session],
    people: Mapping[Pair, Part],
    held: Mapping[Pair, Held],
    following: set[int],
) -> dict[str, Invitation]:
    rules = mail_rules.rules_for_many(session.cohort_id for session in sessions)
    by_pk = {session.pk: session for session in sessions}
    wanted = {}
    for (session_id, person), part in people.items():
        session = by_pk[session_id]
        rule = rules[session.cohort_id][KIND]
        due = _due(session, rule)
        known = held.get((session_id, person), Held())
        news = any(row.kind != KIND and row.kind in carried.INVITES for row in known.waiting)
        if not part.is_expected or person in following or known.is_in or news or due is None:
            continue
        # Who was taken out and is back is invited anew.
        stem = f"{KIND}:session:{session_id}:v{session.sequence}:n{known.taken_out}"
        key = f"{stem}:user:{person}"
        wanted[key] = Invitation(session, part.to, due, key)
    return wanted


def _due(session: Session, rule: Rule) -> datetime | None:
    """None where the rule says never, or not yet. Late is at once, but not at night."""
    now = clock.now()
    due = mail_rules.due_at(session.starts_at, rule)
    if not rule.is_on or due > now + HORIZON:
        return None
    return due if due > now else _waking(now)


def _waking(now: datetime) -> datetime:
    local = to_local(now)
    if local.time() < mail_rules.EARLIEST:
        return at(local.date(), mail_rules.EARLIEST)
    if local.time() > mail_rules.LATEST:
        return at(local.date() + timedelta(days=1), time(mail_rules.EARLIEST.hour))
    return now


def _settle(
    wanted: Mapping[str, Invitation], held: Mapping[Pair, Held], people: Mapping[Pair, Part]
) -> int:
    """What waits and is not wanted goes; what we took back and is wanted again comes back."""
    waiting = [row for one in held.values() for row in one.waiting if row.kind == KIND]
    stale = [row.pk for row in waiting if row.key not in wanted]
    for pair, one in held.items():
        # News for somebody who left, and the farewell to somebody who is back.
        kind = LEFT if pair in people else letters.MOVED
        stale += [row.pk for row in one.waiting if row.kind == kind]
    touched = 0
    if stale:
        touched += mail.cancel(OutboundEmail.objects.filter(pk__in=stale), reason=NOT_NEEDED)
    ours = OutboundEmail.objects.filter(
        kind=KIND, key__in=list(wanted), state=MailState.CANCELLED, reason=NOT_NEEDED
    )
    for row in chain(ours, [row for row in waiting if row.key in wanted]):
        touched += _update(row, wanted[row.key])
    return touched


def _update(row: OutboundEmail, one: Invitation) -> int:
    """To the address that its reader has today, and when its rule says today."""
    changed: dict[str, object] = {}
    if row.state == MailState.CANCELLED:
        changed |= {"state": MailState.DUE, "reason": "", "due_at": one.due_at}
    elif row.due_at != one.due_at and max(row.due_at, one.due_at) > clock.now():
        changed["due_at"] = one.due_at
    if row.to_email != one.to.email:
        changed |= {
            "to_email": one.to.email,
            "calendar": calendar.invitation(one.session, one.to),
        }
    if not changed:
        return 0
    waits = OutboundEmail.objects.filter(pk=row.pk, state__in=[*UNSENT, MailState.CANCELLED])
    return waits.update(**changed)


def _message(one: Invitation) -> mail.Message:
    return letters.message(
        KIND,
        one.to,
        key=one.key.rpartition(":user:")[0],
        cohort_id=one.session.cohort_id,
        context=letters.facts(one.session),
        due_at=one.due_at,
        expires_at=one.session.starts_at,
        thread=calendar.thread_of(one.session),
        calendar=calendar.invitation(one.session, one.to),
        rule=KIND,
    )


def _take_out(
    sessions: Iterable[Session], people: Mapping[Pair, Part], held: Mapping[Pair, Held]
) -> int:
    """Of who has it in their calendar by a mail and no longer belongs to the session."""
    gone = [pair for pair, one in held.items() if one.is_in and pair not in people]
    # What takes it out may be waiting already.
    gone = [pair for pair in gone if not any(row.kind == LEFT for row in held[pair].waiting)]
    if not gone:
        return 0
    by_pk = {session.pk: session for session in sessions}
    users = User.objects.filter(is_active=True).in_bulk({person for _, person in gone})
    return mail.queue_many(
        letters.message(
            LEFT,
            letters.reader(users[person]),
            key=f"{LEFT}:session:{session_id}:n{held[session_id, person].taken_out}",
            cohort_id=by_pk[session_id].cohort_id,
            context=letters.facts(by_pk[session_id]),
            expires_at=by_pk[session_id].starts_at,
            thread=calendar.thread_of(by_pk[session_id]),
            calendar=calendar.cancellation(by_pk[session_id], letters.reader(users[person])),
        )
        for session_id, person in gone
        if person in users
    )


mail_rules.register(
    RuleKind(
        key=KIND,
        mail_kind=KIND,
        title="Session: invitation for the calendar",
        to="those expected, unless their calendar reads their private address",
        anchor="the session",
        days=DAYS,
        plan=lambda cohort: plan(cohort),
    )
)
