"""Which counts of people may be told to a funder.

NHS Digital's disclosure control for data below national level: counts of 1 to 7 are hidden, other
counts are rounded to the nearest 5, a true zero is shown. The rounding errors of a whole table can
still add up so that only one or two values fit a hidden cell; `table` looks for that and hides
more. What this protects and what not: docs/decisions/0004-disclosure.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HIDDEN = range(1, 8)
NEAREST = 5
FEWEST_CANDIDATES = 3


@dataclass(frozen=True)
class Count:
    """A count as it may be shown: `value` is None where it is hidden."""

    value: int | None

    @property
    def suppressed(self) -> bool:
        return self.value is None

    def __str__(self) -> str:
        return "suppressed" if self.value is None else str(self.value)


def rounded(count: int) -> int:
    return NEAREST * round(count / NEAREST)


def people(count: int) -> Count:
    """A number of people, or of homes (a home may be one person)."""
    if count < 0:
        raise ValueError("A count of people cannot be negative")
    if count in HIDDEN:
        return Count(None)
    return Count(rounded(count))


def table(counts: Sequence[int]) -> list[Count]:
    """Counts that make up one whole, such as Pioneers by borough, as they may be shown together.

    The reader is taken to know the exact whole, which is printed in booklets and told at
    celebrations. While fewer than three values fit a hidden count, the smallest shown one is
    hidden as well; if that is not enough, nothing of the table is shown.
    """
    shown = [people(count) for count in counts]
    while any(count.suppressed for count in shown) and _too_few_fit(counts, shown):
        left = [n for n, count in enumerate(shown) if count.value]
        if not left:
            return [Count(None) for _ in counts]
        smallest = min(left, key=lambda n: (counts[n], n))
        shown[smallest] = Count(None)
    return shown


def _too_few_fit(counts: Sequence[int], shown: Sequence[Count]) -> bool:
    """Whether a reader who knows the exact whole is left with one or two values for a cell."""
    # A rounded count stands for its value and two either side.
    slack = 2 * sum(1 for count in shown if count.value)
    rest = sum(counts) - sum(count.value or 0 for count in shown)
    cells = sum(1 for count in shown if count.suppressed)
    low, high = HIDDEN.start, HIDDEN.stop - 1
    least = max(low, rest - slack - high * (cells - 1))
    most = min(high, rest + slack - low * (cells - 1))
    return most - least + 1 < FEWEST_CANDIDATES


def percentage(part: int, whole: int, persons: int) -> int | None:
    """A share of places as a whole number of per cent, worked out from rounded counts.

    None where it rests on 1 to 7 people, or where fewer than 8 places are in the share or outside
    it: "everybody" and "nobody" say something about each of them.
    """
    few = HIDDEN.stop
    if persons < few or part < few or whole - part < few:
        return None
    return round(100 * rounded(part) / rounded(whole))
