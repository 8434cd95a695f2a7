"""A poster as a PDF in the sizes that it is printed in, and as a page that a browser can show."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from core import pdf, photos
from qi_projects.poster.content import PosterContent
from qi_projects.poster.designs import arrange
from qi_projects.poster.typesetting import set_for_print

SIZES = ("A4", "A3", "A1")
MAX_TRIES = 4
DESIGN_STYLES = (
    "poster.css",
    "poster-band.css",
    "poster-chart.css",
    "poster-story.css",
    "themes.css",
)
# fonts of scripts other than Latin: loaded only for texts that need them
FONTS_OF_SCRIPTS = ("fonts-scripts.css",)
MEDIA = re.compile(r'src="media:([^"]*)"')
OWN_FILE = re.compile(r"url\(static:([^)]*)\)")
# A browser's window is as wide as the poster, however wide it is.
ON_A_SCREEN = "@media screen { html { font-size: calc(100vw / 210); } body { background: #fff; } }"


def poster_html(
    content: PosterContent,
    *,
    design: str = "",
    size: str = "A4",
    addresses: Mapping[str, str] | None = None,
) -> str:
    """The poster as a page of its own that a browser shows and prints: the PDF's own layout.

    `addresses` says where the browser finds each photograph, by the name that the content uses.
    The page brings its styles and its chart along, so it must be served with a policy that allows
    inline styles and `data:` pictures, and nothing else.
    """
    content = replace(content, design=design or content.design)
    known = {name: _inline(svg) for name, svg in content.drawings().items()} | dict(addresses or {})
    styles = "\n".join(
        pdf.static_path(f"pdf/{name}").read_text()
        for name in (*pdf.BASE_STYLES, *poster_styles(size, content))
    )
    styles = OWN_FILE.sub(lambda found: f"url({static(found[1])})", styles)
    # Our own files only: nothing that anybody typed is in them.
    page = engine_html(content, styles=mark_safe(f"{styles}\n{ON_A_SCREEN}"))
    return MEDIA.sub(lambda found: f'src="{known.get(found[1], "")}"', page)


def _inline(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def engine_html(content: PosterContent, *, tighter: int = 0, styles: str = "") -> str:
    """The page as core.pdf takes it: without styles, pictures by their names."""
    content = set_for_print(content)
    layout = arrange(content, tighter)
    return render_to_string(
        "pdf/poster.html", {"poster": content, "layout": layout, "styles": styles}
    )


def poster_styles(size: str, *contents: PosterContent) -> tuple[str, ...]:
    """Names of the stylesheets for a size, for core.pdf, with the fonts that the texts need."""
    if size not in SIZES:
        raise ValueError(f"Posters are printed as {', '.join(SIZES)}, not {size}.")
    fonts = FONTS_OF_SCRIPTS if any(content.other_scripts for content in contents) else ()
    return (*fonts, *DESIGN_STYLES, f"poster-{size.lower()}.css")


def poster_pdf(
    content: PosterContent, *, media: Mapping[str, bytes], design: str = "", size: str = "A4"
) -> bytes:
    """One page, whatever the length of the text: set smaller until nothing spills over."""
    content = replace(content, design=design or content.design)
    if size == "A4":
        media = {name: photos.for_small_print(data) for name, data in media.items()}
    for tighter in range(MAX_TRIES):
        try:
            return pdf.render(
                engine_html(content, tighter=tighter),
                title=f"{content.title}: {content.home}",
                stylesheets=poster_styles(size, content),
                media={**media, **content.drawings()},
                pages=1,
            )
        except pdf.TooManyPages:
            continue
    raise pdf.PdfError("This poster has too much text for one page. Shorten the longest parts.")
