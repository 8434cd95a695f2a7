"""Photographs: what is taken, what is refused and in which words, and what is stripped."""

import io
import struct
import zlib

import pytest
from PIL import Image

from core.errors import Refused
from core.photos import LONGEST_SIDE, MAX_BYTES, PhotoRefused, for_small_print, intake

GPS_TAG = 0x8825
ORIENTATION_TAG = 0x0112
QUARTER_TURN = 6


def picture(kind="JPEG", size=(400, 300), mode="RGB", colour=(200, 30, 30), **options):
    output = io.BytesIO()
    Image.new(mode, size, colour).save(output, kind, **options)
    return io.BytesIO(output.getvalue())


def refusal(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as caught:
        intake(io.BytesIO(data))
    return str(caught.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_comes_out_as_jpeg_of_the_same_size(kind):
    photo = intake(picture(kind))
    assert (photo.width, photo.height) == (400, 300)
    assert Image.open(io.BytesIO(photo.data)).format == "JPEG"


def test_large_photo_is_scaled_to_1600_on_its_longest_side():
    photo = intake(picture(size=(4000, 3000)))
    assert (photo.width, photo.height) == (LONGEST_SIDE, 1200)


def test_small_photo_is_not_blown_up():
    assert intake(picture(size=(90, 60))).width == 90


@pytest.mark.parametrize("size", [(1, 30_000), (30_000, 1)])
def test_strip_of_one_dot_is_a_photograph_like_any_other(size):
    photo = intake(picture(size=size))
    assert (photo.width, photo.height) == tuple(min(edge, LONGEST_SIDE) for edge in size)


def test_sideways_photo_is_turned_upright():
    sideways = Image.new("RGB", (40, 20), (255, 255, 255))
    sideways.paste((255, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = QUARTER_TURN
    output = io.BytesIO()
    sideways.save(output, "JPEG", exif=exif, quality=95)
    photo = intake(io.BytesIO(output.getvalue()))
    upright = Image.open(io.BytesIO(photo.data))
    assert upright.size == (20, 40)
    red, green, _ = upright.getpixel((10, 5))
    assert red > 200
    assert green < 60


def test_place_camera_comment_and_colour_profile_are_stripped():
    exif = Image.Exif()
    exif[GPS_TAG] = {1: "N", 2: (51.0, 27.0, 0.0)}
    exif[0x010F] = "MARKER-CAMERA"
    given = picture(exif=exif, comment=b"MARKER-COMMENT", icc_profile=b"MARKER-PROFILE" * 20)
    assert b"MARKER" in given.getvalue()
    photo = intake(given)
    cleaned = Image.open(io.BytesIO(photo.data))
    assert b"MARKER" not in photo.data
    assert dict(cleaned.getexif()) == {}
    assert sorted(cleaned.info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version"]


def test_png_text_is_stripped():
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Author", "MARKER")
    photo = intake(picture("PNG", pnginfo=text))
    assert b"MARKER" not in photo.data


def test_see_through_picture_gets_a_white_ground():
    photo = intake(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert Image.open(io.BytesIO(photo.data)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16"])
def test_unusual_colour_modes_are_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    colour = (0, 0, 0, 0) if mode == "CMYK" else 1
    assert intake(picture(kind, mode=mode, colour=colour)).width == 400


def test_forty_megabyte_photo_is_refused_with_what_to_do():
    class Uploaded(io.BytesIO):
        size = 40 * 1024 * 1024

    with pytest.raises(PhotoRefused) as caught:
        intake(Uploaded(b"\xff\xd8" + bytes(MAX_BYTES)))
    assert str(caught.value) == (
        "This photograph is 40 MB. The largest we can take is 20 MB. Send it to yourself by "
        "e-mail and choose “medium size”, or take a screenshot of it, then upload that instead."
    )


@pytest.mark.parametrize(
    "data",
    [
        b"Minutes of the staff meeting",
        b"\x00" * 500,
        b"GIF89a" + bytes(40),
        b"<svg></svg>",
        b"%PDF-1.7",
    ],
    ids=["text", "zeros", "gif", "svg", "pdf"],
)
def test_file_that_is_no_photograph_is_refused(data):
    assert refusal(data) == (
        "This is not a photograph that we can read. Choose a picture that ends in "
        ".jpg, .heic, .png or .webp."
    )


def heic(size=(400, 300), **options) -> bytes:
    """A HEIC as a phone writes it: red at the left, white elsewhere."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    image = Image.new("RGB", size, (255, 255, 255))
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    output = io.BytesIO()
    image.save(output, "HEIF", quality=60, **options)
    return output.getvalue()


def test_heic_photo_comes_out_as_upright_jpeg_with_nothing_hidden_in_it():
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = QUARTER_TURN
    exif[GPS_TAG] = {1: "N", 2: (51.0, 27.0, 0.0)}
    exif[0x010F] = "MARKER-CAMERA"
    given = heic((400, 200), exif=exif.tobytes(), xmp=b"<x>MARKER-XMP</x>")
    assert given.count(b"MARKER") == 2
    photo = intake(io.BytesIO(given))
    cleaned = Image.open(io.BytesIO(photo.data))
    assert (photo.width, photo.height, cleaned.format) == (200, 400, "JPEG")
    red, green, _ = cleaned.getpixel((100, 50))
    assert (red > 200, green < 60) == (True, True)
    assert (b"MARKER" in photo.data, dict(cleaned.getexif())) == (False, {})


def test_heic_photo_is_scaled_like_any_other():
    assert intake(io.BytesIO(heic((2000, 1000)))).width == LONGEST_SIDE


def heic_claiming(width: int, height: int) -> bytes:
    """A small HEIC whose header says that it is as large as this."""
    data = heic((64, 64))
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


@pytest.mark.parametrize("size", [(8000, 6000), (30_000, 30_000)], ids=["48 megapixels", "bomb"])
def test_heic_of_too_many_pixels_is_refused_before_decoding(size, monkeypatch):
    from pillow_heif.as_plugin import HeifImageFile

    monkeypatch.setattr(HeifImageFile, "load", lambda self: pytest.fail("it was decoded"))
    assert refusal(heic_claiming(*size)).startswith("This picture is too large to open")


def test_half_a_heic_photo_is_refused():
    whole = heic((800, 600))
    message = refusal(whole[: len(whole) // 2])
    assert message.startswith(("This photograph is damaged", "This is not a photograph"))


def test_file_that_only_begins_like_a_heic_is_refused():
    message = refusal(b"\x00\x00\x00\x18ftypheic" + bytes(64))
    assert message.startswith("This is not a photograph that we can read.")


def test_empty_file_is_refused():
    assert refusal(b"") == "This file is empty. Choose the photograph again."


def test_half_a_photograph_is_refused_as_damaged():
    noise = Image.effect_noise((800, 600), 80).convert("RGB")
    output = io.BytesIO()
    noise.save(output, "JPEG")
    whole = output.getvalue()
    assert refusal(whole[: len(whole) // 2]).startswith("This photograph is damaged")


def _png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 6000), (60_000, 60_000)], ids=["48 megapixels", "bomb"])
def test_too_many_pixels_are_refused_before_decoding(size):
    assert refusal(_png_claiming(*size)).startswith("This picture is too large to open")


def test_refusal_is_one_that_every_page_knows_how_to_show():
    assert issubclass(PhotoRefused, Refused)


def test_copy_for_small_print_keeps_the_shape_and_little_of_the_weight():
    noise = Image.effect_noise((1600, 1200), 60).convert("RGB")
    output = io.BytesIO()
    noise.save(output, "JPEG", quality=82)
    small = for_small_print(output.getvalue())
    assert Image.open(io.BytesIO(small)).size == (640, 480)
    assert len(small) < len(output.getvalue()) / 4
