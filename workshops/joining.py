"""How two places of one person on a cohort are joined: their sets and registers."""

from __future__ import annotations

from core import clock
from core.merging import Joining, Rule, add_rule
from workshops.enums import AttendanceState
from workshops.models import Attendance, SetMembership


def one_set(theirs: SetMembership, ours: SetMembership, joining: Joining) -> None:
    theirs.left_on = clock.today()
    theirs.save(update_fields=["left_on"])


def one_attendance(theirs: Attendance, ours: Attendance, joining: Joining) -> None:
    """What was noted counts more than what was only expected."""
    if ours.state == AttendanceState.EXPECTED != theirs.state:
        joining.keep_values(ours, state=ours.state)
        ours.state = theirs.state
        ours.save(update_fields=["state"])


add_rule("workshops.setmembership.pioneer", Rule(join=one_set))
add_rule("workshops.attendance.pioneer", Rule(join=one_attendance))
