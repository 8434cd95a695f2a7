"""Spread a number of meetings over the days that are free, as evenly as those days allow.

A wish is the day a meeting would have if every day were free. Weekdays are given in order of
preference, Monday as 0.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from itertools import accumulate

# A weekday further down the list is taken when that saves more than this many days of moving.
DAYS_A_WEEKDAY_IS_WORTH = 3
NEVER = 10**9


def days_between(first: date, last: date, weekdays: Sequence[int]) -> list[date]:
    """Every day from first to last, both included, that falls on one of the weekdays."""
    every_day = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return [day for day in every_day if day.weekday() in weekdays]


def most(days: Sequence[date], gap: int) -> int:
    """How many meetings fit on these days (in order), each `gap` days or more after the last."""
    count, earliest = 0, 0
    for day in days:
        if day.toordinal() >= earliest:
            count += 1
            earliest = day.toordinal() + gap
    return count


def fitting(choices: Sequence[Sequence[date]], gap: int) -> int:
    """How many meetings fit, in turn, where each has its own days to choose from (in order)."""
    earliest = 0
    for count, days in enumerate(choices):
        day = next((day for day in days if day.toordinal() >= earliest), None)
        if day is None:
            return count
        earliest = day.toordinal() + gap
    return len(choices)


def wishes(count: int, days: Sequence[date], weekdays: Sequence[int], *, opens: bool) -> list[date]:
    """Days for `count` meetings, evenly spread, each on the weekday liked best.

    A series that opens the programme has its first meeting at the start of each equal part
    of the time; any other has its meetings in the middle of each part.
    """
    if not (count and days):
        return []
    liked_best = min(weekdays.index(day.weekday()) for day in days)
    liked = [day for day in days if weekdays.index(day.weekday()) == liked_best]
    first, last = days[0].toordinal(), days[-1].toordinal()
    shift = 0 if opens else 1
    # Twice the distance, so that a middle stays a whole number.
    middles = [2 * first + (last - first) * (2 * part + shift) // count for part in range(count)]
    return [min(liked, key=lambda day: abs(2 * day.toordinal() - middle)) for middle in middles]


def place(
    wished: Sequence[date],
    free: Sequence[date],
    gap: int,
    weekdays: Sequence[int],
    only: Sequence[Collection[date]] = (),
) -> list[date]:
    """The free days that lie nearest to the wishes as a whole, at least `gap` days apart.

    Exact, not greedy: if `most(free, gap)` says that they fit, a place is found for each. With
    `only`, each has its own choice of the free days, and `fitting` says whether they fit.
    """
    ordinals = [day.toordinal() for day in free]
    # reach[j]: the last day on which the meeting before may be, if this one is on day j.
    reach = [bisect_right(ordinals, ordinal - gap) - 1 for ordinal in ordinals]
    costs = [0] * len(free)
    # best[j], a row for each meeting: which day up to j is best, all earlier ones counted in.
    best: list[list[int]] = []
    for number, wish in enumerate(wished):
        mine = frozenset(only[number] if only else free)
        before = [costs[best[-1][j]] if j >= 0 else NEVER for j in reach] if best else costs
        costs = [
            (_cost(day, wish, weekdays) if day in mine else NEVER) + so_far
            for day, so_far in zip(free, before, strict=True)
        ]
        best.append(_running_best(costs))
    chosen: list[date] = []
    upto = len(free) - 1
    for row in reversed(best):
        chosen.append(free[row[upto]])
        upto = reach[row[upto]]
    return chosen[::-1]


def _running_best(costs: list[int]) -> list[int]:
    """For each position, where the lowest cost so far was met first."""

    def better(one: int, other: int) -> int:
        return other if costs[other] < costs[one] else one

    return list(accumulate(range(len(costs)), better))


def _cost(day: date, wish: date, weekdays: Sequence[int]) -> int:
    """Half days of inconvenience; of two days equally near, the later one is better."""
    moved = (day - wish).days
    disliked = weekdays.index(day.weekday()) * DAYS_A_WEEKDAY_IS_WORTH
    return 2 * (abs(moved) + disliked) + (1 if moved < 0 else 0)
