"""The lines of a register, in words: for the page, for the phone that sends taps, and for print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.templatetags.words import clock_time, short_day
from workshops.enums import CAME, ApologyReason, AttendanceState
from workshops.models import Attendance, Session
from workshops.services import registers
from workshops.wall_clock import to_local

CHOICES = (
    (AttendanceState.PRESENT, "Came"),
    (AttendanceState.PART, "Part"),
    (AttendanceState.ABSENT, "Absent"),
    (AttendanceState.APOLOGIES, "Apologies"),
    (AttendanceState.EXCUSED, "Excused"),
)
REASONS = (("", "No reason given"), *ApologyReason.choices)


@dataclass(frozen=True)
class Line:
    """One person's line. `mark` is what it says, so that a form knows what was changed on it."""

    row: Attendance
    state: str
    late: bool
    reason: str
    about: str
    note: str

    @property
    def pk(self) -> int:
        return self.row.pioneer_id

    @property
    def mark(self) -> str:
        return mark(self.state, self.late, self.reason)

    @property
    def saved_mark(self) -> str:
        return mark(self.row.state, self.row.came_late, self.row.reason)


def mark(state: str, late: bool, reason: str) -> str:
    return f"{state}|{'late' if late else ''}|{reason}"


def rows_of(session: Session) -> list[Attendance]:
    """By name; who withdrew is left out unless they came."""
    rows = session.attendances.select_related(
        "pioneer__person", "pioneer__home", "recorded_by", "makes_up_for__learning_set"
    ).exclude(
        Q(pioneer__state="withdrawn")
        & Q(state__in=[AttendanceState.EXPECTED, AttendanceState.APOLOGIES])
    )
    return list(rows.order_by("pioneer__person__name", "pk"))


def lines_of(
    session: Session, viewer: Any, typed: Mapping[int, registers.Tap] | None = None
) -> list[Line]:
    """`typed`: what somebody chose that could not be saved, shown as they chose it."""
    return [_line(row, viewer, (typed or {}).get(row.pioneer_id)) for row in rows_of(session)]


def _line(row: Attendance, viewer: Any, typed: registers.Tap | None) -> Line:
    return Line(
        row=row,
        state=typed.state if typed else row.state,
        late=typed.came_late if typed else row.came_late,
        reason=(typed.reason or "") if typed else row.reason,
        about=_about(row),
        note=note(row, viewer),
    )


def _about(row: Attendance) -> str:
    parts = [row.pioneer.home_name]
    if row.makes_up_for:
        own = row.makes_up_for
        parts.append(f"Guest, in place of {own.learning_set or own}, {short_day(own.starts_at)}")
    return ". ".join(part for part in parts if part)


def note(row: Attendance, viewer: Any) -> str:
    """Why, and who said so if that was not the reader: “Sent apologies: ill”, “Ann, 10:05am”."""
    if row.state == AttendanceState.EXPECTED:
        return ""
    themselves = row.recorded_by_id == row.pioneer.person_id
    if row.signed_in_at and row.state in CAME and themselves:
        return f"Signed in at {clock_time(row.signed_in_at)}"
    words = []
    if row.state == AttendanceState.APOLOGIES:
        why = row.get_reason_display().lower()
        words.append(f"Sent apologies: {why}" if why else "Sent apologies")
    if not themselves and row.recorded_by_id != viewer.pk:
        words.append(f"{row.recorded_by}, {_when(row)}")
    return ". ".join(words)


def _when(row: Attendance) -> str:
    """The time if it was on the day of the session, else the day."""
    on_the_day = registers.opens_on(row.session) == to_local(row.recorded_at).date()
    return clock_time(row.recorded_at) if on_the_day else short_day(row.recorded_at)


def later_words(row: Attendance) -> str:
    """To who tapped before somebody else did, and was sent after."""
    chosen = dict(CHOICES)[AttendanceState(row.state)]
    late = ", late" if row.came_late else ""
    return f"{row.recorded_by} chose “{chosen}{late}” at {clock_time(row.recorded_at)}, after you."


def counts(lines: list[Line]) -> dict[str, int]:
    """How many came (of them late), said sorry, were excused, stayed away, are still open."""
    found = Counter(line.row.state for line in lines)
    return {
        "people": len(lines),
        "came": sum(found[state] for state in CAME),
        "late": sum(line.row.came_late for line in lines),
        "apologies": found[AttendanceState.APOLOGIES],
        "excused": found[AttendanceState.EXCUSED],
        "absent": found[AttendanceState.ABSENT],
        "left": found[AttendanceState.EXPECTED],
    }
