"""Shares a cohort's Pioneers out among its learning sets, and says why each is where they are.

Plain Python that knows no records. A placing is better if, in this order of importance:
fewer who are to be kept apart meet in a set; fewer people from one home do; fewer meet at the
half of the day they did not ask for; fewer from one provider meet; the sets are more even in
size; and borough, setting and role are more mixed. The same people and sets always give the
same filling.

Who is kept apart from whom is weighed and never said: the reasons are shown and kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import add, sub
from typing import Literal

HalfDay = Literal["am", "pm", ""]
HALF_DAYS = {"am": "morning", "pm": "afternoon"}
MIXED = ("borough", "setting", "role")
# Compared from left to right: the first difference decides.
Cost = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Person:
    """A Pioneer to be placed. Keys and labels are the caller's; "" means not known or no wish."""

    key: str
    home: str = ""
    provider: str = ""
    borough: str = ""
    setting: str = ""
    role: str = ""
    preference: HalfDay = ""
    name: str = ""
    # The keys of those this person must not sit with; each of the two names the other.
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class SetToFill:
    """A learning set and the half of the day in which it meets, if that is settled."""

    key: str
    half_day: HalfDay = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Filling:
    """Person keys by set key, those without a place, and the reasons by person key."""

    members: dict[str, tuple[str, ...]]
    unplaced: tuple[str, ...]
    reasons: dict[str, tuple[str, ...]]


def fill(
    people: Sequence[Person],
    sets: Sequence[SetToFill],
    size: int | None = None,
    placed: Mapping[str, str] | None = None,
) -> Filling:
    """Place the people in the sets, at most `size` in each; without a size, all find a place.

    Where places are short, those who come last in `people` get none. Beyond that the order
    of `people` does not matter. `placed` (set key by person key) names those who stay where
    they are, whatever the size.
    """
    _refuse_nonsense(people, sets, size)
    stay = placed or {}
    size = size or -(-len(people) // max(1, len(sets)))
    groups = [
        Group(one, size, [who for who in people if stay.get(who.key) == one.key], frozenset(stay))
        for one in sets
    ]
    places = sum(max(0, size - len(group.people)) for group in groups)
    new = [person for person in people if person.key not in stay]
    for person in _hardest_first(new[:places]):
        roomy = [group for group in groups if len(group.people) < group.size]
        min(roomy, key=lambda group: _rise(group, person)).people.append(person)
    _improve(groups)
    unplaced = tuple(person.key for person in new[places:])
    why = f"All {size * len(sets)} places are taken." if sets else "There are no learning sets yet."
    return Filling(
        members={one.meets.key: tuple(sorted(who.key for who in one.people)) for one in groups},
        unplaced=unplaced,
        reasons=dict.fromkeys(unplaced, (why,)) | reasons(groups),
    )


def _refuse_nonsense(people: Sequence[Person], sets: Sequence[SetToFill], size: int | None) -> None:
    if size is not None and size < 1:
        raise ValueError("A learning set needs room for at least one person.")
    if len({person.key for person in people}) < len(people):
        raise ValueError("Somebody is in the list twice.")
    if len({one.key for one in sets}) < len(sets):
        raise ValueError("A learning set is in the list twice.")


@dataclass
class Group:
    """A set as it fills."""

    meets: SetToFill
    size: int
    people: list[Person] = field(default_factory=list)
    stay: frozenset[str] = frozenset()

    @property
    def movable(self) -> list[Person]:
        return [person for person in self.people if person.key not in self.stay]

    def cost(self, people: Sequence[Person]) -> Cost:
        """How far this set, with these people in it, is from what is wanted."""
        here = {person.key for person in people}
        return (
            sum(len(person.apart & here) for person in people if person.apart),
            pairs(person.home for person in people),
            sum(not self.suits(person) for person in people),
            pairs(person.provider for person in people),
            len(people) ** 2,
            sum(pairs(getattr(person, what) for person in people) for what in MIXED),
        )

    def suits(self, person: Person) -> bool:
        return person.preference in ("", self.meets.half_day) or not self.meets.half_day


def reasons(groups: Sequence[Group]) -> dict[str, tuple[str, ...]]:
    """By person key, why each is where they are: true of the sets as they stand."""
    return {who.key: _reasons(who, one, groups) for one in groups for who in one.people}


def pairs(values: Iterable[str]) -> int:
    """How many pairs share a value; the more evenly a value is spread over sets, the fewer."""
    return sum(n * (n - 1) // 2 for n in Counter(filter(None, values)).values())


def _rise(group: Group, person: Person) -> Cost:
    return tuple(map(sub, group.cost([*group.people, person]), group.cost(group.people)))


def _hardest_first(people: Sequence[Person]) -> list[Person]:
    """Those with most people to be kept from, and with a preference, are placed first."""
    homes = Counter(person.home for person in people if person.home)
    providers = Counter(person.provider for person in people if person.provider)

    def ease(person: Person) -> tuple[int, int, int, bool, str]:
        home, provider = homes[person.home], providers[person.provider]
        return -len(person.apart), -home, -provider, not person.preference, person.key

    return sorted(people, key=ease)


def _improve(groups: Sequence[Group]) -> None:
    """Move one person, or swap two, as long as that makes the sets better.

    Each change makes the cost smaller, so this ends.
    """
    while any(_best_change(one, other) for one, other in combinations(groups, 2)):
        pass


def _best_change(one: Group, other: Group) -> bool:
    """Make the best move or swap between two sets; False if none makes them better."""
    least = tuple(map(add, one.cost(one.people), other.cost(other.people)))
    best: tuple[list[Person], list[Person]] | None = None
    for leaves in (*one.movable, None):
        for comes in (*other.movable, None):
            ones = _exchanged(one.people, leaves, comes)
            others = _exchanged(other.people, comes, leaves)
            if len(ones) > max(one.size, len(one.people)) or len(others) > max(
                other.size, len(other.people)
            ):
                continue
            cost = tuple(map(add, one.cost(ones), other.cost(others)))
            if cost < least:
                least, best = cost, (ones, others)
    if best:
        one.people, other.people = best
    return best is not None


def _exchanged(people: list[Person], leaves: Person | None, comes: Person | None) -> list[Person]:
    return [person for person in people if person is not leaves] + ([comes] if comes else [])


def _reasons(person: Person, group: Group, groups: Sequence[Group]) -> tuple[str, ...]:
    """Why this person is in this set: the time, colleagues elsewhere, and the mix."""
    others = [one for other in groups for one in other.people if one is not person]
    home = [one for one in others if person.home and one.home == person.home]
    provider = [one for one in others if person.provider and one.provider == person.provider]
    reasons = [
        _time_reason(person, group, groups),
        _apart_reason("home", home, group),
        _apart_reason("provider", [one for one in provider if one not in home], group),
    ]
    for what in MIXED:
        if value := getattr(person, what):
            same = sum(getattr(one, what) == value for one in group.people)
            reasons.append(f"{value}: {same} of {len(group.people)} in this set.")
    return tuple(filter(None, reasons))


def _time_reason(person: Person, group: Group, groups: Sequence[Group]) -> str:
    if not (person.preference and group.meets.half_day):
        return ""
    asked = HALF_DAYS[person.preference]
    if group.suits(person):
        return f"Meets in the {asked}, as asked."
    wanted = [one for one in groups if one.meets.half_day == person.preference]
    if not wanted:
        return f"Asked for the {asked}, but no set meets then."
    if all(len(one.people) == one.size for one in wanted):
        return f"Asked for the {asked}, but there is no room then."
    if person.home and any(who.home == person.home for one in wanted for who in one.people):
        return f"Asked for the {asked}, but would meet somebody from the same home then."
    return f"Asked for the {asked}, but no better place was found then."


def _apart_reason(what: str, colleagues: Sequence[Person], group: Group) -> str:
    if not colleagues:
        return ""
    how_many = "1 other" if len(colleagues) == 1 else f"{len(colleagues)} others"
    here = sum(one in group.people for one in colleagues)
    where = f"{here} in this set, as no better place was found" if here else "none in this set"
    return f"From the same {what}: {how_many}, {where}."
