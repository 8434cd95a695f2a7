"""Photographs as they come from a phone, made safe and small once, at upload."""

import functools
import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from core.errors import Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
# 180 dots an inch in the widest place that an A4 page has for a photograph
SMALL_PRINT_SIDE = 640
JPEG_QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP")
# how a HEIC photograph begins, after four bytes of length
HEIC = (b"ftypheic", b"ftypheix", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftypmsf1")
WHITE = (255, 255, 255)


class PhotoRefused(Refused):
    """The file cannot be used as a photograph; the message says what to do instead."""


@dataclass(frozen=True)
class Photo:
    """A JPEG with nothing in it but the picture."""

    data: bytes
    width: int
    height: int


def intake(file: BinaryIO) -> Photo:
    """The photograph in an uploaded file: upright, without hidden data, at most 1600 pixels long.

    The size in pixels is read from the header and judged before anything is decoded, so that a
    small file which unpacks to gigabytes is refused unopened.
    """
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise PhotoRefused("This file is empty. Choose the photograph again.")
    if len(data) > MAX_BYTES:
        raise PhotoRefused(_too_large(file))
    return _cleaned(_opened(data))


def _too_large(file: BinaryIO) -> str:
    size = getattr(file, "size", None)
    has = f"This photograph is {size / 1024 / 1024:.0f} MB. " if size else ""
    return (
        f"{has}The largest we can take is 20 MB. Send it to yourself by e-mail and choose "
        "“medium size”, or take a screenshot of it, then upload that instead."
    )


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=_kinds_of(data))
    except Image.DecompressionBombError:
        raise PhotoRefused(_too_many_pixels()) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise PhotoRefused(_not_a_photograph()) from None
    if image.width * image.height > MAX_PIXELS:
        raise PhotoRefused(_too_many_pixels(image))
    return image


def _kinds_of(data: bytes) -> tuple[str, ...]:
    """The formats to try. HEIC's decoder is large, and loaded only for a file that needs it."""
    if data[4:12] not in HEIC:
        return KINDS
    from pillow_heif import register_heif_opener

    # only the picture itself: no other one may be shown in its place, or be decoded beside it
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return ("HEIF",)


def _too_many_pixels(image: Image.Image | None = None) -> str:
    has = f" ({image.width} by {image.height} dots)" if image else ""
    return (
        f"This picture is too large to open{has}. Take a screenshot of it and upload that instead."
    )


def _not_a_photograph() -> str:
    return (
        "This is not a photograph that we can read. Choose a picture that ends in "
        ".jpg, .heic, .png or .webp."
    )


def _cleaned(image: Image.Image) -> Photo:
    try:
        _decode_near(image, LONGEST_SIDE)
        upright = ImageOps.exif_transpose(image)
    except (OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PhotoRefused(
            "This photograph is damaged: part of it is missing. Upload it again, "
            "or choose another one."
        ) from None
    if upright.width * upright.height > MAX_PIXELS:
        # a HEIC's header may claim less than its picture has
        raise PhotoRefused(_too_many_pixels(upright))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # a JPEG comment survives re-saving; only pasting the dots into a fresh picture drops it all
    fresh = Image.new("RGB", upright.size, WHITE)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    layer = upright.convert("RGBA") if see_through else upright.convert("RGB")
    fresh.paste(layer, mask=layer if see_through else None)
    output = io.BytesIO()
    fresh.save(output, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=False)
    return Photo(output.getvalue(), *fresh.size)


@functools.lru_cache(maxsize=64)
def for_small_print(data: bytes) -> bytes:
    """A photograph of ours, as large as an A4 page can show: a tenth of the weight. Kept, since a
    poster is made anew whenever its words change, and its photographs seldom do."""
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    _decode_near(image, SMALL_PRINT_SIDE)
    image.thumbnail((SMALL_PRINT_SIDE, SMALL_PRINT_SIDE), Image.Resampling.BICUBIC)
    output = io.BytesIO()
    image.save(output, "JPEG", quality=JPEG_QUALITY)
    return output.getvalue()


def _decode_near(image: Image.Image, side: int) -> None:
    """Decode a JPEG at the half or quarter size that is next above, which is much faster."""
    longest = max(image.size)
    # A strip may be less than one dot wide by then.
    width, height = (max(1, edge * side // longest) for edge in image.size)
    image.draft("RGB", (width, height))
    # WeasyPrint, wherever it is imported, tells Pillow to take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    image.load()
