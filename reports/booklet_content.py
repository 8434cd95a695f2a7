"""What is printed in a cohort's celebration booklet, and how it becomes one PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string

from core import pdf, photos
from qi_projects.poster.content import PosterContent, Theme
from qi_projects.poster.designs import Layout, arrange
from qi_projects.poster.pdf import DESIGN_STYLES
from qi_projects.poster.typesetting import set_for_print

# a large cohort, on a machine that is busy with other things
LIMITS = pdf.Limits(processor_seconds=120, wall_seconds=240)
STYLES = (*DESIGN_STYLES, "booklet.css")


@dataclass(frozen=True)
class Credit:
    """A funder and the words in which it wishes to be thanked."""

    funder: str
    line: str


@dataclass(frozen=True)
class Page:
    """A poster's page; `anchor` is what contents and index point to."""

    anchor: str
    poster: PosterContent
    layout: Layout


@dataclass(frozen=True)
class Chapter:
    anchor: str
    theme: Theme
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Booklet:
    """`posters` come in the order of their themes; within a theme, booklets sort them by home."""

    programme: str
    run_by: str
    cohort_name: str
    dates: str
    celebration: str
    pioneers: int
    homes: int
    boroughs: int
    foreword: str
    foreword_by: str = ""
    credits: tuple[Credit, ...] = ()
    posters: tuple[PosterContent, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.programme}: {self.cohort_name}"

    def chapters(self) -> list[Chapter]:
        """One for each theme that has a poster."""
        by_theme: dict[Theme, list[PosterContent]] = {}
        for poster in self.posters:
            by_theme.setdefault(poster.theme, []).append(set_for_print(poster))
        numbers = iter(range(1, len(self.posters) + 1))
        return [
            Chapter(
                f"theme-{place}",
                theme,
                tuple(
                    Page(f"poster-{next(numbers)}", poster, arrange(poster))
                    for poster in sorted(posters, key=lambda poster: poster.sort_key)
                ),
            )
            for place, (theme, posters) in enumerate(by_theme.items(), start=1)
        ]


def booklet_html(booklet: Booklet) -> str:
    chapters = booklet.chapters()
    context = {"booklet": booklet, "chapters": chapters, "index": index(chapters)}
    return render_to_string("pdf/booklet.html", context)


def booklet_pdf(
    booklet: Booklet,
    *,
    media: Mapping[str, bytes],
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """One document, so that tags, links and bookmarks hold; `progress` hears each page number."""
    return pdf.render(
        booklet_html(booklet),
        title=booklet.title,
        stylesheets=STYLES,
        media={
            **{name: photos.for_small_print(data) for name, data in media.items()},
            **{name: svg for poster in booklet.posters for name, svg in poster.drawings().items()},
        },
        progress=progress,
        limits=LIMITS,
    )


def index(chapters: Iterable[Chapter]) -> list[list[tuple[str, list[tuple[str, list[Page]]]]]]:
    """Two columns of (borough, [(home, its pages)]), in the order of the alphabet."""

    def borough(page: Page) -> str:
        return page.poster.borough or "Other places"

    def home(page: Page) -> str:
        return page.poster.home

    pages = [page for chapter in chapters for page in chapter.pages]
    pages.sort(key=lambda page: (borough(page).casefold(), home(page).casefold()))
    boroughs = [
        (name, [(place, list(found)) for place, found in groupby(group, home)])
        for name, group in groupby(pages, borough)
    ]
    return _halves(boroughs)


def _halves(boroughs: list) -> list[list]:
    """Cut where both columns are most alike; a borough's name takes as much room as two homes."""
    lengths = [2 + len(homes) for _, homes in boroughs]
    cut = min(
        range(len(boroughs) + 1),
        key=lambda at: abs(sum(lengths[:at]) - sum(lengths[at:])),
        default=0,
    )
    return [boroughs[:cut], boroughs[cut:]]
