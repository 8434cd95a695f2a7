"""Where each part of a poster goes and how large it is printed, worked out before it is drawn.

Lengths are millimetres of the A4 poster; A3 and A1 are the same page enlarged. The heights are
estimates that lean to the generous side, so that the drawn page never spills; tests hold them
against pages that were really laid out. static/pdf/poster.css has the same lengths: change both.
"""

import re
from dataclasses import replace
from itertools import product

from qi_projects.poster_content import MAX_PHOTOS, PosterContent, PosterPhoto
from qi_projects.poster_parts import Block, Footer, Layout
from qi_projects.text_width import height_of, lines_of

PAGE_HEIGHT = 288.0
TEXT_WIDTH = 186.0
COLUMN_WIDTH = 90.0
TITLE_WIDTH = 158.0
SIDE_WIDTH = 58.0
CHART_WIDTHS = {"wide": TEXT_WIDTH, "side": 122.0, "none": 0.0}
LINE = 1.33
# a heading with the space below it, in ems of the body
HEADING = 1.8
# 3.0 mm is 8.5 pt here and 24 pt on the A1 sheet, the smallest that QI posters should use
SMALLEST = 3.0
SIZES = (8.0, 7.2, 6.4, 5.6, 5.0, 4.6, 4.3, 4.0, 3.8, 3.6, 3.45, 3.3, 3.15, SMALLEST)
LARGEST_BESIDE_A_CHART = 4.3
# only a text far over the limits meets these: small print, but nothing is lost
EMERGENCY_SIZES = (2.9, 2.8, 2.6, 2.4, 2.2, 2.0, 1.8, 1.6, 1.4, 1.2, 1.0)
MIN_GAP, MAX_GAP = 3.2, 9.0
FOOTER_SPACE = 8.0
# letters of a quotation, in ems of the body
SAID_SIZES = (1.9, 1.7, 1.5, 1.3, 1.15)
# white above the footer
FOOT = 2.5
MAX_PHOTO_GROWTH = 26.0

Columns = tuple[tuple[Block, ...], tuple[Block, ...]]


def arrange(content: PosterContent, tighter: int = 0) -> Layout:
    """The roomiest arrangement that fits the page; `tighter` skips that many of those that do."""
    charts: tuple[str, ...] = ("none",)
    if content.chart_svg:
        charts = ("wide", "side") if content.photos or content.quotation else ("wide",)
    limit = LARGEST_BESIDE_A_CHART if content.chart_svg else SIZES[0]
    sizes = [size for size in SIZES if size <= limit]
    candidates = [*product(sizes, charts), *product(EMERGENCY_SIZES, charts[-1:])]
    for size, chart in candidates:
        layout = _Plan(content, size, chart).layout()
        if layout.fits:
            if not tighter:
                break
            tighter -= 1
    return layout


def readable(content: PosterContent) -> bool:
    """Whether all words fit in print that is large enough; if not, `too_long` says where to cut."""
    return arrange(content).size >= SMALLEST


class _Plan:
    """One try: everything measured at one body size with one way of placing the chart."""

    def __init__(self, content: PosterContent, size: float, chart: str):
        self.content, self.size, self.chart = content, size, chart
        self.photos = content.photos[:MAX_PHOTOS]
        self.band_size = min(1.0, size / SMALLEST)
        self.chart_height = CHART_WIDTHS[chart] * _ratio(content.chart_svg)
        self.heading = HEADING * size
        self.aim_size = min(size * 1.22, 6.0)
        self.title_size = self._title_size()
        self.footer = self._footer()

    def layout(self) -> Layout:
        content = self.content
        strip, strip_height = self._strip()
        side_photos = self._side_photos()
        side_quotation = self.chart == "side" and not side_photos
        left, right = self._columns(
            self.photos[len(side_photos) :], bool(content.quotation) and not side_quotation
        )
        fixed = self._band_height() + strip_height + self._hero_height() + self.footer.height
        spare = PAGE_HEIGHT - fixed - MIN_GAP - FOOT - max(_height(left), _height(right))
        gaps = 1 + max(len(left), len(right))
        gap = MIN_GAP + max(0, min(MAX_GAP - MIN_GAP, spare / gaps))
        spare -= (gap - MIN_GAP) * gaps
        left, right = self._grow_pictures(left, right, gap, spare)
        return Layout(
            size=self.size,
            band_size=self.band_size,
            title_size=self.title_size,
            title_width=self._title_width(),
            strip=strip,
            aim_size=self.aim_size,
            chart=self.chart,
            chart_height=self.chart_height,
            side_photos=side_photos,
            side_photo_height=(self.chart_height - 2 * (len(side_photos) - 1))
            / max(1, len(side_photos)),
            side_quotation=side_quotation,
            said_size=self._said_size() if side_quotation else SAID_SIZES[-1],
            gap=gap,
            footer=self.footer,
            left=left,
            right=right,
            spare=spare,
        )

    # --- the parts above and below the columns --------------------------------------------

    def _title_size(self) -> float:
        for size in (10.4, 9.4, 8.4, 7.4, 6.6, 5.8):
            if lines_of(self.content.title, size * self.band_size, TITLE_WIDTH, bold=True) <= 2:
                break
        return size * self.band_size

    def _title_width(self) -> float:
        """The narrowest that needs no more lines, so that no word is left alone on the last."""

        def lines(width: float) -> int:
            return lines_of(self.content.title, self.title_size, width, bold=True)

        width = TITLE_WIDTH
        while width > TITLE_WIDTH / 2 and lines(width - 4) == lines(TITLE_WIDTH):
            width -= 4
        return width

    def _band_height(self) -> float:
        content, unit = self.content, self.band_size
        home = f"{content.home} · {content.borough}"
        people = "; ".join(f"{person.name}, {person.role}" for person in content.people)
        return (
            7.5
            + 6.3 * unit
            + height_of(content.title, self.title_size, TITLE_WIDTH, 1.1, bold=True)
            + 3 * unit
            + height_of(home, 4.4 * unit, TITLE_WIDTH, 1.3, bold=True)
            + height_of(f"{people}. {content.team}", 3.3 * unit, TEXT_WIDTH, LINE)
            + 5.5
        )

    def _strip(self) -> tuple[str, float]:
        """(class, height) of why it matters and the aim: over the whole width when there is but
        one, else in halves or, for a long text beside a short aim, two thirds to one."""
        content = self.content
        if not (content.problem and content.aim_sentence):
            return "whole", self._strip_height(TEXT_WIDTH, TEXT_WIDTH)
        halves = self._strip_height(COLUMN_WIDTH, COLUMN_WIDTH)
        thirds = self._strip_height(CHART_WIDTHS["side"], SIDE_WIDTH)
        return ("thirds", thirds) if thirds < halves else ("halves", halves)

    def _strip_height(self, problem: float, aim: float) -> float:
        content = self.content
        texts = (
            height_of(content.problem, self.size, problem, LINE),
            height_of(content.aim_sentence, self.aim_size, aim, 1.3, bold=True),
        )
        return 8 + self.heading + max(texts) if any(texts) else 0

    def _hero_height(self) -> float:
        """The finding, the chart with what stands beside it, and the caption."""
        content = self.content
        finding = height_of(
            content.finding or "What we found", self.size * 1.5, TEXT_WIDTH, 1.2, bold=True
        )
        if self.chart == "none":
            return finding + 2 + self._caption_height() if content.finding else 0
        return finding + 2 + max(self.chart_height, self._side_height()) + self._caption_height()

    def _caption_height(self) -> float:
        caption = f"{self.content.measure_definition} {self.content.chart_note}".strip()
        return height_of(caption, self.size * 0.9, TEXT_WIDTH, LINE) + 2 if caption else 0

    def _side_photos(self) -> tuple[PosterPhoto, ...]:
        if self.chart != "side":
            return ()
        # three pictures: one tall one here, two in a column; two or four: two here
        return self.photos[: 1 if len(self.photos) in (1, 3) else 2]

    def _side_height(self) -> float:
        if self.chart != "side" or self.content.photos:
            return 0
        return self._quotation_height(SIDE_WIDTH)

    def _said_size(self) -> float:
        """Beside the chart a short quotation is printed large, to fill the height."""
        return next(
            (
                said
                for said in SAID_SIZES
                if self._quotation_height(SIDE_WIDTH, said) <= self.chart_height
            ),
            SAID_SIZES[-1],
        )

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
        width = (TEXT_WIDTH - FOOTER_SPACE * (len(parts) - 1)) / len(parts)
        lines = max(
            height_of(f"{label}  {text}", size, width, LINE, bold=True) for label, text in parts
        )
        return Footer(parts, size, width, 7 + lines)

    # --- the two columns ------------------------------------------------------------------

    def _columns(self, photos: tuple[PosterPhoto, ...], quotation: bool) -> Columns:
        """Split the sections where the columns come out most alike, keeping their order."""
        story = self._story()
        loose = self._loose(photos, quotation)
        splits = product(range(len(story) + 1), product((0, 1), repeat=len(loose)))
        return min((_split(story, at, loose, sides) for at, sides in splits), key=_unevenness)

    def _story(self) -> list[Block]:
        content = self.content
        blocks = [
            Block("drivers", self._drivers_height()) if content.drivers else None,
            Block("changes", self._changes_height()) if content.changes else None,
            *(
                Block(kind, self.heading + height_of(text, self.size, COLUMN_WIDTH, LINE))
                for kind in ("results", "learning", "what_did_not_work", "next_steps")
                if (text := getattr(content, kind))
            ),
        ]
        return [block for block in blocks if block]

    def _loose(self, photos: tuple[PosterPhoto, ...], quotation: bool) -> list[Block]:
        """Parts that may end either column, wherever there is room."""
        loose = []
        if quotation:
            loose.append(Block("quotation", self._quotation_height(COLUMN_WIDTH)))
        if photos:
            height = (40, 30, 24, 50)[len(photos) - 1] * self.band_size
            picture = (height - 2) / 2 if len(photos) == 4 else height
            loose.append(Block("photos", height, photos, picture))
        return loose

    def _quotation_height(self, width: float, said: float = SAID_SIZES[-1]) -> float:
        quotation, unit = self.content.quotation, self.size
        if quotation is None:
            return 0
        words = width - 17
        return (
            8
            + height_of(quotation.text, unit * said, words, LINE)
            + height_of(quotation.who, unit * 0.94, words, LINE, bold=True)
        )

    def _changes_height(self) -> float:
        width = COLUMN_WIDTH - 8
        return self.heading + sum(
            1.8
            + height_of(
                cycle.title,
                self.size,
                width - (6 * self.size if cycle.outcome else 0),
                LINE,
                bold=True,
            )
            + height_of(f"{cycle.learned} {cycle.whole_dates}".strip(), self.size, width, LINE)
            for cycle in self.content.changes
        )

    def _drivers_height(self) -> float:
        def tree(drivers, depth):
            return sum(
                0.6
                + height_of(driver.text, self.size, COLUMN_WIDTH - 5 * depth, LINE, bold=not depth)
                + tree(driver.needs, depth + 1)
                for driver in drivers
            )

        return self.heading + tree(self.content.drivers, 0)

    def _grow_pictures(self, left, right, gap, spare):
        """Let the pictures take what is empty in their column, and the page's spare."""
        tallest = max(_height(left, gap), _height(right, gap)) + max(0, spare)
        return tuple(
            tuple(
                _taller(block, min(MAX_PHOTO_GROWTH, max(0, tallest - _height(column, gap))))
                for block in column
            )
            for column in (left, right)
        )


def _split(story: list[Block], at: int, loose: list[Block], sides: tuple[int, ...]) -> Columns:
    columns = story[:at], story[at:]
    for block, side in zip(loose, sides, strict=True):
        columns[side].append(block)
    return tuple(columns[0]), tuple(columns[1])


def _unevenness(columns: Columns) -> tuple[float, float]:
    left, right = map(_height, columns)
    return max(left, right), abs(left - right)


def _height(column, gap: float = MIN_GAP) -> float:
    return sum(block.height for block in column) + gap * len(column)


def _taller(block: Block, extra: float) -> Block:
    if not block.photos:
        return block
    rows = 2 if len(block.photos) == 4 else 1
    return replace(
        block, height=block.height + extra, picture_height=block.picture_height + extra / rows
    )


def _ratio(svg: str) -> float:
    """Height over width of a chart, from its viewBox."""
    found = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', svg)
    return float(found[2]) / float(found[1]) if found else 0.0
