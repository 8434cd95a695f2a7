"""What is waiting for a person, most pressing first, worked out from the records.

One function per role; each takes a constant number of queries, whatever the number of rows.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from core import roles
from reports.selectors.todo.line import TONES
from reports.selectors.todo.others import (
    for_facilitator,
    for_funder,
    for_mentor,
    for_reviewer,
)
from reports.selectors.todo.own import (
    everything_for_pioneer,
    for_applicant,
    for_member,
    for_pioneer,
    for_successor,
)
from reports.selectors.todo.people import to_match
from reports.selectors.todo.staff import for_staff

__all__ = ["BY_ROLE", "for_pioneer", "todos"]

BY_ROLE = {
    "applicant": for_applicant,
    "pioneer": everything_for_pioneer,
    "successor": for_successor,
    "member": for_member,
    "facilitator": for_facilitator,
    "mentor": for_mentor,
    "reviewer": for_reviewer,
    "staff": lambda user: [*for_staff(user), *to_match(user)],
    "funder": for_funder,
}


def todos(user: Any) -> list[dict[str, Any]]:
    """Everything that waits for the user in any role, as the todo_list component takes it."""
    held = roles.held_by(user)
    items = [item for role, work in BY_ROLE.items() if role in held for item in work(user)]
    return [asdict(item) for item in sorted(items, key=lambda item: TONES.index(item.tone))]
