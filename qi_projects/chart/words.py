"""Numbers, dates and marks in words, and how wide words are."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from .series import Kind, Mark

LONGEST_LABEL = 30
# units that are not written with a capital, not even where a sentence begins
SYMBOLS = frozenset({"ml", "cl", "l", "kg", "g", "mg", "mm", "cm", "km", "kcal", "mmol", "mmhg"})
NARROW = frozenset(" !'()*,-./:;I[]fijlrt|1")
WIDE = frozenset("mwMW%@GOQ")


@lru_cache(maxsize=4096)
def number(value: float, kind: Kind = "count") -> str:
    """As short as it can be said: 7, 7.5, 0.25, 1,204, 83%."""
    places = 2 if abs(value) < 1 and kind != "percent" else 1
    text = f"{value:,.{places}f}".rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text.replace("-", "−")
    return f"{text}%" if kind == "percent" else text


@lru_cache(maxsize=8192)
def short(place: float) -> str:
    """A place on a chart as SVG has it. Charts share theirs: there are few tenths in a width."""
    return f"{place:g}"


@lru_cache(maxsize=4096)
def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


@lru_cache(maxsize=4096)
def short_day(value: date) -> str:
    return f"{value.day} {value:%b}"


@lru_cache(maxsize=4096)
def month(value: date) -> str:
    return f"{value:%b}"


def shortened(label: str, longest: int = LONGEST_LABEL) -> str:
    label = " ".join(label.split())
    return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"


def fitted(label: str, size: float, room: float) -> str:
    """As much of it as fits into this width."""
    label = " ".join(label.split())
    longest = len(label)
    while longest > 1 and width(shortened(label, longest), size) > room:
        longest -= 1
    return shortened(label, longest)


def mark(item: Mark, *, whole: bool = False) -> str:
    """As it stands on a chart, where there is little room, or whole."""
    label = " ".join(item.label.split()) if whole else shortened(item.label)
    return label if item.number is None else f"PDSA {item.number}: {label}"


def sentence_case(text: str) -> str:
    first = text.partition(" ")[0].partition("/")[0]
    return text if first.lower() in SYMBOLS else text[:1].upper() + text[1:]


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is set, in the unit of `size`; on the safe side for our fonts."""
    return sum(map(_advance, text)) * size * (1.06 if bold else 1)


def _advance(letter: str) -> float:
    if letter in NARROW:
        return 0.34
    if letter in WIDE:
        return 0.82
    if letter > "\u2e80":
        return 1.0
    return 0.62 if letter.isupper() or letter.isdigit() else 0.55
