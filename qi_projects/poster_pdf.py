"""A poster as a PDF, in the sizes that it is printed in."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from core import pdf, photos
from qi_projects.poster_content import PosterContent
from qi_projects.poster_layout import arrange

SIZES = ("A4", "A3", "A1")
MAX_TRIES = 4


def poster_html(content: PosterContent, *, tighter: int = 0) -> str:
    """The page that WeasyPrint prints, the same for every size."""
    return render_to_string(
        "pdf/poster.html", {"poster": content, "layout": arrange(content, tighter)}
    )


def poster_styles(size: str) -> tuple[str, ...]:
    """Names of the stylesheets for a size, for core.pdf."""
    if size not in SIZES:
        raise ValueError(f"Posters are printed as {', '.join(SIZES)}, not {size}.")
    return ("poster.css", "themes.css", f"poster-{size.lower()}.css")


def poster_pdf(content: PosterContent, *, media: Mapping[str, bytes], size: str = "A4") -> bytes:
    """One page, whatever the length of the text: set smaller until nothing spills over."""
    if size == "A4":
        media = {name: photos.for_small_print(data) for name, data in media.items()}
    for tighter in range(MAX_TRIES):
        try:
            return pdf.render(
                poster_html(content, tighter=tighter),
                title=f"{content.title}: {content.home}",
                stylesheets=poster_styles(size),
                media={**media, **content.drawings()},
                pages=1,
            )
        except pdf.TooManyPages:
            continue
    raise pdf.PdfError("This poster has too much text for one page. Shorten the longest parts.")
