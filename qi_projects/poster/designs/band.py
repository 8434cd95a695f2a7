"""“Band”: a coloured band with the title, the reason and the aim below it, then two columns."""

from dataclasses import dataclass

from qi_projects.poster.content import PosterContent, PosterPhoto
from qi_projects.poster.designs.parts import SAID_SIZES, Block, Drawing, Layout, Picture, in_rows
from qi_projects.poster.designs.plan import (
    FOOT,
    MIN_GAP,
    NARROW_SHAPES,
    PAGE_HEIGHT,
    TEXT_WIDTH,
    WIDE_SHAPES,
    Plan,
    grown,
    spread,
    tallest,
    widened_gap,
)
from qi_projects.poster.designs.text_width import balanced, height_of

COLUMN_WIDTH = 90.0
TITLE_WIDTH = 158.0
SIDE_WIDTH = 58.0
CHART_WIDTHS = {"wide": TEXT_WIDTH, "side": 122.0, "none": 0.0}
CHART_SHAPES = {"wide": WIDE_SHAPES, "side": NARROW_SHAPES}
# those over the third only where the letters of the body are large, too: a poster of few words
TITLE_SIZES = (19.0, 17.0, 14.0, 12.0, 10.4, 9.4, 8.4, 7.4, 6.6, 5.8)
MOST_TITLE = 2.42
# letters of the finding, in ems of the body
FINDING = 1.5
# height of the theme's picture in the band, and how much of the band's growth it takes
EMBLEM, EMBLEM_GROWTH = 56.0, 0.6
# heights of a block of one, two, three and four photographs
PHOTO_HEIGHTS = (40, 30, 24, 50)
STORY = (
    "drivers",
    "changes",
    "measure",
    "results",
    "reached",
    "learning",
    "what_did_not_work",
    "next_steps",
)


@dataclass(frozen=True, kw_only=True)
class BandLayout(Layout):
    band_size: float
    band_white: float
    emblem: float
    title_width: float
    finding_width: float
    strip: str
    aim_size: float
    chart: str
    drawing: Drawing | None
    side_photos: tuple[Picture, ...]


class Band(Plan):
    largest_beside_a_chart = 5.6

    @classmethod
    def variants(cls, content: PosterContent) -> tuple[str, ...]:
        if not content.charts:
            return ("none",)
        return ("wide", "side") if content.photos or content.quotation else ("wide",)

    def __init__(self, content: PosterContent, size: float, variant: str, higher: int = 0):
        super().__init__(content, size, variant, higher)
        self.shapes = CHART_SHAPES.get(variant, ())
        self.chart = self.drawing(CHART_WIDTHS[variant])
        self.chart_height = self.chart.height if self.chart else 0
        self.aim_size = min(size * 1.22, 8.4)
        sizes = tuple(one for one in TITLE_SIZES if one <= max(10.4, MOST_TITLE * size))
        self.title_size = self.largest_size(content.title, sizes, TITLE_WIDTH, 2)

    def layout(self) -> BandLayout:
        content = self.content
        strip, strip_height = self._strip()
        side = self._side_photos()
        side_quotation = self.variant == "side" and not side
        loose = self._loose(
            self.photos[len(side) :], bool(content.quotation) and not side_quotation
        )
        story = [kind for kind in STORY if not (kind == "measure" and self.has_finding)]
        columns = spread(self.blocks(story, COLUMN_WIDTH), loose, 2)
        hero = self._hero_height()
        fixed = self._band_height() + strip_height + hero + self.footer.height
        spare = PAGE_HEIGHT - fixed - MIN_GAP * bool(hero) - FOOT - tallest(columns)
        gaps = bool(hero) + max(map(len, columns))
        gap = widened_gap(spare, gaps)
        spare -= (gap - MIN_GAP) * gaps
        columns = grown(columns, gap, spare)
        # what nothing else can use is colour, with the title in its middle
        band_growth = max(0, PAGE_HEIGHT - fixed - FOOT - gap * bool(hero) - tallest(columns, gap))
        return BandLayout(
            template="pdf/poster/band.html",
            size=self.size,
            band_size=self.unit,
            band_white=band_growth / 2,
            emblem=EMBLEM + band_growth * EMBLEM_GROWTH,
            title_size=self.title_size,
            title_width=balanced(content.title, self.title_size, TITLE_WIDTH),
            finding_width=balanced(self.finding, FINDING * self.size, TEXT_WIDTH),
            strip=strip,
            aim_size=self.aim_size,
            chart=self.variant,
            drawing=self.chart,
            side_photos=in_rows(side, SIDE_WIDTH, self.chart_height),
            side_quotation=side_quotation,
            said_size=self._said_size() if side_quotation else SAID_SIZES[-1],
            gap=gap,
            footer=self.footer,
            columns=columns,
            spare=spare,
        )

    # --- the parts above the columns --------------------------------------------------------

    def _band_height(self) -> float:
        unit = self.unit
        return (
            7.5
            + 6.3 * unit
            + height_of(self.content.title, self.title_size, TITLE_WIDTH, 1.1, face="bold")
            + 3 * unit
            + self.people_height(TITLE_WIDTH)
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
            self.height(content.problem, problem),
            height_of(content.aim_sentence, self.aim_size, aim, 1.3, face="bold"),
        )
        return 8 + self.heading("problem", SIDE_WIDTH) + max(texts) if any(texts) else 0

    def _hero_height(self) -> float:
        """The finding, the chart with what stands beside it, and the caption."""
        content = self.content
        finding = self.height(self.finding, TEXT_WIDTH, scale=FINDING, line=1.2, face="bold")
        if self.variant == "none":
            return finding + 2 + self.caption_height(TEXT_WIDTH) if content.finding else 0
        return (
            finding
            + 2
            + max(self.chart_height, self._side_height())
            + self.caption_height(TEXT_WIDTH)
        )

    def _side_photos(self) -> tuple[PosterPhoto, ...]:
        if self.variant != "side":
            return ()
        # three pictures: one tall one here, two in a column; two or four: two here
        return self.photos[: 1 if len(self.photos) in (1, 3) else 2]

    def _side_height(self) -> float:
        if self.variant != "side" or self.content.photos:
            return 0
        return self._quotation(SIDE_WIDTH)

    def _said_size(self) -> float:
        """Beside the chart a short quotation is printed large, to fill the height."""
        return next(
            (said for said in SAID_SIZES if self._quotation(SIDE_WIDTH, said) <= self.chart_height),
            SAID_SIZES[-1],
        )

    def _loose(self, photos: tuple[PosterPhoto, ...], quotation: bool) -> list[Block]:
        """Parts that may end either column, wherever there is room."""
        loose = [Block("quotation", self._quotation(COLUMN_WIDTH))] if quotation else []
        if photos:
            height = PHOTO_HEIGHTS[len(photos) - 1] * self.unit
            # One to three side by side, four in two rows.
            across = 2 if len(photos) == 4 else len(photos)
            loose.append(Block("photos", height, in_rows(photos, COLUMN_WIDTH, height, across)))
        return loose
