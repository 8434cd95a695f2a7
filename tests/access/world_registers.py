"""A sign-in code, and a guest of another set in the register of the meeting."""

from __future__ import annotations

from core import clock
from tests import factories as make
from tests.access.sides import Shared, Side
from workshops.models import Attendance, SignInCode


def add(side: Side, shared: Shared) -> None:
    rows = side.rows
    rows["here_token"] = f"{side.word}-here-token".ljust(43, "x")
    SignInCode.objects.create(
        session=rows["meeting"],
        code=f"{len(side.word)}{side.word.upper()}"[:6],
        token=rows["here_token"],
        made_at=clock.now(),
    )
    rows["guest"] = make.member(make.learning_set(shared.running)).pioneer
    missed = make.session(rows["guest"].set_memberships.get().learning_set)
    Attendance.objects.create(
        session=rows["meeting"],
        pioneer=rows["guest"],
        makes_up_for=missed,
        recorded_by=shared.staff,
    )
