"""A poster's printed words by section, as they are kept of each version, and two compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from qi_projects.poster.content import Cycle, Driver, Person, PosterContent

# In the order of the sheet; a comment stands at one of these, or at the poster as a whole.
SECTIONS = {
    "title": "Title",
    "problem": "Why it matters",
    "aim_sentence": "The aim",
    "drivers": "What has to go right",
    "changes": "Changes tested",
    "finding": "What the chart says",
    "numbers": "The numbers",
    "results": "What happened",
    "quotation": "The quotation",
    "learning": "What we learned",
    "what_did_not_work": "What did not work",
    "next_steps": "What comes next",
    "thanks": "Thanks",
    "photos": "Photographs",
    "people": "Who made it",
    "design": "The design",
}
WHOLE = "whole"
COMMENTED = {WHOLE: "The whole poster", **SECTIONS}
# sections that are boxes of the poster's own form, by the name of the box
BOXES = {"title": "headline"} | {
    name: name
    for name in (
        "results",
        "quotation",
        "learning",
        "what_did_not_work",
        "next_steps",
        "thanks",
    )
}


def sections(content: PosterContent) -> dict[str, str]:
    """The printed words of each section; empty sections are left out."""
    said = content.quotation
    words = {
        "title": content.title,
        "problem": content.problem,
        "aim_sentence": content.aim_sentence,
        "drivers": "\n".join(_drivers(content.drivers)),
        "changes": "\n".join(map(_change, content.changes)),
        "finding": f"{content.finding} {content.measure_definition} {content.chart_note}".strip(),
        "results": f"{content.outcome} {content.results}".strip(),
        "quotation": f"“{said.text}” {said.who}".strip() if said else "",
        "learning": content.learning,
        "what_did_not_work": content.what_did_not_work,
        "next_steps": content.next_steps,
        "thanks": content.thanks,
        "photos": "\n".join(photo.alt for photo in content.photos),
        "people": ". ".join(
            filter(None, [*map(_person, content.people), content.team, content.home])
        ),
    }
    return {name: text for name, text in words.items() if text}


def _change(cycle: Cycle) -> str:
    told = f"{cycle.number}. {cycle.title}" + (f": {cycle.learned}" if cycle.learned else "")
    how = ", ".join(filter(None, [cycle.outcome, cycle.dates]))
    return f"{told} ({how})" if how else told


def _person(person: Person) -> str:
    return f"{person.name}, {person.role}" if person.role else person.name


def _drivers(drivers: Iterable[Driver], depth: int = 0) -> Iterator[str]:
    for driver in drivers:
        yield "  " * depth + driver.text
        yield from _drivers(driver.needs, depth + 1)


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other version has them, too."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Compared:
    """One section of two versions."""

    key: str
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.changed for piece in (*self.before, *self.after))


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> list[Compared]:
    """Section by section, word by word."""
    found = []
    for key, label in SECTIONS.items():
        old, new = before.get(key, ""), after.get(key, "")
        if old or new:
            found.append(Compared(key, label, *_words(old, new)))
    return found


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    one, two = (re.findall(r"\S+\s*", text) for text in (old, new))
    bare_one, bare_two = ([word.strip() for word in words] for words in (one, two))
    left, right = [], []
    for kind, i, j, k, m in SequenceMatcher(None, bare_one, bare_two, autojunk=False).get_opcodes():
        changed = kind != "equal"
        if j > i:
            left.append(Piece("".join(one[i:j]), changed))
        if m > k:
            right.append(Piece("".join(two[k:m]), changed))
    return tuple(left), tuple(right)
