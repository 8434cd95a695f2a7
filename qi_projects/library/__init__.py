"""The measure library: ready definitions of what a home can count, by the programme's themes.

A measure that was chosen from it carries the entry's key, so that homes which count alike can be
shown together. A key is never used again for something else. What is behind the entries is told in
README.md beside this file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qi_projects.enums import MeasureKind, MeasurePurpose, Theme

FILE = Path(__file__).with_name("measures.json")
EVERY = {
    "day": "Every day",
    "week": "Once a week",
    "month": "Once a month",
    "quarter": "Every three months",
    "event": "Whenever it happens",
}


@dataclass(frozen=True)
class Entry:
    """One definition. `steps`: how to count on a shift; `context`: a published figure to set
    beside several homes, where there is one that is about the same thing."""

    key: str
    theme: str
    name: str
    definition: str
    steps: tuple[str, ...]
    kind: str
    unit: str
    direction: str
    purpose: str
    out_of_what: str
    per: int
    every: str
    warning: str = ""
    context: str = ""

    @property
    def kind_words(self) -> str:
        return MeasureKind(self.kind).label

    @property
    def every_words(self) -> str:
        return EVERY[self.every]

    @property
    def purpose_word(self) -> str:
        """Outcome, process or balancing."""
        return self.purpose.capitalize()

    @property
    def purpose_question(self) -> str:
        """“Is it better for people?”"""
        question = MeasurePurpose(self.purpose).label.partition(": ")[2]
        return question[:1].upper() + question[1:]

    @property
    def theme_label(self) -> str:
        return str(Theme(self.theme).label)


@cache
def entries() -> dict[str, Entry]:
    """Every entry by its key, in the order of the file; read once."""
    rows = [
        Entry(**{**row, "steps": tuple(row["steps"])})
        for row in json.loads(FILE.read_text("utf-8"))
    ]
    return {entry.key: entry for entry in rows}


def find(key: str) -> Entry | None:
    return entries().get(key)


def of_theme(theme: str) -> list[Entry]:
    return [entry for entry in entries().values() if entry.theme == theme]


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Key and name of every entry under its theme, for a list to choose from."""
    return [
        (str(theme.label), [(entry.key, entry.name) for entry in of_theme(theme)])
        for theme in Theme
    ]
