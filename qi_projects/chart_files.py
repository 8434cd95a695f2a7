"""A chart as a file to take away: a drawing (SVG), a picture (PNG) or its numbers (CSV)."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.text import slugify

from core import exports
from core.pdf import static_path
from qi_projects import selectors
from qi_projects.chart import render_svg, sheet
from qi_projects.models import Measure

SCALE = 3  # pixels of the PNG for each unit of the drawing: sharp on paper at 16 cm
FONTS = "fonts/atkinson-hyperlegible/atkinson-hyperlegible"
CUTS = (
    "latin-400-normal",
    "latin-700-normal",
    "latin-400-italic",
    "latin-ext-400-normal",
    "latin-ext-700-normal",
)


class Made(NamedTuple):
    content_type: str
    build: Callable[[Measure, Iterable[Any]], bytes]


def name(measure: Measure, form: str) -> str:
    return f"{slugify(measure.name)[:60] or 'chart'}.{form}"


def svg(measure: Measure, cycles: Iterable[Any]) -> bytes:
    """The drawing by itself, with its size, and the fonts named in it."""
    drawn = selectors.chart(measure, cycles)
    whole = f'width="{drawn.width}" height="{drawn.height}"'
    text = render_svg(drawn).replace('width="100%"', whole, 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def png(measure: Measure, cycles: Iterable[Any]) -> bytes:
    """The drawing in our own letters; the machine's fonts only for scripts that these lack."""
    # Here, as most processes never make a picture.
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(measure, cycles).decode(),
            font_files=[str(path) for path in _fonts()],
            sans_serif_family="Atkinson Hyperlegible",
            background="white",
            zoom=SCALE,
        )
    )


@functools.cache
def _fonts() -> list[Path]:
    """Our web fonts unpacked, once for this process: resvg reads no WOFF2."""
    from fontTools.ttLib import TTFont

    folder = Path(tempfile.mkdtemp(prefix="chart-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    paths = []
    for cut in CUTS:
        font = TTFont(static_path(f"{FONTS}-{cut}.woff2"))
        font.flavor = None
        paths.append(folder / f"{cut}.ttf")
        font.save(paths[-1])
    return paths


def csv(measure: Measure, cycles: Iterable[Any]) -> bytes:
    """A row for each number, with the lines that the chart draws through it."""
    numbers = sheet(selectors.series(measure, cycles=cycles), measure.chart)  # type: ignore[arg-type]
    return "".join(exports.as_csv(*numbers)).encode()


MADE = {
    "svg": Made("image/svg+xml", svg),
    "png": Made("image/png", png),
    "csv": Made(exports.CSV, csv),
}
