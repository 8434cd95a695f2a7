"""What it costs to move somebody to another learning set or to swap two, before it is done.

Plain Python that knows no records, on the measure by which set_filling.py places people.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add, sub

from workshops.set_filling import (
    HALF_DAYS,
    MIXED,
    Cost,
    Group,
    Person,
    SetToFill,
    pairs,
    reasons,
)

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
Sides = list[tuple[str, list[Person], list[Person]]]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Somebody goes to a set ("" for out of every set); with `swap`, that person comes instead."""

    who: str
    to: str
    swap: str = ""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A change with what speaks for and against it, in words, and by how much it is better."""

    change: Change
    gains: tuple[str, ...]
    costs: tuple[str, ...]
    even: tuple[str, ...]
    rise: Cost

    @property
    def verdict(self) -> str:
        zero = (0,) * len(self.rise)
        return "better" if self.rise < zero else "worse" if self.rise > zero else "same"


class Placing:
    """Who is in which set, as it might be; "" is no set."""

    def __init__(
        self,
        people: Sequence[Person],
        sets: Sequence[SetToFill],
        size: int,
        place: Mapping[str, str],
    ) -> None:
        self.people = {one.key: one for one in people}
        self.sets = {one.key: one for one in sets}
        self.size = size
        self.place = {
            key: where if (where := place.get(key, "")) in self.sets else "" for key in self.people
        }

    def members(self, set_key: str) -> list[Person]:
        return [one for key, one in self.people.items() if self.place[key] == set_key]

    def reasons(self) -> dict[str, tuple[str, ...]]:
        return reasons([Group(one, self.size, self.members(one.key)) for one in self.sets.values()])

    def after(self, change: Change) -> dict[str, str]:
        """The placing as it would be."""
        moved = {change.who: change.to}
        if change.swap:
            moved[change.swap] = self.place[change.who]
        return {**self.place, **moved}

    def possible(self, who: str) -> list[Weighed]:
        """Every move and every swap of one person, the best first."""
        mine = self.place[who]
        moves = [Change(who=who, to=key) for key in (*self.sets, "") if key != mine]
        swaps = [
            Change(who=who, to=where, swap=key)
            for key, where in self.place.items()
            if mine and where and where != mine
        ]
        weighed = [self.weigh(change) for change in (*moves, *swaps)]
        return sorted(weighed, key=lambda one: (one.rise, one.change.swap, one.change.to))

    def weigh(self, change: Change) -> Weighed:
        sides = self._sides(change)
        gains: list[str] = []
        costs: list[str] = []
        even: list[str] = []
        for rise, words in self._findings(change, sides):
            (costs if rise > 0 else gains if rise < 0 else even).append(words)
        return Weighed(
            change=change,
            gains=tuple(gains),
            costs=tuple(costs),
            even=tuple(even),
            rise=self._rise(change, sides),
        )

    def _sides(self, change: Change) -> Sides:
        """(set, members before, members after) of the two sets that a change touches."""
        later = self.after(change)
        touched = [key for key in (self.place[change.who], change.to) if key]
        return [
            (
                key,
                self.members(key),
                [one for who, one in self.people.items() if later[who] == key],
            )
            for key in touched
        ]

    def _rise(self, change: Change, sides: Sides) -> Cost:
        without = (change.to == "") - (self.place[change.who] == "")
        total: Cost = (0,) * 6
        for key, before, after in sides:
            group = Group(self.sets[key], self.size)
            rise = tuple(map(sub, group.cost(after), group.cost(before)))
            total = tuple(map(add, total, rise))
        return (without, *total)

    def _findings(self, change: Change, sides: Sides) -> Iterator[tuple[int, str]]:
        """(above 0 if worse, below 0 if better, words)."""
        if change.to == "":
            yield 1, f"{self.people[change.who].name} would be in no set."
        elif self.place[change.who] == "":
            yield -1, f"{self.people[change.who].name} would have a set."
        for key, before, after in sides:
            yield from self._together(key, before, after)
        for one in (change.who, change.swap):
            if one:
                yield from self._time(self.people[one], self.after(change)[one])
        if not change.swap:
            yield from self._sizes(sides)
        for what in MIXED:
            yield from self._mix(what, sides)

    def _together(
        self, key: str, before: list[Person], after: list[Person]
    ) -> Iterator[tuple[int, str]]:
        here = self.sets[key].name
        if rise := _kept_apart(after) - _kept_apart(before):
            words = "would be" if rise > 0 else "are no longer"
            yield rise, f"Two who are to be kept apart {words} together in {here}."
        for what in ("home", "provider"):
            were, are = _most_alike(what, before), _most_alike(what, after)
            rise = _pairs_of(what, after) - _pairs_of(what, before)
            if rise > 0:
                yield rise, f"{_count(are).capitalize()} from one {what} would meet in {here}."
            elif rise < 0:
                number = _count(were).capitalize()
                left = f"; {_count(are)} still do" if are > 1 else ""
                yield rise, f"{number} from one {what} no longer meet in {here}{left}."

    def _time(self, person: Person, to: str) -> Iterator[tuple[int, str]]:
        was, will = self.sets.get(self.place[person.key]), self.sets.get(to)
        if not person.preference or will is None:
            return
        suited = was is not None and was.half_day in ("", person.preference)
        suits = will.half_day in ("", person.preference)
        asked = HALF_DAYS[person.preference]
        if suits and not suited:
            yield -1, f"{person.name} would meet in the {asked}, as asked."
        elif not suits and (suited or was is None):
            yield 1, f"{person.name} asked for the {asked}, when {will.name} does not meet."

    def _sizes(self, sides: Sides) -> Iterator[tuple[int, str]]:
        rise = sum(len(after) ** 2 - len(before) ** 2 for _, before, after in sides)
        words = ", ".join(
            f"{self.sets[key].name} from {len(before)} to {len(after)}"
            for key, before, after in sides
        )
        if len(sides) == 2:
            yield rise, f"People: {words}."
        else:
            yield 0, f"People: {words}."

    def _mix(self, what: str, sides: Sides) -> Iterator[tuple[int, str]]:
        rise = sum(_pairs_of(what, after) - _pairs_of(what, before) for _, before, after in sides)
        if not rise:
            return
        changed = [
            ((now - was) * (1 if rise > 0 else -1), now, f"{value} now {now} of {len(after)} in "
             f"{self.sets[key].name}, {was} before.")
            for key, before, after in sides
            for value in sorted({getattr(one, what) for one in (*before, *after)} - {""})
            if (now := _having(what, value, after)) != (was := _having(what, value, before))
        ]  # fmt: skip
        # Of several values that change, the one that changes most to the point says it.
        step, _, words = max(changed, key=lambda one: (one[0], one[1] if rise > 0 else -one[1]))
        if step > 0:
            yield rise, words


def _having(what: str, value: str, people: Sequence[Person]) -> int:
    return sum(getattr(one, what) == value for one in people)


def _pairs_of(what: str, people: Sequence[Person]) -> int:
    return pairs(getattr(one, what) for one in people)


def _most_alike(what: str, people: Sequence[Person]) -> int:
    values = [value for one in people if (value := getattr(one, what))]
    return max((values.count(value) for value in values), default=0)


def _kept_apart(people: Sequence[Person]) -> int:
    here = {one.key for one in people}
    return sum(len(one.apart & here) for one in people)


def _count(number: int) -> str:
    return SMALL[number] if number < len(SMALL) else str(number)


def warnings(set_name: str, half_day: str, people: Sequence[Person]) -> list[str]:
    """What is not as wanted in one set, in words for staff."""
    found = []
    here = {one.key: one.name for one in people}
    for one in people:
        for other in sorted(one.apart & here.keys()):
            if one.key < other:
                found.append(f"{one.name} and {here[other]} are to be kept apart.")
    for what in ("home", "provider"):
        if (most := _most_alike(what, people)) > 1:
            found.append(f"{_count(most).capitalize()} from one {what} meet.")
    for one in people:
        if one.preference and half_day and one.preference != half_day:
            found.append(f"{one.name} asked for the {HALF_DAYS[one.preference]}.")
    return found
