"""“Story”: a photograph first, then the title and the project told like an article, with a
sidebar for the aim, the voice of somebody, and what may stand beside."""

from dataclasses import dataclass

from qi_projects.poster.content import PosterContent
from qi_projects.poster.designs.parts import BETWEEN_PICTURES, Block, Drawing, Layout, Picture
from qi_projects.poster.designs.plan import (
    FOOT,
    MIN_GAP,
    NARROW_SHAPES,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SMALLEST,
    TEXT_WIDTH,
    WIDE_SHAPES,
    Columns,
    Plan,
    tallest,
    widened_gap,
)
from qi_projects.poster.designs.text_width import height_of

MAIN_WIDTH = 112.0
SIDE_WIDTH = 58.0
# white above and below the sections in the sidebar's tint
SIDE_PAD = 5.0
# its letters are about as wide as the bold ones that are measured for it
SERIF = 1.08
HERO_HEIGHTS = {"tall": 84.0, "low": 52.0, "slim": 28.0}
MAX_HERO = 128.0
# the photograph grows once the white between sections is so high
GAP_BEFORE_HERO = 5.0
TITLE_SIZES = (12.0, 11.0, 10.0, 9.2, 8.4, 7.6, 6.8)
VOICE_SIZES = (15.0, 13.0, 11.0, 10.0, 9.0, 8.0, 7.2, 6.4, 5.8)
LEADS = {"tall": 1.22, "low": 1.22, "slim": 1.1, "voice": 1.1}
# (width, how many above each other) from left to right, for no, one, two and three more photographs
MOSAIC = (
    ((PAGE_WIDTH, 1),),
    ((136.0, 1), (72.0, 1)),
    ((136.0, 1), (72.0, 2)),
    ((102.0, 1), (50.0, 1), (54.0, 2)),
)
MAIN = ("changes", "chart", "measure", "results", "learning", "what_did_not_work", "next_steps")
# what may leave the article for the sidebar, the last first
MOVEABLE = ("results", "learning", "what_did_not_work", "next_steps")


@dataclass(frozen=True, kw_only=True)
class StoryLayout(Layout):
    unit: float
    hero: tuple[Picture, ...]
    hero_height: float
    voice: str
    voice_from: str
    voice_size: float
    lead_size: float
    drawing: Drawing | None
    main_width: float
    side_height: float


class Story(Plan):
    # a tall photograph is worth letters a little smaller
    floors = {"tall": 3.3, "low": 3.15, "slim": SMALLEST, "voice": SMALLEST}

    @classmethod
    def variants(cls, content: PosterContent) -> tuple[str, ...]:
        return ("tall", "low", "slim") if content.photos else ("voice",)

    def __init__(self, content: PosterContent, size: float, variant: str, higher: int = 0):
        super().__init__(content, size, variant, higher)
        self.title_size = self._scaled(content.title, TITLE_SIZES, 3.3, TEXT_WIDTH, 2)
        self.lead_size = size * LEADS[variant]
        # the widest photograph loses least in the widest place
        self.hero = max(self.photos, key=lambda photo: photo.shape, default=None)
        self.voice, self.voice_from = self._voice()
        self.voice_size = self._scaled(self.voice, VOICE_SIZES, 2.6, 150, 3)
        self.side = self._side()
        # with nothing for a sidebar the article has the whole width
        self.alone = not (self.side or self.blocks(MOVEABLE, SIDE_WIDTH))
        self.main_width = TEXT_WIDTH if self.alone else MAIN_WIDTH
        self.chart = self.drawing(WIDE_SHAPES if self.alone else NARROW_SHAPES, self.main_width)

    def _scaled(
        self, text: str, sizes: tuple[float, ...], most: float, width: float, lines: int
    ) -> float:
        """The largest serif letters, at most so many times the letters of the body."""
        sizes = tuple(size for size in sizes if size <= self.size * most) or sizes[-1:]
        return self.largest_size(text, sizes, width / SERIF, lines)

    def _voice(self) -> tuple[str, str]:
        """Without a photograph a quotation opens the page, else the aim."""
        content = self.content
        if self.hero:
            return "", ""
        if content.quotation:
            return content.quotation.text, content.quotation.who
        return content.aim_sentence, "Our aim" if content.aim_sentence else ""

    def layout(self) -> StoryLayout:
        columns = self._columns()
        fixed = self.hero_height + self._head_height() + self.footer.height + SIDE_PAD
        spare = PAGE_HEIGHT - fixed - MIN_GAP - FOOT - tallest(columns)
        gaps = max(map(len, columns))
        gap = widened_gap(spare, gaps, GAP_BEFORE_HERO)
        spare -= (gap - MIN_GAP) * gaps
        hero_growth = max(0, min(MAX_HERO - self.hero_height, spare))
        hero_height = self.hero_height + hero_growth
        gap += widened_gap(spare - hero_growth, gaps) - MIN_GAP
        return StoryLayout(
            template="pdf/poster/story.html",
            size=self.size,
            unit=self.unit,
            title_size=self.title_size,
            hero=self._mosaic(hero_height),
            hero_height=hero_height,
            voice=self.voice,
            voice_from=self.voice_from,
            voice_size=self.voice_size,
            lead_size=self.lead_size,
            drawing=self.chart,
            main_width=self.main_width,
            side_height=PAGE_HEIGHT - (fixed - SIDE_PAD) - hero_growth - MIN_GAP - FOOT,
            gap=gap,
            footer=self.footer,
            columns=columns,
            spare=spare,
        )

    @property
    def hero_height(self) -> float:
        """Of the photograph, or of the field of colour with somebody's words on it."""
        if self.hero:
            return HERO_HEIGHTS[self.variant] * self.unit
        words = height_of(self.voice, self.voice_size * SERIF, 150, 1.2, bold=True)
        return 22 * self.unit + (words + 14 * self.unit if self.voice else 0)

    def _head_height(self) -> float:
        unit = self.unit
        title = height_of(
            self.content.title, self.title_size * SERIF, TEXT_WIDTH, 1.1 / SERIF, bold=True
        )
        lead = height_of(
            self.content.problem, self.lead_size * SERIF, TEXT_WIDTH, 1.38 / SERIF, bold=True
        )
        return 7 + title + 2.5 * unit + self.people_height() + (lead + 5 if lead else 0) + 3

    def _columns(self) -> Columns:
        """Article and sidebar: as much of the article's end moves over as makes them most alike."""
        article = [kind for kind in MAIN if not (kind == "measure" and self.has_finding)]
        main, side = self.blocks(article, self.main_width), self.side
        if self.alone:
            return (tuple(main),)
        best: Columns = (tuple(main), tuple(side))
        for kind in reversed(MOVEABLE):
            if len(main) > 1 and main[-1].kind == kind:
                main = main[:-1]
                moved = self.blocks((kind,), SIDE_WIDTH)
                side = [*side[:1], *moved, *side[1:]]
                best = min(best, (tuple(main), tuple(side)), key=tallest)
        return best

    def _side(self) -> list[Block]:
        """What belongs into the sidebar, whatever moves over."""
        aim = () if self.voice_from == "Our aim" else ("aim",)
        side = self.blocks((*aim, "drivers", "reached"), SIDE_WIDTH)
        if self.content.quotation and not self.voice:
            side.insert(min(1, len(side)), Block("quotation", self._quotation(SIDE_WIDTH)))
        return side

    def _mosaic(self, height: float) -> tuple[Picture, ...]:
        """The photographs over the whole width, the widest one large at the left."""
        if not self.hero:
            return ()
        others = [photo for photo in self.photos if photo is not self.hero]
        widths = MOSAIC[len(others)]
        half = (height - BETWEEN_PICTURES) / 2
        left = 0.0
        pictures: list[Picture] = []
        for width, count in widths:
            for row in range(count):
                photo = others.pop(0) if pictures else self.hero
                tall = height if count == 1 else half
                top = row * (half + BETWEEN_PICTURES)
                pictures.append(Picture(photo, width, tall, left=left, top=top))
            left += width + BETWEEN_PICTURES
        return tuple(pictures)

    def _quotation(self, width: float, said: float = 1.3) -> float:
        """Set in the serif, without a box: the sidebar is one."""
        quotation = self.content.quotation
        if quotation is None:
            return 0
        return (
            self.height(quotation.text, width, scale=said * SERIF, line=1.3 / SERIF, bold=True)
            + self.height(quotation.who, width, scale=0.94, bold=True)
            + 8
        )

    def _chart(self, width: float) -> float:
        content = self.content
        if not self.has_finding:
            return 0
        finding = self.height(
            content.finding or "What we found",
            width,
            scale=1.45 * SERIF,
            line=1.2 / SERIF,
            bold=True,
        )
        return finding + 2 + (self.chart.height if self.chart else 0) + self.caption_height(width)
