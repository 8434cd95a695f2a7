"""What an arrangement is made of, as the templates read it. Lengths are millimetres at A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from qi_projects.poster.content import PosterPhoto

BETWEEN_PICTURES = 2.0
# letters of a quotation, in ems of the body
SAID_SIZES = (1.9, 1.7, 1.5, 1.3, 1.15)


@dataclass(frozen=True)
class Picture:
    """A photograph, cropped to this size; `left` and `top` are the white beside and above it."""

    photo: PosterPhoto
    width: float
    height: float
    left: float = 0
    top: float = 0


def in_rows(
    photos: Sequence[PosterPhoto], width: float, height: float, across: int = 1
) -> tuple[Picture, ...]:
    """So many beside each other, all cropped alike, that fill this width and height together."""
    rows = max(1, ceil(len(photos) / across))
    # A little less than their share, lest rounding push one into the next row.
    rounding = 0.2 if across > 1 else 0
    each = (width - BETWEEN_PICTURES * (across - 1) - rounding) / across
    tall = (height - BETWEEN_PICTURES * (rows - 1)) / rows
    return tuple(
        Picture(
            photo,
            each,
            tall,
            left=BETWEEN_PICTURES if place % across else 0,
            top=BETWEEN_PICTURES if place >= across else 0,
        )
        for place, photo in enumerate(photos)
    )


@dataclass(frozen=True)
class Drawing:
    """The chart: the name of its picture, and its printed height."""

    media: str
    height: float


@dataclass(frozen=True)
class Block:
    """One section in a column. `pictures` only in a block of pictures."""

    kind: str
    height: float
    pictures: tuple[Picture, ...] = ()
    heading: str = ""


@dataclass(frozen=True)
class Footer:
    """Thanks, funders and contact, side by side at the foot of the page."""

    parts: tuple[tuple[str, str], ...]
    size: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What every design has: `spare` is the height left over, less than nothing if it spills."""

    template: str
    size: float
    gap: float
    title_size: float
    footer: Footer
    spare: float
    columns: tuple[tuple[Block, ...], ...]
    said_size: float = SAID_SIZES[-1]
    side_quotation: bool = False
    acts_inline: bool = False

    @property
    def fits(self) -> bool:
        return self.spare > -0.01
