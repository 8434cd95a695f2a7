"""Who leads which learning set: facilitators found for the sets that have none.

Plain Python that knows no records. As many sets as can be get a facilitator who can lead on
their weekday, and nobody gets a second set while another facilitator could take it. The same
sets and days always give the same answer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, kw_only=True)
class SetToLead:
    key: str
    weekday: int
    starts: time
    ends: time
    leader: str = ""

    def clashes(self, other: "SetToLead") -> bool:
        same_day = self.weekday == other.weekday
        return same_day and self.starts < other.ends and other.starts < self.ends


def find_leaders(sets: Sequence[SetToLead], days: Mapping[str, Collection[int]]) -> dict[str, str]:
    """Facilitator by set key, of those sets that have none and can have one."""
    leads: dict[str, list[SetToLead]] = {who: [] for who in sorted(days)}
    for one in sets:
        if one.leader in leads:
            leads[one.leader].append(one)
    free = sorted((one for one in sets if not one.leader), key=lambda one: one.key)
    found: dict[str, str] = {}
    # In rounds: everybody one set, then a second one for those with days to spare, and so on.
    for most in range(1, len(sets) + 1):
        for one in free:
            if one.key not in found:
                _place(one, most, leads, days, found, set())
    return found


def _place(
    one: SetToLead,
    most: int,
    leads: dict[str, list[SetToLead]],
    days: Mapping[str, Collection[int]],
    found: dict[str, str],
    asked: set[str],
) -> bool:
    """Give the set somebody who is free, or somebody whose set another can take."""
    able = [who for who in leads if who not in asked and one.weekday in days[who]]
    for who in able:
        mine = leads[who]
        if len(mine) < most and not any(one.clashes(other) for other in mine):
            mine.append(one)
            found[one.key] = who
            return True
    for who in able:
        asked.add(who)
        mine = leads[who]
        for other in [held for held in mine if held.key in found]:
            rest = [held for held in mine if held is not other]
            if len(rest) >= most or any(one.clashes(held) for held in rest):
                continue
            mine.remove(other)
            if _place(other, most, leads, days, found, asked):
                mine.append(one)
                found[one.key] = who
                return True
            mine.append(other)
    return False
