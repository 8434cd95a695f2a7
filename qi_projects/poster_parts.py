"""The arrangement of one poster, as its templates read it. Lengths are millimetres at A4."""

from dataclasses import dataclass

from qi_projects.poster_content import PosterPhoto


@dataclass(frozen=True)
class Block:
    """One section in a column. `photos` only in a block of pictures, `picture_height` theirs."""

    kind: str
    height: float
    photos: tuple[PosterPhoto, ...] = ()
    picture_height: float = 0


@dataclass(frozen=True)
class Footer:
    """Thanks, funders and contact, side by side at the foot of the page."""

    parts: tuple[tuple[str, str], ...]
    size: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    size: float
    band_size: float
    title_size: float
    title_width: float
    strip: str
    aim_size: float
    chart: str
    chart_height: float
    side_photos: tuple[PosterPhoto, ...]
    side_photo_height: float
    side_quotation: bool
    said_size: float
    gap: float
    footer: Footer
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    spare: float

    @property
    def fits(self) -> bool:
        return self.spare > -0.01
