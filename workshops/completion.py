"""What a Pioneer must have come to in order to complete the programme: a pure function.

Excused absences count as neither come nor missed. Where a rule asks for all of a kind, it asks for
one fewer; where it asks for a number, the number stays, and other meetings or make-ups fill it.
Staff may complete somebody all the same, for a reason that the trail keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.templatetags.words import day
from workshops.enums import AttendanceState, SessionKind
from workshops.records import Entry

# Without a rule of the cohort's own: all workshops, and all set meetings but two.
MAY_MISS = 2


@dataclass(frozen=True)
class Rule:
    """None means all of them."""

    workshops: int | None = None
    set_meetings: int | None = None
    celebration: bool = False
    part_counts: bool = True
    make_ups_count: bool = True


def default_rule(set_meeting_count: int) -> Rule:
    few = set_meeting_count <= MAY_MISS
    return Rule(set_meetings=None if few else set_meeting_count - MAY_MISS)


@dataclass(frozen=True)
class Part:
    """One kind of session: how many are needed, how many are done, how many can still be."""

    one: str
    many: str
    needed: int
    done: int
    to_come: int
    next_at: datetime | None

    @property
    def missing(self) -> int:
        return max(self.needed - self.done, 0)

    @property
    def short(self) -> str:
        """“3 more workshops, and only 2 to come”: as staff read it in a list."""
        what = f"{self.missing} more {self.one if self.missing == 1 else self.many}"
        if self.missing <= self.to_come:
            return what
        return f"{what}, and {f'only {self.to_come}' if self.to_come else 'none'} to come"

    @property
    def words(self) -> str:
        """“1 more set meeting; the next is Tuesday 3 March 2026”: as the Pioneer reads it."""
        if self.next_at is None:
            return f"{self.short}. Ask us what can be done"
        return f"{self.short}; the next is {day(self.next_at)}"


@dataclass(frozen=True)
class Standing:
    """Where one Pioneer stands against the rule."""

    parts: tuple[Part, ...]

    @property
    def meets(self) -> bool:
        return any(part.done for part in self.parts) and not any(
            part.missing for part in self.parts
        )

    @property
    def behind(self) -> bool:
        """With what is to come they cannot get there, unless they make something up."""
        return any(part.missing > part.to_come for part in self.parts)

    @property
    def missing(self) -> list[str]:
        return [part.words for part in self.parts if part.missing]

    @property
    def missing_in_short(self) -> list[str]:
        return [part.short for part in self.parts if part.missing]

    @property
    def state(self) -> str:
        return "meets" if self.meets else "behind" if self.behind else "on_track"


def standing(entries: Iterable[Entry], rule: Rule) -> Standing:
    entries = list(entries)
    parts = [
        _part(entries, SessionKind.WORKSHOP, ("workshop", "workshops"), rule.workshops, rule),
        _part(
            entries,
            SessionKind.LEARNING_SET,
            ("set meeting", "set meetings"),
            rule.set_meetings,
            rule,
        ),
    ]
    if rule.celebration:
        words = ("celebration", "celebrations")
        parts.append(_part(entries, SessionKind.CELEBRATION, words, None, rule))
    return Standing(tuple(parts))


def counts(entry: Entry, rule: Rule) -> bool:
    """Whether this session is one of those that the Pioneer has done."""
    if entry.state == AttendanceState.PRESENT:
        return True
    if entry.state == AttendanceState.PART and rule.part_counts:
        return True
    if not rule.make_ups_count:
        return False
    return entry.instead == AttendanceState.PRESENT or (
        entry.instead == AttendanceState.PART and rule.part_counts
    )


def _part(
    entries: Sequence[Entry], kind: str, words: tuple[str, str], wanted: int | None, rule: Rule
) -> Part:
    own = [one for one in entries if one.kind == kind]
    done = [one for one in own if counts(one, rule)]
    open_ = [one for one in own if one not in done]
    if wanted is None:
        wanted = len(own) - sum(one.state == AttendanceState.EXCUSED for one in open_)
    possible = [one for one in open_ if _can_still_be(one, rule)]
    ahead = [
        one.instead_at if one.instead == AttendanceState.EXPECTED else one.starts_at
        for one in possible
        if not one.over or one.instead == AttendanceState.EXPECTED
    ]
    return Part(
        one=words[0],
        many=words[1],
        needed=wanted,
        done=len(done),
        to_come=len(possible),
        next_at=min((moment for moment in ahead if moment), default=None),
    )


def _can_still_be(entry: Entry, rule: Rule) -> bool:
    """Expected there, also where the register is not taken yet; or expected elsewhere instead."""
    if rule.make_ups_count and entry.instead == AttendanceState.EXPECTED:
        return True
    return entry.state == AttendanceState.EXPECTED and not (entry.over and entry.noted)


def in_words(rule: Rule) -> str:
    """“All workshops and 7 set meetings. Make-ups count.”"""

    def asked(number: int | None, one: str, many: str) -> str:
        if number is None:
            return f"all {many}"
        return f"{number} {one if number == 1 else many}"

    parts = [
        asked(rule.workshops, "workshop", "workshops"),
        asked(rule.set_meetings, "set meeting", "set meetings"),
    ]
    if rule.celebration:
        parts.append("the celebration")
    listed = ", ".join(parts[:-1]) + " and " + parts[-1]
    made_up = "counts" if rule.make_ups_count else "does not count"
    part = "counts" if rule.part_counts else "does not count"
    return (
        f"{listed[0].upper()}{listed[1:]}. A meeting made up for in another set {made_up}. "
        f"Coming for part {part}. What is excused is neither come nor missed."
    )
