"""Suggests who might mentor whom, and says why. Plain Python that knows no records.

Nobody is mentored from within their own provider, nor by somebody they were parted from. Beyond
that a pair is better where the mentor can help with what the Pioneer asked for, knows the care
setting, and is in the same borough; and mentors are given evenly many. As many as possible get a
mentor, and of all such ways the one with the highest sum is taken (the assignment problem, solved
by the Hungarian method: H. W. Kuhn, Naval Research Logistics Quarterly 2, 1955). The same people
always give the same pairs, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# What a pair is worth. An area asked for counts most: it is what the Pioneer wants of a mentor.
AN_AREA, THE_SETTING, THE_BOROUGH = 40, 25, 15
# Each Pioneer that a mentor already has, so that nobody has three while another has none.
A_LOAD = 8
NO_MENTOR, NEVER = 10_000, 1_000_000


@dataclass(frozen=True, kw_only=True)
class Mentee:
    """A Pioneer without a mentor. `parted`: keys of mentors who did not suit."""

    key: str
    provider: str = ""
    borough: str = ""
    setting: str = ""
    wishes: tuple[str, ...] = ()
    parted: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class MentorWithRoom:
    """A mentor: `has` Pioneers now, and can take as many as `capacity` in all."""

    key: str
    capacity: int
    has: int = 0
    provider: str = ""
    borough: str = ""
    settings: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    @property
    def room(self) -> int:
        return max(0, self.capacity - self.has)


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """Mentor by mentee, the reasons by mentee, and why somebody has no suggestion."""

    pairs: dict[str, str]
    reasons: dict[str, tuple[str, ...]]
    without: dict[str, str]


def suggest(mentees: Iterable[Mentee], mentors: Iterable[MentorWithRoom]) -> Suggestions:
    """A mentor for as many as possible. Labels in the reasons are those that were given."""
    rows = sorted(mentees, key=lambda one: one.key)
    free = sorted(mentors, key=lambda one: one.key)
    slots = [(mentor, n) for mentor in free for n in range(mentor.has, mentor.capacity)]
    # One more column for each row, so that staying without a mentor is always possible.
    costs = [
        [_cost(row, mentor, n) for mentor, n in slots] + [NO_MENTOR] * len(rows) for row in rows
    ]
    chosen = assign(costs)
    pairs = {
        row.key: slots[column][0]
        for row, column in zip(rows, chosen, strict=True)
        if column < len(slots)
    }
    return Suggestions(
        pairs={key: mentor.key for key, mentor in pairs.items()},
        reasons={row.key: reasons(row, pairs[row.key]) for row in rows if row.key in pairs},
        without={row.key: _why_none(row, free) for row in rows if row.key not in pairs},
    )


def may_pair(mentee: Mentee, mentor: MentorWithRoom) -> bool:
    same = mentee.provider and mentee.provider == mentor.provider
    return not same and mentor.key not in mentee.parted


def _cost(mentee: Mentee, mentor: MentorWithRoom, load: int) -> int:
    if not may_pair(mentee, mentor):
        return NEVER
    return load * A_LOAD - worth(mentee, mentor)


def worth(mentee: Mentee, mentor: MentorWithRoom) -> int:
    return (
        AN_AREA * len(set(mentee.wishes) & set(mentor.areas))
        + THE_SETTING * (mentee.setting in mentor.settings)
        + THE_BOROUGH * bool(mentee.borough and mentee.borough == mentor.borough)
    )


def reasons(mentee: Mentee, mentor: MentorWithRoom) -> tuple[str, ...]:
    """Why these two, in words for staff."""
    asked = [area for area in mentee.wishes if area in mentor.areas]
    missed = [area for area in mentee.wishes if area not in mentor.areas]
    found = []
    if asked:
        found.append(f"Can help with what they asked for: {_listed(asked)}.")
    if missed:
        found.append(f"Not said to help with: {_listed(missed)}.")
    if mentee.setting in mentor.settings:
        found.append(f"Knows their care setting: {mentee.setting}.")
    if mentee.borough and mentee.borough == mentor.borough:
        found.append(f"Both are in {mentee.borough}.")
    if mentee.provider and mentor.provider:
        found.append("They work for different providers.")
    found.append(f"Has {mentor.has} of {mentor.capacity} Pioneers now.")
    return tuple(found)


def _why_none(mentee: Mentee, mentors: Sequence[MentorWithRoom]) -> str:
    if not mentors:
        return "There are no mentors yet."
    if not any(mentor.room for mentor in mentors):
        return "Every mentor has as many Pioneers as they can take."
    if not any(may_pair(mentee, mentor) for mentor in mentors if mentor.room):
        return "Those who have room work for the same provider, or did not suit before."
    return "There are more Pioneers than the mentors can take."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def assign(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each row a column of its own, so that the sum is least. Needs columns ≥ rows.

    Rows are added one by one; each finds the cheapest way to a free column by prices kept on
    rows and columns. Steps grow with rows² × columns: 60 Pioneers take some hundredths of a second.
    """
    if not costs:
        return []
    rows, columns = len(costs), len(costs[0])
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    # Which row has each column; place 0 is outside the table, as in the textbooks.
    holder = [0] * (columns + 1)
    for row in range(1, rows + 1):
        holder[0], column = row, 0
        least, came_from = [2 * NEVER * rows] * (columns + 1), [0] * (columns + 1)
        seen = [False] * (columns + 1)
        while holder[column]:
            seen[column] = True
            current, step, nearest = holder[column], 4 * NEVER * rows, 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                price = costs[current - 1][other - 1] - row_price[current] - column_price[other]
                if price < least[other]:
                    least[other], came_from[other] = price, column
                if least[other] < step:
                    step, nearest = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    row_price[holder[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = nearest
        while column:
            holder[column], column = holder[came_from[column]], came_from[column]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if holder[column]:
            chosen[holder[column] - 1] = column - 1
    return chosen
