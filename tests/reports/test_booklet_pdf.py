"""The celebration booklet: whole, in order, with page numbers that are true."""

import io
import re

import pytest
from pypdf import PdfReader

from core import pdf
from qi_projects.poster.content import PosterContent, Theme
from reports.booklet_content import Booklet, booklet_pdf, index
from tests.reports.booklet_samples import booklet

POSTERS = 9


@pytest.fixture(scope="module")
def made():
    """(booklet, its PDF as bytes, the pages that progress heard of)."""
    content, media = booklet(POSTERS)
    heard = []
    return content, booklet_pdf(content, media=media, progress=heard.append), heard


@pytest.fixture(scope="module")
def pages(made):
    reader = PdfReader(io.BytesIO(made[1]))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


def bookmarks(data):
    """[(depth, title, page number)]."""
    reader = PdfReader(io.BytesIO(data))

    def walk(items, depth):
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield depth, item.title, reader.get_destination_page_number(item) + 1

    return list(walk(reader.outline, 1))


def test_cover_counts_and_names_who_made_and_paid_for_it(pages):
    wanted = [
        "Celebrating Cohort 6",
        "June 2024 to March 2025",
        "9Pioneers",
        "9care homes",
        "Health Innovation Network South London with My Home Life England",
        "Funded by South West London ICS, The Health Foundation",
    ]
    assert [words for words in wanted if words not in pages[0]] == []


def test_foreword_is_followed_by_the_funders_own_words(pages):
    assert pages[1].startswith("Foreword Each page of this booklet began")
    assert "South West London ICS. Funded 20 places in six boroughs." in pages[1]


def test_each_poster_has_exactly_one_page(made, pages):
    found = [number for number, text in enumerate(pages, start=1) if "Why it matters" in text]
    listed = [number for depth, _, number in bookmarks(made[1]) if depth == 2]
    assert len(found) == POSTERS
    assert found == listed


def test_contents_and_index_give_the_pages_that_posters_are_on(made, pages):
    content, data, _ = made
    on_page = {
        poster.home: number
        for poster in content.posters
        for number, text in enumerate(pages, start=1)
        if f"{poster.home} · {poster.borough}" in text
    }
    contents = " ".join(text for text in pages[2:5] if "Why it matters" not in text)
    in_contents = {home: int(re.search(rf"{home} ?(\d+)", contents)[1]) for home in on_page}
    in_index = {home: int(re.search(rf"{home} (\d+)", pages[-1])[1]) for home in on_page}
    assert len(on_page) == POSTERS
    assert in_contents == on_page
    assert in_index == on_page


def test_every_page_but_cover_and_openers_prints_its_number(pages):
    numbered = [number for number, text in enumerate(pages, 1) if re.search(rf"{number}$", text)]
    poster_pages = [number for number, text in enumerate(pages, 1) if "Why it matters" in text]
    assert numbered == sorted([2, 3, *poster_pages, len(pages)])


def test_bookmarks_are_the_parts_and_then_the_posters(made):
    content, data, _ = made
    parts = [title for depth, title, _ in bookmarks(data) if depth == 1]
    themes = list(dict.fromkeys(poster.theme.label for poster in content.posters))
    assert parts == ["Foreword", "Contents", *themes, "Boroughs and homes"]
    titles = [title for depth, title, _ in bookmarks(data) if depth == 2]
    assert sorted(titles) == sorted(poster.title for poster in content.posters)


def test_booklet_is_one_tagged_document_with_links(made):
    content, data, _ = made
    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title == "South London Care Home Pioneer Programme: Cohort 6"
    goals = {annotation.get_object()["/Dest"] for annotation in reader.pages[2]["/Annots"]}
    wanted = {page.anchor for chapter in content.chapters() for page in chapter.pages}
    assert goals == {*wanted, *(chapter.anchor for chapter in content.chapters()), "index"}


def test_progress_reaches_the_last_page(made):
    _, data, heard = made
    assert max(heard) == len(PdfReader(io.BytesIO(data)).pages)


def test_booklet_of_two_photos_a_poster_is_light(made):
    # 34 posters may weigh 5 MB
    assert len(made[1]) < POSTERS * 5_000_000 / 34


def test_fonts_are_embedded(made):
    fonts = set()
    for page in PdfReader(io.BytesIO(made[1])).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descriptor = font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
            fonts.add((font.get_object()["/BaseFont"][8:], "/FontFile2" in descriptor))
    assert {name for name, embedded in fonts if not embedded} == set()
    assert {"Atkinson-Hyperlegible", "Atkinson-Hyperlegible-Bold"} <= {name for name, _ in fonts}


def test_index_sorts_boroughs_and_homes_and_keeps_a_home_with_two_posters_together():
    def poster(home, borough, title):
        return PosterContent(title=title, home=home, borough=borough, theme=Theme("falls", "Falls"))

    content = Booklet(
        programme="P",
        run_by="R",
        cohort_name="Cohort 1",
        dates="",
        celebration="",
        pioneers=4,
        homes=3,
        boroughs=2,
        foreword="",
        posters=(
            poster("Yew", "Sutton", "A"),
            poster("Ash", "Sutton", "B"),
            poster("Yew", "Sutton", "C"),
            poster("Elm", "Merton", "D"),
        ),
    )
    found = [
        (borough, [(home, len(pages)) for home, pages in homes])
        for half in index(content.chapters())
        for borough, homes in half
    ]
    assert found == [("Merton", [("Elm", 1)]), ("Sutton", [("Ash", 1), ("Yew", 2)])]


def test_booklet_without_foreword_funders_or_boroughs_is_whole():
    content = Booklet(
        programme="P",
        run_by="R",
        cohort_name="Cohort 1",
        dates="2025",
        celebration="",
        pioneers=1,
        homes=1,
        boroughs=0,
        foreword="",
        posters=(PosterContent(title="Tea", home="Elm"),),
    )
    reader = PdfReader(io.BytesIO(booklet_pdf(content, media={})))
    # cover, foreword, contents, theme, poster, index
    assert len(reader.pages) == 6


def test_stylesheets_use_only_what_the_engine_knows(caplog):
    pdf.warm_up.__globals__["_styles"].cache_clear()
    pdf.warm_up("poster.css", "themes.css", "booklet.css", "poster-a1.css")
    pdf.warm_up("funder_summary.css")
    assert [record.getMessage() for record in caplog.records] == []
