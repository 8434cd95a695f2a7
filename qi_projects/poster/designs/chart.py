"""“Chart”: the finding as a sentence that is read across a room, the chart large below it on a
field of colour, and the words in narrow columns."""

from dataclasses import dataclass

from qi_projects.poster.content import PosterContent, PosterPhoto
from qi_projects.poster.designs.parts import Block, Drawing, Layout, Picture, in_rows
from qi_projects.poster.designs.plan import (
    FOOT,
    MIN_GAP,
    NARROW_SHAPES,
    PAGE_HEIGHT,
    SMALLEST,
    TEXT_WIDTH,
    WIDE_SHAPES,
    Plan,
    grown,
    spread,
    tallest,
    widened_gap,
)
from qi_projects.poster.designs.text_width import balanced, height_of, text_width

# width of a column, by how many there are
COLUMN_WIDTHS = {1: TEXT_WIDTH, 2: 90.0, 3: 58.0}
# above this size of letter a third of the page is too narrow a column
LARGEST_IN_THREE = 3.6
TITLE_SIZES = (12.0, 10.0, 8.2, 7.95, 6.8, 6.2, 5.6)
# more only where the letters of the body are large, too
CLOSE_TITLE, WORDY_TITLE, MOST_TITLE = 7.95, 8.2, 1.5
# height of the theme's picture on the field, and how much of the field's growth it takes
EMBLEM, EMBLEM_GROWTH = 92.0, 0.8
STATEMENT_SIZES = (22.0, 19.0, 16.0, 14.5, 13.0, 11.8, 10.8, 9.8, 9.0, 8.2, 7.4, 6.6, 6.0, 5.4, 5.0)
STATEMENT_LINES = 3
# at most so many times the letters of the body
STATEMENT_SCALES = {"wide": 2.8, "side": 2.8, "close": 2.1, "none": 2.8}
CARD_WIDTHS = {"wide": TEXT_WIDTH, "side": 126.0, "close": 126.0}
# ways in which something stands beside the card, and how many photographs at most
BESIDE = {"side": 2, "close": 4}
BESIDE_CARD = TEXT_WIDTH - CARD_WIDTHS["side"] - 8
# white inside the card that the chart lies on
CARD = 4.0
# above and below what stands on the field of colour
HERO_WHITES = {"wide": 6.5, "side": 6.5, "close": 3.8, "none": 7.5}
# letters of the aim beside the chart, in ems of the body
AIM_SCALES = (2.0, 1.8, 1.6, 1.4, 1.22)
STRIP = 32.0
MAX_STRIP_GROWTH = 24.0
SHAPE_OF_ONE = 0.7
STORY = (
    "problem",
    "aim",
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
class ChartLayout(Layout):
    unit: float
    title_width: float
    statement: str
    statement_width: float
    label: str
    statement_size: float
    chart: str
    drawing: Drawing | None
    aim_size: float
    emblem: float
    hero_white: float
    beside: tuple[Picture, ...]
    aim_in_hero: bool
    strip: tuple[Picture, ...]
    column_width: float


class Chart(Plan):
    # with few words they may be larger than the chart's, and are read from further away
    largest_beside_a_chart = 5.6
    # the chart stays as wide as the page while the words are readable
    floors = {"wide": 3.15, "side": 3.15, "close": SMALLEST, "none": SMALLEST}

    @classmethod
    def variants(cls, content: PosterContent) -> tuple[str, ...]:
        if not content.charts:
            return ("none",)
        return ("wide", "side", "close") if content.photos or content.aim_sentence else ("wide",)

    def __init__(self, content: PosterContent, size: float, variant: str, higher: int = 0):
        super().__init__(content, size, variant, higher)
        self.label, self.statement = self._statement()
        self.count = 3 if size <= LARGEST_IN_THREE else min(2, self._sections())
        self.column = COLUMN_WIDTHS[self.count]
        self.acts_inline = self.count == 3
        largest = CLOSE_TITLE if variant == "close" else max(WORDY_TITLE, MOST_TITLE * size)
        titles = tuple(letters for letters in TITLE_SIZES if letters <= largest)
        self.title_size = self.largest_size(content.title, titles, TEXT_WIDTH, 2)
        sizes = [
            letters for letters in STATEMENT_SIZES if letters <= size * STATEMENT_SCALES[variant]
        ]
        self.statement_size = self.largest_size(
            self.statement, sizes or STATEMENT_SIZES[-1:], TEXT_WIDTH, STATEMENT_LINES
        )
        self.card = CARD_WIDTHS.get(variant, 0)
        # as the hero it is never low
        wide = WIDE_SHAPES[1:2] + WIDE_SHAPES[1:]
        self.shapes = wide if variant == "wide" else NARROW_SHAPES
        self.chart = self.drawing(self.card - 2 * CARD)
        self.chart_height = self.chart.height if self.chart else 0
        self.aim_size = self._aim_size()

    def _aim_size(self) -> float:
        """Beside the card the aim is printed as large as the card is high, with no word torn."""
        longest = max(text_width(word, "bold") for word in self.content.aim_sentence.split(" "))
        for scale in AIM_SCALES:
            self.aim_size = self.size * scale
            whole = longest * self.aim_size <= BESIDE_CARD
            if whole and self._aim_height() <= self.chart_height:
                break
        return self.aim_size

    def _statement(self) -> tuple[str, str]:
        """(label, sentence) of the field of colour: the finding, or what the project is after."""
        content = self.content
        if content.charts or content.finding:
            return "", self.finding
        return ("Our aim", content.aim_sentence) if content.aim_sentence else ("", "")

    def _beside(self) -> tuple[PosterPhoto, ...]:
        """One photograph beside the card, or two above each other, or all where room is short;
        without any, the aim."""
        return self.photos[: BESIDE[self.variant]] if self.variant in BESIDE else ()

    @property
    def aim_in_hero(self) -> bool:
        return bool(self.label) or (self.variant in BESIDE and not self.photos)

    def _story(self) -> list[str]:
        elsewhere = {"aim": self.aim_in_hero, "measure": bool(self.statement)}
        return [kind for kind in STORY if not elsewhere.get(kind)]

    def _sections(self) -> int:
        """How many there are below the field of colour, at least one."""
        found = len(self.blocks(self._story(), TEXT_WIDTH))
        return max(1, found + bool(self.content.quotation) + bool(self.photos))

    def layout(self) -> ChartLayout:
        story = self.blocks(self._story(), self.column)
        beside = self._beside()
        others = self.photos[len(beside) :]
        strip = others if len(others) > 1 else ()
        columns = spread(story, self._loose(others), self.count)
        strip_height = (STRIP * self.unit + MIN_GAP) if strip else 0
        fixed = self._head_height() + self._hero_height() + strip_height + self.footer.height
        spare = PAGE_HEIGHT - fixed - FOOT - tallest(columns)
        gaps = max(map(len, columns)) + bool(strip)
        gap = widened_gap(spare, gaps)
        spare -= (gap - MIN_GAP) * gaps
        strip_growth = max(0, min(MAX_STRIP_GROWTH, spare)) if strip else 0
        columns = grown(columns, gap, spare - strip_growth)
        left = PAGE_HEIGHT - fixed - FOOT - strip_growth - tallest(columns, gap)
        left -= (gap - MIN_GAP) * bool(strip)
        # what nothing else can use is colour
        hero_growth = max(0, left) / 2
        return ChartLayout(
            template="pdf/poster/chart.html",
            size=self.size,
            unit=self.unit,
            title_size=self.title_size,
            label=self.label,
            title_width=balanced(self.content.title, self.title_size, TEXT_WIDTH),
            statement=self.statement,
            statement_width=balanced(self.statement, self.statement_size, TEXT_WIDTH),
            statement_size=self.statement_size,
            chart=self.variant,
            drawing=self.chart,
            aim_size=self.aim_size,
            emblem=EMBLEM + 2 * hero_growth * EMBLEM_GROWTH,
            hero_white=HERO_WHITES[self.variant] + hero_growth,
            # One to three above each other, four in two rows.
            beside=in_rows(
                beside, BESIDE_CARD, self._card_height(), across=2 if len(beside) == 4 else 1
            ),
            aim_in_hero=self.aim_in_hero,
            strip=in_rows(
                strip, TEXT_WIDTH, STRIP * self.unit + strip_growth, across=max(1, len(strip))
            ),
            column_width=self.column,
            acts_inline=self.acts_inline,
            gap=gap,
            footer=self.footer,
            columns=columns,
            spare=spare,
        )

    def _head_height(self) -> float:
        unit = self.unit
        return (
            8
            + 6 * unit
            + height_of(self.content.title, self.title_size, TEXT_WIDTH, 1.1, face="bold")
            + 2.5 * unit
            + self.people_height()
            + 4.8
        )

    def _hero_height(self) -> float:
        if not self.statement:
            return 2 * HERO_WHITES["none"]
        label = 1.3 * 4.4 * self.unit if self.label else 0
        statement = height_of(self.statement, self.statement_size, TEXT_WIDTH, 1.12, face="bold")
        frame = 2 * HERO_WHITES[self.variant] + label + statement
        if self.variant == "none":
            return frame + self.caption_height(TEXT_WIDTH)
        beside = self._aim_height() if self.aim_in_hero else 0
        return frame + 5 + max(self._card_height(), beside)

    def _card_height(self) -> float:
        return 2 * CARD + self.chart_height + self.caption_height(self.card - 2 * CARD)

    def _aim_height(self) -> float:
        """Beside the card, white on the field."""
        text = height_of(self.content.aim_sentence, self.aim_size, BESIDE_CARD, 1.3, face="bold")
        return CARD + self.heading("aim", BESIDE_CARD) + text

    def _loose(self, photos: tuple[PosterPhoto, ...]) -> list[Block]:
        loose = []
        if self.content.quotation:
            loose.append(Block("quotation", self._quotation(self.column)))
        if len(photos) == 1:
            height = self.column * SHAPE_OF_ONE * self.unit
            picture = Picture(photos[0], self.column, height)
            loose.append(Block("photos", height, (picture,)))
        return loose
