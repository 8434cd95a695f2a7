"""How fast posters and the booklet are made, beside Chromium printing the same pages.

    python -m benchmarks.posters

Thirty-four invented posters in all designs, with charts and photographs. What counts is the ratio
to Chromium in the same run, since machines differ; sizes count as they are. Chromium starts anew
for each page, as it would for a document on its own. Ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="posters-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
os.environ.setdefault("BENCHMARK_FOLDER", str(FOLDER))
os.environ.setdefault("BENCHMARK_SECRET", "only-for-this-run")

import django  # noqa: E402 - settings first

django.setup()

from core import pdf, photos  # noqa: E402
from qi_projects.enums import PosterDesign  # noqa: E402
from qi_projects.poster.content import PosterContent  # noqa: E402
from qi_projects.poster.pdf import engine_html, poster_pdf, poster_styles  # noqa: E402
from reports.booklet_content import STYLES, booklet_html, booklet_pdf  # noqa: E402
from tests.reports.booklet_samples import booklet  # noqa: E402

COUNT, ROUNDS = 34, 9
CHROMIUM = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run", "--no-pdf-header-footer"),
]
# at most so many times what Chromium takes for the same
MOST_WARM, MOST_TWO_WORKERS, MOST_BOOKLET, MOST_PROOF = 0.30, 0.25, 2.7, 0.5
MOST_A4, MOST_A1, MOST_WHOLE = 400_000, 6_000_000, 5_000_000

Made = tuple[PosterContent, dict[str, bytes]]


def timed(act: Callable[[], Any]) -> float:
    """Seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def posters() -> list[Made]:
    """Each with its own photographs, the designs in turn."""
    content, media = booklet(COUNT)
    return [
        (
            replace(poster, design=PosterDesign.values[number % len(PosterDesign.values)]),
            {photo.media: media[photo.media] for photo in poster.photos},
        )
        for number, poster in enumerate(content.posters)
    ]


def make(made: Made) -> int:
    content, media = made
    return len(poster_pdf(content, media=media))


def warm_worker() -> None:
    pdf.warm_up(*poster_styles("A4"))


# --- Chromium -------------------------------------------------------------------------------


def page(html: str, styles: Iterable[str], media: Mapping[str, bytes]) -> Path:
    """The same HTML and styles as a file that Chromium can open, with all it needs inside."""
    css = "\n".join(pdf.static_path(f"pdf/{name}").read_text() for name in styles)
    css = re.sub(
        r"url\(static:([^)]*)\)", lambda found: f"url({pdf.static_path(found[1]).as_uri()})", css
    )

    def picture(found: re.Match[str]) -> str:
        data = media[found[1]]
        kind = "svg+xml" if data.startswith(b"<svg") else "jpeg"
        return f'src="data:image/{kind};base64,{b64encode(data).decode()}"'

    html = re.sub(r'src="media:([^"]*)"', picture, html)
    file = FOLDER / f"{len(list(FOLDER.glob('*.html')))}.html"
    file.write_text(html.replace("</head>", f"<style>{css}</style></head>"))
    return file


def printed(browser: str, file: Path) -> Path:
    goal = file.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                *CHROMIUM,
                f"--user-data-dir={profile}",
                f"--print-to-pdf={goal}",
                file.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return goal


def small(media: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: photos.for_small_print(data) for name, data in media.items()}


def poster_page(made: Made) -> Path:
    content, media = made
    styles = (*pdf.BASE_STYLES, *poster_styles("A4", content))
    return page(engine_html(content), styles, {**small(media), **content.drawings()})


# --- the run --------------------------------------------------------------------------------


def run(browser: str) -> bool:
    every = posters()
    typical = every[1]
    warm_worker()
    make(typical)
    file = poster_page(typical)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        # in turns, so that a busy moment of the machine falls on both
        ours.append(timed(lambda: make(typical)))
        theirs.append(timed(lambda: printed(browser, file)))
    warm, chromium = median(ours), median(theirs)
    cold = timed(
        lambda: subprocess.run([sys.executable, "-m", "benchmarks.posters", "--one"], check=True)
    )
    one_worker = timed(lambda: [make(each) for each in every])
    # warm workers that stay, as Celery's do
    with get_context("fork").Pool(2, initializer=warm_worker) as pool:
        pool.map(make, every[:2])
        two_workers = timed(lambda: pool.map(make, every, chunksize=1))
    content, media = booklet(COUNT)
    content = replace(content, posters=tuple(poster for poster, _ in every))
    booklet_pdf(content, media=media)
    book: list[bytes] = []
    whole = timed(lambda: book.append(booklet_pdf(content, media=media)))
    pictures = small(media)
    for poster in content.posters:
        pictures |= poster.drawings()
    book_file = page(booklet_html(content), (*pdf.BASE_STYLES, *STYLES), pictures)
    chromium_whole = timed(lambda: printed(browser, book_file))
    a4 = max(make(each) for each in every)
    a1 = max(len(poster_pdf(made[0], media=made[1], size="A1")) for made in every[:6])

    print(f"\n{COUNT} posters in {len(PosterDesign.values)} designs\n")
    rows = [
        ("one poster, warm", warm, chromium, MOST_WARM),
        ("34 posters, two workers", two_workers, chromium * COUNT, MOST_TWO_WORKERS),
        ("booklet, one tagged document", whole, chromium_whole, MOST_BOOKLET),
        ("one poster after an edit, beside the whole", warm, chromium_whole, MOST_PROOF),
    ]
    well = True
    print(f"{'':44}{'here':>9}{'Chromium':>10}{'ratio':>8}{'at most':>9}")
    for name, took, other, most in rows:
        met = took / other <= most
        well &= met
        print(
            f"{name:44}{took:8.2f}s{other:9.2f}s{took / other:8.2f}{most:9.2f}"
            f"{'' if met else '  missed'}"
        )
    print(f"{'one poster, new process':44}{cold:8.2f}s")
    print(f"{'34 posters, one worker':44}{one_worker:8.2f}s\n")
    for name, size, most in (
        ("largest A4 poster", a4, MOST_A4),
        ("largest A1 poster", a1, MOST_A1),
        ("booklet", len(book[0]), MOST_WHOLE),
    ):
        met = size <= most
        well &= met
        print(f"{name:44}{size / 1000:7.0f}kB{most / 1000:9.0f}kB{'' if met else '  missed'}")
    return well


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", action="store_true", help="make one poster and end")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    options = parser.parse_args()
    try:
        if options.one:
            make(posters()[1])
            return 0
        return 0 if run(options.chromium) else 1
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
