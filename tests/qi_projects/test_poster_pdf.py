"""Posters on paper: one page, nothing cut, nothing overlapping, every word readable as text."""

import io
import random
import re
from dataclasses import fields, replace

import pytest
from pypdf import PdfReader

from core import pdf
from qi_projects.poster_content import (
    DRAWN_THEMES,
    Cycle,
    Person,
    Quotation,
    Theme,
    words,
)
from qi_projects.poster_designs import SMALLEST, arrange, readable
from qi_projects.poster_pdf import SIZES, _html, poster_pdf, poster_styles
from tests.qi_projects.poster_samples import (
    DRIVERS,
    HYDRATION,
    NAMES_OF_MANY_SCRIPTS,
    SHORT,
    brimming,
    chart_svg,
    filled,
    with_photos,
)

MILLIMETRE = 96 / 25.4
PAPER = {"A4": (595, 842), "A3": (842, 1191), "A1": (1684, 2384)}

CASES = {
    "typical": with_photos(HYDRATION, 1),
    "no photo": with_photos(HYDRATION, 0),
    "two photos": with_photos(HYDRATION, 2),
    "three photos": with_photos(HYDRATION, 3),
    "four photos": with_photos(HYDRATION, 4),
    "no data": with_photos(replace(HYDRATION, chart_svg="", finding="", changes=()), 1),
    "four photos and no data": with_photos(replace(HYDRATION, chart_svg="", finding=""), 4),
    "chart without a finding": with_photos(replace(HYDRATION, finding=""), 0),
    "hardly anything": (SHORT, {}),
    "title only": (replace(SHORT, aim_sentence="", results="", learning="", people=()), {}),
    "brimming": with_photos(brimming(), 1),
    "brimming with all": with_photos(replace(brimming(), drivers=DRIVERS), 4),
    "three times too long": with_photos(replace(brimming(3), drivers=DRIVERS), 4),
    "names of many scripts": with_photos(NAMES_OF_MANY_SCRIPTS, 1),
    "one endless word": with_photos(replace(HYDRATION, results="drink" * 60, title="Tea" * 40), 0),
    "few early numbers": with_photos(replace(HYDRATION, chart_svg=chart_svg((800, 820, 790))), 0),
}


def laid_out(content, media):
    media = {**media, **content.drawings()}
    return pdf.lay_out(_html(content), pdf.warm_up(*poster_styles("A4")), media)


def boxes(document):
    """Every drawn box of the first page's body, with its classes."""

    def walk(box):
        yield box
        for child in getattr(box, "children", None) or ():
            yield from walk(getattr(child, "_box", child))

    for box in walk(document.pages[0]._page_box.children[0]):
        element = getattr(box, "element", None)
        names = element.get("class", "") if hasattr(element, "get") else ""
        yield box, set(names.split())


def first(document, name):
    return next(box for box, names in boxes(document) if name in names)


def bottom(box):
    return box.position_y + box.margin_height()


def faults(document) -> list[str]:
    """What an eye would complain of on the page."""
    found = [] if len(document.pages) == 1 else [f"{len(document.pages)} pages"]
    page = document.pages[0]
    foot = page.height
    footers = [box for box, names in boxes(document) if "footer" in names]
    floor = footers[0].position_y if footers else foot - 9 * MILLIMETRE
    columns = [box for box, names in boxes(document) if "column" in names]
    for column in columns:
        if bottom(column) > floor + 1:
            found.append("a column runs into the footer")
    for box, names in boxes(document):
        text = getattr(box, "text", None)
        if (not text and not names) or "imprint" in names:
            continue
        right = box.position_x + box.margin_width()
        if box.position_x < -1 or right > page.width + 1 or bottom(box) > foot + 1:
            found.append(f"off the page: {text or names}")
    for frame, width in [*((column, 90) for column in columns), (first(document, "title"), 158)]:
        for text in texts_in(frame):
            if text.position_x + text.width > frame.content_box_x() + width * MILLIMETRE + 1:
                found.append(f"too wide: {text.text}")
    return found


def texts_in(box):
    for child in getattr(box, "children", None) or ():
        child = getattr(child, "_box", child)
        if getattr(child, "text", None):
            yield child
        yield from texts_in(child)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


@pytest.mark.parametrize("name", CASES)
def test_poster_is_one_page_with_nothing_cut_or_overlapping(name):
    assert faults(laid_out(*CASES[name])) == []


@pytest.mark.parametrize("seed", range(24))
def test_poster_of_any_lengths_is_one_page_with_nothing_cut(seed):
    dice = random.Random(seed)

    def text(most):
        return filled(dice.choice((0, dice.randint(1, most), dice.randint(1, most))), str(seed))

    content = replace(
        HYDRATION,
        title=text(16) or "Tea",
        home=dice.choice(("Elm", "The Very Reverend Canon Ignatius Memorial Nursing Home")),
        problem=text(90),
        aim_sentence=text(50),
        finding=text(30),
        measure_definition=text(40),
        results=text(90),
        learning=text(80),
        what_did_not_work=text(60),
        next_steps=text(60),
        thanks=text(40),
        contact=dice.choice(("", "a.very.long.address.of.a.home@carehomes.example.org")),
        quotation=dice.choice((None, Quotation(text(45) or "Yes.", "A resident"))),
        drivers=dice.choice(((), DRIVERS)),
        chart_svg=dice.choice(("", HYDRATION.chart_svg, HYDRATION.chart_svg)),
        changes=tuple(
            Cycle(
                n, text(10) or "Cups", text(25), dice.choice(("", "adopt", "abandon")), "May 2025"
            )
            for n in range(1, dice.randint(1, 6))
        ),
    )
    assert faults(laid_out(*with_photos(content, dice.randint(0, 4)))) == []


@pytest.mark.parametrize("name", ["typical", "brimming with all", "three times too long"])
def test_every_word_of_the_record_is_text_on_the_poster(name):
    content, media = CASES[name]
    printed = text_of(poster_pdf(content, media=media))
    wanted = [
        *(
            value
            for field in fields(content)
            if isinstance(value := getattr(content, field.name), str)
            and field.name not in ("chart_svg", "design")
        ),
        *(cycle.title for cycle in content.changes),
        *(cycle.learned for cycle in content.changes),
        content.quotation.text,
        content.people[0].name,
    ]
    assert [text for text in wanted if squeezed(text) not in printed] == []


def test_names_with_accents_and_of_other_scripts_are_printed():
    content, media = CASES["names of many scripts"]
    printed = text_of(poster_pdf(content, media=media))
    names = [*(person.name for person in content.people), "Siân Ŵyn", "Çağla Şahin"]
    assert [name for name in names if squeezed(name) not in printed] == []
    # scripts that run from right to left come out of a PDF in the order of the eye
    assert [letter for letter in "فاطمةحسןמריםכהן" if letter not in printed] == []


@pytest.mark.parametrize("size", SIZES)
def test_poster_has_the_paper_it_is_asked_for_and_the_same_words(size):
    content, media = CASES["typical"]
    data = poster_pdf(content, media=media, size=size)
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert tuple(round(float(side)) for side in page.mediabox[2:]) == PAPER[size]
    assert text_of(data) == text_of(poster_pdf(content, media=media, size="A4"))


def test_a1_poster_has_body_text_of_24_point_when_every_section_is_full():
    content, _ = CASES["brimming"]
    assert content.too_long() == {}
    assert arrange(content).size == SMALLEST
    a1_points = SMALLEST * 2.8284 * 72 / 25.4
    assert round(a1_points) == 24


def test_poster_is_tagged_named_and_in_british_english():
    content, media = CASES["typical"]
    reader = PdfReader(io.BytesIO(poster_pdf(content, media=media)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == f"{content.title}: Rosewood House"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_pictures_and_chart_carry_their_alternative_text():
    content, media = CASES["four photos"]
    reader = PdfReader(io.BytesIO(poster_pdf(content, media=media)))
    figures = [element for element in structure(reader) if element["/S"] == "/Figure"]
    described = sorted(str(figure.get("/Alt", "")) for figure in figures)
    chart = re.search(r"<title[^>]*>(.*?)</title>", content.chart_svg)[1]
    assert described == sorted([*(photo.alt for photo in content.photos), chart])


def test_headings_of_a_poster_are_one_first_level_and_then_second():
    content, media = CASES["typical"]
    reader = PdfReader(io.BytesIO(poster_pdf(content, media=media)))
    levels = [tag for element in structure(reader) if (tag := element["/S"])[:2] == "/H"]
    assert levels[0] == "/H1"
    assert set(levels[1:]) == {"/H2"}


def structure(reader):
    def walk(node):
        node = node.get_object()
        if isinstance(node, dict) and "/S" in node:
            yield node
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                if not isinstance(kid, int):
                    yield from walk(kid)

    for kid in reader.trailer["/Root"]["/StructTreeRoot"]["/K"]:
        yield from walk(kid)


@pytest.mark.parametrize("key", [*sorted(DRAWN_THEMES), "a theme of tomorrow"])
def test_each_theme_has_its_colours_and_picture(key, caplog):
    themed = replace(SHORT, theme=Theme(key, "Theme"))
    document = laid_out(themed, {})
    band = first(document, "emblem")
    assert str(band.style["background_color"]) != "transparent"
    assert band.style["background_image"][0][0] == "url"
    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []


def test_markup_in_a_text_is_printed_and_not_obeyed():
    hostile = replace(SHORT, results='<img src="http://127.0.0.1:9/x"><script>alert(1)</script>')
    printed = text_of(poster_pdf(hostile, media={}))
    assert '<imgsrc="http://127.0.0.1:9/x"><script>alert(1)</script>' in printed


def test_words_over_what_fits_are_counted_by_section():
    content = replace(HYDRATION, results=filled(40), people=(Person("Ann Lee"),))
    assert content.too_long() == {"results": 8}
    assert words(" two  words ") == 2


def test_long_section_is_readable_while_others_leave_it_room_and_not_when_all_are_long():
    assert readable(replace(HYDRATION, results=filled(70)))
    assert not readable(brimming(2))


def test_long_reason_beside_a_short_aim_gets_two_thirds_of_the_width():
    short_aim = replace(HYDRATION, aim_sentence="We will halve falls by May.")
    assert arrange(HYDRATION).strip == "halves"
    assert arrange(replace(short_aim, problem=filled(80))).strip == "thirds"
    assert arrange(replace(short_aim, problem="")).strip == "whole"


def test_title_breaks_into_lines_of_like_length():
    layout = arrange(replace(HYDRATION, title="Ice lollies, squash and a say in it"))
    assert layout.title_width < 120
