"""What a Pioneer came to, as plain facts: read once, and counted by figures and completion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import clock
from workshops.enums import CAME, SessionState
from workshops.models import Attendance


@dataclass(frozen=True)
class Entry:
    """One session of a Pioneer's own. `instead` is the state of the place taken elsewhere, if any.

    `noted`: its register was taken. A guest’s place is no entry: it is `instead` of another.
    """

    kind: str
    state: str
    starts_at: datetime
    noted: bool = False
    over: bool = False
    learning_set: int | None = None
    instead: str = ""
    instead_at: datetime | None = None

    @property
    def came(self) -> bool:
        return self.state in CAME

    @property
    def made_up(self) -> bool:
        return not self.came and self.instead in CAME


def of_pioneers(pioneers: Any) -> dict[int, list[Entry]]:
    """The entries of each of these Pioneers (ids or rows), by date: one query."""
    now = clock.now()
    rows = list(
        Attendance.objects.filter(pioneer__in=pioneers, session__state=SessionState.PUBLISHED)
        .order_by("session__starts_at", "pk")
        .values_list(
            "pioneer_id",
            "session_id",
            "makes_up_for_id",
            "state",
            "session__kind",
            "session__learning_set_id",
            "session__starts_at",
            "session__ends_at",
            "session__register_taken_at",
        )
    )
    instead = {
        (pioneer, made_up): (state, starts)
        for pioneer, _, made_up, state, _, _, starts, *_ in rows
        if made_up is not None
    }
    found: dict[int, list[Entry]] = defaultdict(list)
    for pioneer, session, made_up, state, kind, learning_set, starts, ends, taken in rows:
        if made_up is None:
            there, when = instead.get((pioneer, session), ("", None))
            found[pioneer].append(
                Entry(
                    kind=kind,
                    state=state,
                    starts_at=starts,
                    noted=taken is not None,
                    over=ends <= now,
                    learning_set=learning_set,
                    instead=there,
                    instead_at=when,
                )
            )
    return dict(found)
