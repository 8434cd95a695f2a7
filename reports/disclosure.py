"""Which counts of people may be told to a funder.

NHS Digital's disclosure control for data below national level: counts of 1 to 7 are hidden, other
counts are rounded to the nearest 5, a true zero is shown. It needs no second cell hidden by hand,
because rounding leaves several candidates for every hidden one.
"""

from __future__ import annotations

from dataclasses import dataclass

HIDDEN = range(1, 8)
NEAREST = 5


@dataclass(frozen=True)
class Count:
    """A count as it may be shown: `value` is None where it is hidden."""

    value: int | None

    @property
    def suppressed(self) -> bool:
        return self.value is None

    def __str__(self) -> str:
        return "suppressed" if self.value is None else str(self.value)


def people(count: int) -> Count:
    """A number of people, or of homes (a home may be one person)."""
    if count < 0:
        raise ValueError("A count of people cannot be negative")
    if count in HIDDEN:
        return Count(None)
    return Count(NEAREST * round(count / NEAREST))


def percentage(part: int, whole: int, persons: int) -> int | None:
    """A share as a whole number of per cent; None where it rests on 1 to 7 people, or on nothing.

    Never 0 or 100 of people: "everybody" and "nobody" say something about each of them.
    """
    if not whole or persons in HIDDEN or persons == 0:
        return None
    return min(99, max(1, round(100 * part / whole)))
