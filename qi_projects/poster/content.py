"""What is printed on a poster: plain values, gathered from the record and drawn by a design.

An empty text or list means that the section is left out. Nothing here knows the database or HTML.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from html import unescape
from typing import Any

# Themes with a colour and a picture of their own (static/pdf/themes.css); all others share one.
DRAWN_THEMES = frozenset(
    [
        "hydration_nutrition",
        "deterioration",
        "dementia",
        "mouth_care",
        "end_of_life",
        "staff_wellbeing",
        "communication",
        "falls",
    ]
)
PLAIN_THEME = "other"

# The most words that fit in each section while the print stays readable at 1 m: filled to the brim
# with five cycles they come to about 370, and the body to 24 point on an A1 sheet.
WORDS_FIT = {
    "title": 12,
    "problem": 42,
    "aim_sentence": 30,
    "finding": 20,
    "measure_definition": 22,
    "cycle_title": 7,
    "cycle_learned": 12,
    "results": 32,
    "quotation": 20,
    "learning": 28,
    "what_did_not_work": 20,
    "next_steps": 22,
    "thanks": 18,
}
MAX_CYCLES = 5
# Width and height to draw the chart in, by how it is shown: over the whole page or beside
# something, and how high there. Narrower is drawn with larger letters, since it is enlarged less.
CHART_SIZES = {
    "wide": (640, 264),
    "wide, tall": (640, 296),
    "wide, high": (640, 400),
    "wide, highest": (640, 540),
    "narrow": (480, 210),
    "narrow, tall": (480, 252),
    "narrow, high": (480, 280),
}
MAX_PHOTOS = 4

DAY = re.compile(r"((From|from|to)\s)?\d{1,2}\s[A-Z][a-z]+(\s\d{4})?")
# what a pointer on the screen shows at a point of a chart; on paper it only costs time
POINT_TIP = re.compile(r"<title>[^<]*</title>")
# Letters that the print's own font has; the few Latin ones that it lacks are named one by one.
OWN_LETTERS = re.compile(
    r"[\s\x20-\u017f\u0218-\u021b\u2010-\u2015\u2018-\u201e\u2020\u2022\u2026\u2039\u203a"
    r"\u2044\u20ac\u2122\u2212]*"
)
LACKING = frozenset("ĈĉĔĕĜĝĤĥĨĩĬĭİĲĳĴĵĸĹĺĿŀŉŊŋŌōŎŏŖŗŜŝŦŧŨũŬŭŴŵŶŷſ")
# Scripts that the fonts here have, by the first word of a letter's name. Chinese, Japanese, Korean
# and others are not among them: their fonts weigh more than all else together.
PRINTED_SCRIPTS = frozenset(
    {
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARABIC",
        "HEBREW",
        "DEVANAGARI",
        "BENGALI",
        "GUJARATI",
        "GURMUKHI",
        "TAMIL",
    }
)
# from here on emoji and the like
LITTLE_PICTURES = 0x1F000
ACTS = {"adopt": "Adopted", "adapt": "Adapted", "abandon": "Abandoned"}


@dataclass(frozen=True)
class Theme:
    key: str = PLAIN_THEME
    label: str = ""

    @property
    def css(self) -> str:
        return "theme-" + (self.key if self.key in DRAWN_THEMES else PLAIN_THEME).replace("_", "-")


@dataclass(frozen=True)
class Person:
    name: str
    role: str = ""


@dataclass(frozen=True)
class Cycle:
    """A change that was tested; `number` is the one on the chart's mark."""

    number: int
    title: str
    learned: str = ""
    act: str = ""
    dates: str = ""

    @property
    def outcome(self) -> str:
        return ACTS.get(self.act, "")

    @property
    def whole_dates(self) -> str:
        """The dates with spaces that do not break inside a day, or before it."""
        return DAY.sub(lambda day: day[0].replace(" ", "\N{NO-BREAK SPACE}"), self.dates)


@dataclass(frozen=True)
class Quotation:
    text: str
    who: str = ""


@dataclass(frozen=True)
class PosterPhoto:
    """`media` is the name under which the picture's bytes are handed to core.pdf, `focus` the part
    that stays when it is cropped, `shape` its width over its height."""

    media: str
    alt: str
    focus: str = "centre"
    shape: float = 4 / 3


@dataclass(frozen=True)
class Reached:
    """How many people of one group the project reached beyond its team."""

    people: int
    label: str


@dataclass(frozen=True)
class Driver:
    """A branch of the driver diagram: what must change, and what that needs in turn."""

    text: str
    needs: tuple["Driver", ...] = ()


@dataclass(frozen=True)
class PosterContent:
    title: str
    home: str
    borough: str = ""
    people: tuple[Person, ...] = ()
    team: str = ""
    cohort_name: str = ""
    programme: str = ""
    theme: Theme = Theme()
    problem: str = ""
    aim_sentence: str = ""
    drivers: tuple[Driver, ...] = ()
    changes: tuple[Cycle, ...] = ()
    measure_definition: str = ""
    # how many points, from when to when, which centre line: every chart's caption has them
    chart_note: str = ""
    # drawn in each of CHART_SIZES, in that order
    charts: tuple[str, ...] = ()
    finding: str = ""
    # how it ended, in its team's judgement, in words
    outcome: str = ""
    results: str = ""
    reached: tuple[Reached, ...] = ()
    quotation: Quotation | None = None
    learning: str = ""
    what_did_not_work: str = ""
    next_steps: str = ""
    thanks: str = ""
    funder_credit: str = ""
    contact: str = ""
    photos: tuple[PosterPhoto, ...] = ()
    # the look that its author chose: see qi_projects.poster.designs
    design: str = "band"

    def chart(self, shape: str = "wide") -> str:
        """The drawing of this shape; nothing where there is no chart."""
        return dict(zip(CHART_SIZES, self.charts, strict=False)).get(shape, "")

    @property
    def chart_alt(self) -> str:
        """The finding in words, which every chart carries as its title."""
        found = re.search(r"<title[^>]*>(.*?)</title>", self.chart(), re.DOTALL)
        return unescape(found[1]) if found else self.finding

    def drawings(self) -> dict[str, bytes]:
        """The chart as pictures: drawn in lines and letters, but no part of the HTML, which
        spares WeasyPrint the styling of its eighty elements."""
        return {chart_media(svg): POINT_TIP.sub("", svg).encode() for svg in self.charts}

    @property
    def text(self) -> str:
        """All that is printed, to look at its letters."""
        return "".join(_texts_in(astuple(replace(self, photos=()))))

    @property
    def other_scripts(self) -> bool:
        """Whether there are letters that the print's own font lacks."""
        return not OWN_LETTERS.fullmatch(self.text) or bool(LACKING.intersection(self.text))

    def unprintable(self) -> str:
        return unprintable(self.text)

    @property
    def sort_key(self) -> tuple[str, str]:
        return self.home.casefold(), self.title.casefold()

    def too_long(self) -> dict[str, int]:
        """Words over what fits, by section; a cycle's sections count the longest cycle."""
        over = {name: words(text) - WORDS_FIT[name] for name, text in self._texts()}
        return {name: extra for name, extra in over.items() if extra > 0}

    def _texts(self) -> list[tuple[str, str]]:
        return [
            (name, getattr(self, name))
            for name in WORDS_FIT
            if name not in ("cycle_title", "cycle_learned", "quotation")
        ] + [
            ("quotation", self.quotation.text if self.quotation else ""),
            ("cycle_title", max((cycle.title for cycle in self.changes), key=words, default="")),
            (
                "cycle_learned",
                max((cycle.learned for cycle in self.changes), key=words, default=""),
            ),
        ]


def unprintable(text: str) -> str:
    """Letters and little pictures that no font here has: they would come out as empty boxes."""
    odd = {letter for letter in text if ord(letter) > 0x17F}
    return "".join(
        sorted(
            letter
            for letter in odd
            if (letter.isalpha() or ord(letter) >= LITTLE_PICTURES)
            and unicodedata.name(letter, "UNKNOWN").split()[0] not in PRINTED_SCRIPTS
        )
    )


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts_in(part)


def chart_media(svg: str) -> str:
    """The name of a chart among the pictures of a document that may hold many."""
    return f"chart-{hashlib.sha256(svg.encode()).hexdigest()[:16]}"


def words(text: str) -> int:
    return len(text.split())
