"""The kinds of mail that exist, and who works out which of them are due.

Each app registers its own in its `mails.py`; staff may change a kind's words, never its policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from core.models import OutboundEmail


class Policy(Enum):
    """What happens when a crash leaves it unknown whether the mail server took a message."""

    RESEND_ONCE = "resend once"  # a second reminder is a nuisance, a missing one costs a place
    HOLD = "hold for staff"  # two conflicting letters do harm


@dataclass(frozen=True)
class Kind:
    """`subject` and `body` are default words with {placeholders}, named in `placeholders`."""

    key: str
    title: str
    subject: str
    body: str
    placeholders: tuple[str, ...]
    policy: Policy = Policy.RESEND_ONCE
    # Sign-in codes and the like: the body is shown to nobody and wiped once sent.
    secret: bool = False
    # Placeholders that stay as they are until a held message is released: see before_release.
    late: tuple[str, ...] = ()
    # A nudge: of several to one person on one day one mail is made, and it keeps quiet hours.
    reminder: bool = False
    # Its receiver may turn it off; what is necessary cannot be.
    optional: bool = False
    # How its receivers know it, such as "Reminders of your sessions"; else they read the title.
    called: str = ""


_kinds: dict[str, Kind] = {}
_planners: list[Callable[[], int]] = []


# Given a held message that is let go, this settles what could not be known before, such as a date
# counted from today. It returns the late placeholders' values, or None if what the message says is
# no longer so: then it is cancelled.
Settle = Callable[[OutboundEmail], Mapping[str, object] | None]
_settle: dict[str, Settle] = {}


def register(kind: Kind) -> None:
    _kinds[kind.key] = kind


def before_release(kind: str, work: Settle) -> None:
    """`work` is called in the transaction that releases a held message of this kind."""
    _settle[kind] = work


def settle(row: OutboundEmail) -> Mapping[str, object] | None:
    return _settle[row.kind](row) if row.kind in _settle else {}


def get(key: str) -> Kind:
    return _kinds[key]


def find(key: str) -> Kind:
    """Also for a row whose kind is no longer known: such a one is handled with the most care."""
    return _kinds.get(key) or Kind(key, key, "", "", (), policy=Policy.HOLD)


def all_kinds() -> list[Kind]:
    return [_kinds[key] for key in sorted(_kinds)]


def add_planner(planner: Callable[[], int]) -> None:
    """A function that makes, re-dates or cancels rows so that they are what they should be now.

    It returns how many rows it touched; called twice, the second call returns 0.
    """
    if planner not in _planners:
        _planners.append(planner)


def plan(moment: datetime | None = None) -> int:
    return sum(planner() for planner in _planners)
