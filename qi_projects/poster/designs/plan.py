"""What all designs measure alike: the height of each section at a letter size and a width.

Lengths are millimetres of the A4 poster; A3 and A1 are the same page enlarged. The heights are
estimates that lean to the generous side, so that the drawn page never spills; tests hold them
against pages that were really laid out. static/pdf/poster*.css have the same lengths: change both.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, pairwise, product

from qi_projects.poster.content import MAX_PHOTOS, Cycle, Driver, PosterContent, chart_media
from qi_projects.poster.designs.parts import SAID_SIZES, Block, Drawing, Footer, Layout
from qi_projects.poster.designs.text_width import Face, height_of, lines_of, text_width

PAGE_HEIGHT = 288.0
PAGE_WIDTH = 210.0
TEXT_WIDTH = 186.0
LINE = 1.33
# a change's number and the white behind it, in ems of the body
NUMBER = 2.4
# the letters of a heading and the space below it, in ems of the body
HEADING, BELOW_HEADING = 1.26, 0.288
# 3.0 mm is 8.5 pt here and 24 pt on the A1 sheet, the smallest that QI posters should use
SMALLEST = 3.0
SIZES = (8.0, 7.2, 6.4, 5.6, 5.0, 4.6, 4.3, 4.0, 3.8, 3.6, 3.45, 3.3, 3.15, SMALLEST)
# only a text far over the limits meets these: small print, but nothing is lost
EMERGENCY_SIZES = (2.9, 2.8, 2.6, 2.4, 2.2, 2.0, 1.8, 1.6, 1.4, 1.2, 1.0)
MIN_GAP, MAX_GAP = 3.2, 9.0
# letters larger than this are not had by drawing a chart as low as it can be
CHART_FIRST = 3.15
# a chart is drawn higher still only where this much is left between sections
ROOMY_GAP = 4.6
# shapes of the chart (CHART_SIZES) by its width, from the lowest
WIDE_SHAPES = ("wide", "wide, tall", "wide, high", "wide, highest")
NARROW_SHAPES = ("narrow", "narrow, tall", "narrow, high")
FOOTER_SPACE = 8.0
# white above the footer
FOOT = 2.5
MAX_PHOTO_GROWTH = 26.0
HEADINGS = {
    "problem": "Why it matters",
    "aim": "Our aim",
    "drivers": "What has to go right",
    "changes": "What we tested",
    "measure": "How we measure it",
    "results": "Results",
    "reached": "Whom it reached",
    "learning": "What we learned",
    "what_did_not_work": "What did not work",
    "next_steps": "What happens next",
}
PLAIN_TEXTS = ("problem", "learning", "what_did_not_work", "next_steps")

Columns = tuple[tuple[Block, ...], ...]


class Plan:
    """One try: everything measured at one body size with one `variant` of the design."""

    # of the chart, from the lowest on
    shapes: Sequence[str] = ()
    # the smallest letters that a variant is worth; without, larger letters win over the variant
    floors: Mapping[str, float] = {}
    # a narrow column has no room for what became of a change beside its title
    acts_inline = False

    # letters beside a chart are not larger than its own
    largest_beside_a_chart = 4.3

    def __init__(self, content: PosterContent, size: float, variant: str, higher: int = 0):
        self.content, self.size, self.variant, self.higher = content, size, variant, higher
        self.photos = content.photos[:MAX_PHOTOS]
        self.unit = min(1.0, size / SMALLEST)
        self.footer = self._footer()

    @classmethod
    def variants(cls, content: PosterContent) -> tuple[str, ...]:
        """Ways of placing the chart, the roomiest first."""
        return ("none",)

    @classmethod
    def tries(cls, content: PosterContent) -> Iterator["Plan"]:
        variants = cls.variants(content)
        largest = cls.largest_beside_a_chart if content.charts else SIZES[0]
        sizes = [size for size in SIZES if size <= largest]
        if cls.floors:
            pairs = [
                (size, name) for name in variants for size in sizes if size >= cls.floors[name]
            ]
        else:
            pairs = list(product(sizes, variants))
        for size, variant in pairs:
            yield cls(content, size, variant, higher=int(size >= CHART_FIRST))
        for size in EMERGENCY_SIZES:
            yield cls(content, size, variants[-1])

    def layout(self) -> Layout:
        raise NotImplementedError

    def with_higher_charts(self) -> Iterator["Plan"]:
        """The same with as high a chart as there is, then with lower ones."""
        most = len(self.shapes) - 1
        for higher in range(most, self.higher, -1) if self.content.charts else ():
            yield type(self)(self.content, self.size, self.variant, higher)

    def drawing(self, width: float) -> Drawing | None:
        """The chart as wide as the place; of its shapes, from the lowest on, the one wanted."""
        if not (self.shapes and self.content.charts):
            return None
        svg = self.content.chart(self.shapes[min(self.higher, len(self.shapes) - 1)])
        return Drawing(chart_media(svg), width * ratio(svg))

    # --- texts ----------------------------------------------------------------------------

    def height(
        self,
        text: str,
        width: float,
        *,
        scale: float = 1.0,
        line: float = LINE,
        face: Face = "regular",
    ) -> float:
        return height_of(text, self.size * scale, width, line, face)

    def largest_size(
        self, text: str, sizes: Sequence[float], width: float, lines: int, *, face: Face = "bold"
    ) -> float:
        """The largest letters in which a text needs no more than so many lines."""
        for size in sizes:
            if lines_of(text, size * self.unit, width, face) <= lines:
                break
        return size * self.unit

    @property
    def home_line(self) -> str:
        return f"{self.content.home} · {self.content.borough}"

    @property
    def people_line(self) -> str:
        people = "; ".join(f"{person.name}, {person.role}" for person in self.content.people)
        return ". ".join(filter(None, (people, self.content.team)))

    @property
    def caption(self) -> str:
        return f"{self.content.measure_definition} {self.content.chart_note}".strip()

    @property
    def has_finding(self) -> bool:
        return bool(self.content.finding or self.content.charts)

    @property
    def finding(self) -> str:
        return self.content.finding or "What we found"

    def people_height(self, home_width: float = TEXT_WIDTH, width: float = TEXT_WIDTH) -> float:
        """The lines that name the home and the people, below the title."""
        return height_of(self.home_line, 4.4 * self.unit, home_width, 1.3, face="bold") + height_of(
            self.people_line, 3.3 * self.unit, width, LINE
        )

    def caption_height(self, width: float) -> float:
        return self.height(self.caption, width, scale=0.9) + 2 if self.caption else 0

    def _footer(self) -> Footer:
        content = self.content
        labelled = (
            ("Thanks", content.thanks),
            ("Funding", content.funder_credit),
            ("Contact", content.contact),
        )
        parts = tuple((label, text) for label, text in labelled if text)
        size = min(3.1, self.size)
        if not parts:
            return Footer((), size, 0, 0)
        # a little less than its share, lest rounding push one below the others on A3 and A1
        width = (TEXT_WIDTH - FOOTER_SPACE * (len(parts) - 1)) / len(parts) - 0.1
        lines = max(
            height_of(f"{label}  {text}", size, width, LINE, face="bold") for label, text in parts
        )
        return Footer(parts, size, width, 7 + lines)

    # --- sections ---------------------------------------------------------------------------

    def blocks(self, kinds: Iterable[str], width: float) -> list[Block]:
        """The sections of these kinds that have something to say."""
        found = ((kind, self.section(kind, width)) for kind in kinds)
        return [
            Block(kind, height, heading=HEADINGS.get(kind, "")) for kind, height in found if height
        ]

    def section(self, kind: str, width: float) -> float:
        """How high a section is with its heading; nothing where there is nothing to say."""
        if kind in PLAIN_TEXTS:
            height = self.height(getattr(self.content, kind), width)
        else:
            height = getattr(self, f"_{kind}")(width)
        return height + self.heading(kind, width) if height and kind in HEADINGS else height

    def heading(self, kind: str, width: float) -> float:
        words = self.height(HEADINGS[kind], width, scale=HEADING, line=1.2, face="bold")
        return words + BELOW_HEADING * self.size

    def _aim(self, width: float) -> float:
        return self.height(self.content.aim_sentence, width, face="bold")

    def _measure(self, width: float) -> float:
        """What is counted, where there is no chart that says so."""
        return self.height(self.caption, width)

    def _results(self, width: float) -> float:
        content = self.content
        return self.height(content.outcome, width, face="bold") + self.height(
            content.results, width
        )

    def _changes(self, width: float) -> float:
        beside = width - NUMBER * self.size
        return sum(1.8 + self._change(cycle, beside) for cycle in self.content.changes)

    def _change(self, cycle: Cycle, width: float) -> float:
        about, beside = f"{cycle.learned} {cycle.whole_dates}".strip(), 0.0
        if self.acts_inline:
            about = f"{about} {cycle.outcome}".strip()
        elif cycle.outcome:
            beside = 6 * self.size
        return self.height(cycle.title, width - beside, face="bold") + self.height(about, width)

    def _drivers(self, width: float) -> float:
        """Each with what it needs behind it, measured as if all of it were bold."""

        def line(driver: Driver) -> str:
            needs = "; ".join(need.text for need in driver.needs)
            return f"{driver.text}: {needs}" if needs else driver.text

        return sum(1 + self.height(line(one), width, face="bold") for one in self.content.drivers)

    def _reached(self, width: float) -> float:
        """The groups beside each other, each with its number large before it."""
        ems = width / self.size
        lines, used = 0, ems
        for group in self.content.reached:
            wide = (
                text_width(f"{group.people}", "bold") * 1.7 + text_width(f" {group.label}") + 1.75
            )
            lines, used = (lines, used + wide) if used + wide <= ems else (lines + 1, wide)
        return lines * 1.9 * self.size

    def _quotation(self, width: float, said: float = SAID_SIZES[-1]) -> float:
        quotation = self.content.quotation
        if quotation is None:
            return 0
        words = width - 17
        return (
            8
            + self.height(quotation.text, words, scale=said)
            + self.height(quotation.who, words, scale=0.94, face="bold")
        )


# --- columns --------------------------------------------------------------------------------


def spread(story: Sequence[Block], loose: Sequence[Block], count: int) -> Columns:
    """Split the sections where the columns come out most alike, keeping their order; a loose
    part may end any column."""
    edges = range(len(story) + 1)
    # Hundreds of ways are compared by their heights alone; only the best is made.
    heights = {
        (start, end): column_height(story[start:end])
        for start, end in combinations_with_replacement(edges, 2)
    }

    def unevenness(
        way: tuple[tuple[int, ...], tuple[int, ...]],
    ) -> tuple[float, float, list[float]]:
        """Of equally uneven ones the earlier columns are the fuller, as one reads."""
        cuts, places = way
        columns = [heights[ends] for ends in pairwise((0, *cuts, len(story)))]
        for block, place in zip(loose, places, strict=True):
            columns[place] += block.height + MIN_GAP
        highest = max(columns)
        return highest, highest - min(columns), [-height for height in columns]

    splits = combinations_with_replacement(edges, count - 1)
    cuts, places = min(product(splits, product(range(count), repeat=len(loose))), key=unevenness)
    return tuple(
        (
            *story[start:end],
            *(block for block, place in zip(loose, places, strict=True) if place == number),
        )
        for number, (start, end) in enumerate(pairwise((0, *cuts, len(story))))
    )


def column_height(column: Iterable[Block], gap: float = MIN_GAP) -> float:
    return sum(block.height + gap for block in column)


def tallest(columns: Columns, gap: float = MIN_GAP) -> float:
    return max(column_height(column, gap) for column in columns)


def widened_gap(spare: float, gaps: int, most: float = MAX_GAP) -> float:
    """The space above each section, with its share of what is left over."""
    return MIN_GAP + max(0, min(most - MIN_GAP, spare / max(1, gaps)))


def grown(columns: Columns, gap: float, spare: float) -> Columns:
    """Let the pictures take what is empty in their column, and the page's spare."""
    room = tallest(columns, gap) + max(0, spare)
    return tuple(
        tuple(
            _taller(block, min(MAX_PHOTO_GROWTH, max(0, room - column_height(column, gap))))
            for block in column
        )
        for column in columns
    )


def _taller(block: Block, extra: float) -> Block:
    if not block.pictures:
        return block
    rows = 1 + sum(1 for picture in block.pictures if picture.top and not picture.left)
    pictures = tuple(
        replace(picture, height=picture.height + extra / rows) for picture in block.pictures
    )
    return replace(block, height=block.height + extra, pictures=pictures)


def ratio(svg: str) -> float:
    """Height over width of a chart, from its viewBox."""
    found = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', svg)
    return float(found[2]) / float(found[1]) if found else 0.0
