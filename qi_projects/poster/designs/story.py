"""“Story”: a photograph first, then the title and the project told like an article, with a
sidebar for the aim, the voice of somebody, and what may stand beside."""

from dataclasses import dataclass

from qi_projects.poster.content import PosterContent, PosterPhoto
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
from qi_projects.poster.designs.text_width import balanced, height_of

MAIN_WIDTH = 112.0
SIDE_WIDTH = 58.0
# white above and below the sections in the sidebar's tint
SIDE_PAD = 5.0
HERO_HEIGHTS = {"tall": 84.0, "low": 52.0}
MAX_HERO = 150.0
# height of the theme's picture on the field, and how much of the field's growth it takes
EMBLEM, EMBLEM_GROWTH = 120.0, 0.8
# above this size of letter a sidebar is too narrow for what might move there
LARGEST_IN_SIDE = 4.6
# where there is no room for a photograph above the title it stands beside it, up to the edges
HERO_BESIDE = 80.0
BESIDE_HERO = 112.0
BELOW_BESIDE = 3.5
LEAST_BESIDE = 70.0
MAX_BESIDE_GROWTH = 14.0
LABEL_WIDTH = 116.0
# the photograph grows once the white between sections is so high
GAP_BEFORE_HERO = 5.0
VOICE_WIDTH = 150.0
# height of the field of colour where the words leave it no more than its label
PLAIN = 17.0
# letters of the finding, in ems of the body
FINDING = 1.45
TITLE_SIZES = (12.0, 11.0, 10.0, 9.2, 8.4, 7.6, 6.8)
VOICE_SIZES = (20.0, 17.5, 15.0, 13.0, 11.0, 10.0, 9.0, 8.0, 7.2, 6.4, 5.8)
LEADS = {"tall": 1.22, "low": 1.22, "beside": 1.1, "voice": 1.1, "plain": 1.1}
# (width, how many above each other) from left to right, for no, one, two and three more photographs
MOSAIC = (
    ((PAGE_WIDTH, 1),),
    ((136.0, 1), (72.0, 1)),
    ((136.0, 1), (72.0, 2)),
    ((102.0, 1), (50.0, 1), (54.0, 2)),
)
# how many beside each other, from above, where they stand beside the title
MOSAIC_BESIDE = ((1,), (1, 1), (1, 2), (2, 2))
MAIN = ("changes", "chart", "measure", "results", "learning", "what_did_not_work", "next_steps")
# what may leave the article for the sidebar, the last first
MOVEABLE = ("results", "learning", "what_did_not_work", "next_steps")


@dataclass(frozen=True, kw_only=True)
class StoryLayout(Layout):
    unit: float
    hero: tuple[Picture, ...]
    hero_height: float
    emblem: float
    beside: bool
    head_width: float
    title_width: float
    finding_width: float
    voice: str
    voice_width: float
    voice_from: str
    voice_size: float
    lead_size: float
    drawing: Drawing | None
    main_width: float
    side_height: float


class Story(Plan):
    # a tall photograph is worth letters a little smaller
    floors = {"tall": 3.3, "low": 3.15, "beside": SMALLEST, "voice": SMALLEST, "plain": SMALLEST}

    @classmethod
    def variants(cls, content: PosterContent) -> tuple[str, ...]:
        return ("tall", "low", "beside") if content.photos else ("voice", "plain")

    def __init__(self, content: PosterContent, size: float, variant: str, higher: int = 0):
        super().__init__(content, size, variant, higher)
        self.beside = variant == "beside"
        self.head_width = BESIDE_HERO if self.beside else TEXT_WIDTH
        lines = 3 if self.beside else 2
        self.title_size = self._scaled(content.title, TITLE_SIZES, 3.3, self.head_width, lines)
        self.lead_size = size * LEADS[variant]
        # the widest photograph loses least in the widest place
        self.hero = max(self.photos, key=lambda photo: photo.shape, default=None)
        self.voice, self.voice_from = self._voice()
        self.voice_size = self._scaled(self.voice, VOICE_SIZES, 2.6, VOICE_WIDTH, 3)
        self.side = self._side()
        # with nothing that belongs into a sidebar the article has the whole width
        few = size > LARGEST_IN_SIDE and not self.side
        self.alone = few or not (self.side or self.blocks(MOVEABLE, SIDE_WIDTH))
        self.main_width = TEXT_WIDTH if self.alone else MAIN_WIDTH
        self.shapes = WIDE_SHAPES if self.alone else NARROW_SHAPES
        self.chart = self.drawing(self.main_width)

    def _scaled(
        self, text: str, sizes: tuple[float, ...], most: float, width: float, lines: int
    ) -> float:
        """The largest serif letters, at most so many times the letters of the body."""
        sizes = tuple(size for size in sizes if size <= self.size * most) or sizes[-1:]
        return self.largest_size(text, sizes, width, lines, face="serif")

    def _voice(self) -> tuple[str, str]:
        """Without a photograph a quotation opens the page, else the aim."""
        content = self.content
        if self.hero or self.variant == "plain":
            return "", ""
        if content.quotation:
            return f"“{content.quotation.text}”", content.quotation.who
        return content.aim_sentence, "Our aim" if content.aim_sentence else ""

    def layout(self) -> StoryLayout:
        content = self.content
        columns = self._columns()
        fixed = self._top_height() + self.footer.height + SIDE_PAD
        spare = PAGE_HEIGHT - fixed - MIN_GAP - FOOT - tallest(columns)
        gaps = max(map(len, columns))
        gap = widened_gap(spare, gaps, GAP_BEFORE_HERO)
        spare -= (gap - MIN_GAP) * gaps
        hero_growth = max(0, min(self._most_growth(), spare))
        hero_height = self.hero_height + hero_growth
        gap += widened_gap(spare - hero_growth, gaps) - MIN_GAP
        return StoryLayout(
            template="pdf/poster/story.html",
            size=self.size,
            unit=self.unit,
            title_size=self.title_size,
            hero=self._mosaic(hero_height),
            hero_height=hero_height,
            emblem=EMBLEM + hero_growth * EMBLEM_GROWTH,
            beside=self.beside,
            head_width=self.head_width,
            title_width=balanced(content.title, self.title_size, self.head_width, "serif"),
            finding_width=self._finding_width(),
            voice=self.voice,
            voice_width=balanced(self.voice, self.voice_size, VOICE_WIDTH, "serif"),
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

    def _most_growth(self) -> float:
        """What a photograph may take of what is left over; a field of colour takes all."""
        if self.beside:
            return MAX_BESIDE_GROWTH
        return MAX_HERO - self.hero_height if self.hero else PAGE_HEIGHT

    @property
    def hero_height(self) -> float:
        """Of the photograph, or of the field of colour with somebody's words on it."""
        if self.beside:
            return max(self._head_height(), LEAST_BESIDE * self.unit)
        if self.hero:
            return HERO_HEIGHTS[self.variant] * self.unit
        words = height_of(self.voice, self.voice_size, VOICE_WIDTH, 1.2, "serif")
        return (words + 36 * self.unit) if self.voice else PLAIN * self.unit

    def _top_height(self) -> float:
        """Of all above the article."""
        return self.hero_height + (BELOW_BESIDE if self.beside else self._head_height())

    def _head_height(self) -> float:
        unit, width = self.unit, self.head_width
        title = height_of(self.content.title, self.title_size, width, 1.1, "serif")
        lead = height_of(self.content.problem, self.lead_size, width, 1.38, "serif")
        label = self._label_height() if self.beside else 0
        people = self.people_height(width, width)
        return label + 7 + title + 2.5 * unit + people + (lead + 5 if lead else 0) + 3

    def _label_height(self) -> float:
        """Of the theme and the cohort, above the title where the photograph is beside it."""
        content = self.content
        words = f"{content.theme.label}   {content.cohort_name}"
        return 3.2 + height_of(words, 3.6 * self.unit, LABEL_WIDTH, 1.3, "bold")

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
        if self.beside:
            return self._mosaic_beside([self.hero, *others], height)
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

    def _mosaic_beside(self, photos: list[PosterPhoto], height: float) -> tuple[Picture, ...]:
        rows = MOSAIC_BESIDE[len(photos) - 1]
        tall = (height - BETWEEN_PICTURES * (len(rows) - 1)) / len(rows)
        pictures: list[Picture] = []
        for row, count in enumerate(rows):
            wide = (HERO_BESIDE - BETWEEN_PICTURES * (count - 1)) / count
            for place in range(count):
                left, top = place * (wide + BETWEEN_PICTURES), row * (tall + BETWEEN_PICTURES)
                photo = photos[len(pictures)]
                pictures.append(Picture(photo, wide, tall, left=left, top=top))
        return tuple(pictures)

    def _quotation(self, width: float, said: float = 1.3) -> float:
        """Set in the serif, without a box: the sidebar is one."""
        quotation = self.content.quotation
        if quotation is None:
            return 0
        return (
            self.height(quotation.text, width, scale=said, line=1.3, face="serif")
            + self.height(quotation.who, width, scale=0.94, face="bold")
            + 3.5
        )

    def _finding_width(self) -> float:
        size = self.size * FINDING
        return balanced(self.finding, size, self.main_width, "serif")

    def _chart(self, width: float) -> float:
        if not self.has_finding:
            return 0
        finding = self.height(
            self.finding,
            width,
            scale=FINDING,
            line=1.2,
            face="serif",
        )
        return finding + 2 + (self.chart.height if self.chart else 0) + self.caption_height(width)
