"""Who came, as it is noted in the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from workshops import expected, reminders
from workshops.enums import CAME, ApologyReason, AttendanceState, SessionState
from workshops.models import Attendance, Session
from workshops.wall_clock import in_words, to_local

TAKEN = tuple(state for state in AttendanceState if state != AttendanceState.EXPECTED)
FIELDS = ("state", "came_late", "reason", "recorded_by", "recorded_at")


@dataclass(frozen=True)
class Tap:
    """One choice for one person. `at` is when it was made: perhaps long before it could be sent."""

    pioneer: int
    state: str
    came_late: bool = False
    # None leaves the reason as it is.
    reason: str | None = None
    at: datetime | None = None
    # Of "everyone came": it fills in only where nothing is chosen.
    unless_chosen: bool = False


@dataclass
class Noted:
    """What became of taps: `later` are those whose row somebody chose after them."""

    changed: list[Attendance] = field(default_factory=list)
    later: list[Attendance] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def take_register(
    session: Session,
    *,
    states: Mapping[int, str],
    by: Any,
    late: Iterable[int] = (),
    reasons: Mapping[int, str] | None = None,
) -> None:
    """Note for each Pioneer, by id, whether they came. Who is not named stays as they were.

    All or nothing: with one choice that cannot be saved, none is.
    """
    late, reasons = set(late), reasons or {}
    taps = [
        Tap(pioneer, state, came_late=pioneer in late, reason=reasons.get(pioneer))
        for pioneer, state in states.items()
    ]
    with transaction.atomic():
        noted = note(session, taps=taps, by=by)
        for words in noted.refused.values():
            raise Refused(words)
        if session.register_taken_at is None or noted.changed:
            _taken(session)


@transaction.atomic
def note(session: Session, *, taps: Sequence[Tap], by: Any) -> Noted:
    """Save taps, each for itself. Sent twice they change nothing the second time.

    The later tap on a person wins, whoever sends first; what cannot be saved is told by person.
    """
    check_open(session)
    expected.expect([session], by=by)
    wanted = {tap.pioneer for tap in taps}
    # Not joined: PostgreSQL drops a row whose joined one changed while it waited for the lock.
    rows = {
        row.pioneer_id: row
        for row in session.attendances.select_for_update()
        .filter(pioneer__in=wanted)
        .prefetch_related("recorded_by")
        .order_by("pk")
    }
    noted, now = Noted(), clock.now()
    for tap in taps:
        row = rows.get(tap.pioneer)
        if words := _refusal(tap, row):
            noted.refused[tap.pioneer] = words
        elif row is not None:
            _apply(tap, row, min(tap.at or now, now), noted, by=by)
    Attendance.objects.bulk_update(noted.changed, FIELDS, batch_size=100)
    if noted.changed:
        counts = Counter(row.state for row in noted.changed)
        audit.record("took register", session, by=by, detail=dict(counts))
        finish(session)
    return noted


def finish(session: Session) -> None:
    """After a change: a register is taken once something is chosen for everybody."""
    if session.starts_at > clock.now():
        reminders.plan(session=session)
    if session.register_taken_at or not nobody_left(session):
        return
    _taken(session)


def nobody_left(session: Session) -> bool:
    waiting = session.attendances.filter(state=AttendanceState.EXPECTED)
    return not waiting.exclude(pioneer__state="withdrawn").exists()


def _taken(session: Session) -> None:
    session.register_taken_at = clock.now()
    session.save(update_fields=["register_taken_at"])


def _refusal(tap: Tap, row: Attendance | None) -> str:
    if tap.state not in TAKEN:
        return f"“{tap.state}” is not a choice of the register."
    if tap.reason and tap.reason not in ApologyReason.values:
        return "Please choose one of the reasons."
    return "" if row else "Somebody in this register does not belong to this session."


def _apply(tap: Tap, row: Attendance, at: datetime, noted: Noted, *, by: Any) -> None:
    chosen = row.state != AttendanceState.EXPECTED
    came = tap.state in CAME
    reason = row.reason if tap.reason is None else tap.reason
    wanted = (tap.state, came and tap.came_late, "" if came else reason)
    if (row.state, row.came_late, row.reason) == wanted or (tap.unless_chosen and chosen):
        return
    if chosen and row.recorded_at > at:
        noted.later.append(row)
        return
    row.state, row.came_late, row.reason = wanted
    row.recorded_by, row.recorded_at = by, at
    if row not in noted.changed:
        noted.changed.append(row)


def opens_on(session: Session) -> date:
    return to_local(session.starts_at).date()


def is_open(session: Session) -> bool:
    return session.state == SessionState.PUBLISHED and clock.today() >= opens_on(session)


def check_open(session: Session) -> None:
    if session.state != SessionState.PUBLISHED:
        raise Refused("A register can be taken only of a session that is published.")
    if clock.today() < opens_on(session):
        raise Refused(f"The register opens on the day: {in_words(opens_on(session))}.")
