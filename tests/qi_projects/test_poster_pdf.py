"""Posters as PDFs: every word readable as text, tagged, described, light, in the size asked for."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from qi_projects.enums import PosterDesign
from qi_projects.poster.content import (
    CHART_SIZES,
    DRAWN_THEMES,
    Cycle,
    Person,
    Quotation,
    Theme,
    chart_media,
    words,
)
from qi_projects.poster.designs import SMALLEST, arrange, readable
from qi_projects.poster.designs.text_width import lines_of
from qi_projects.poster.pdf import SIZES, poster_pdf
from qi_projects.poster.typesetting import set_for_print
from tests.qi_projects.poster_boxes import (
    boxes,
    broken_early,
    laid_out,
    squeezed,
    tallest_white,
    words_of,
)
from tests.qi_projects.poster_cases import CASES
from tests.qi_projects.poster_samples import HYDRATION, SHORT, brimming, charts, filled, with_photos

PAPER = {"A4": (595, 842), "A3": (842, 1191), "A1": (1684, 2384)}
A1_ENLARGES = 2.8284
POINTS = 72 / 25.4
DESIGNS = PosterDesign.values
READABLE = [CASES[name] for name in ("typical", "four photos", "no data", "brimming")]


def text_of(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def first(document, name):
    return next(box for box, names, _ in boxes(document) if name in names)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", ["typical", "brimming with all", "three times too long"])
def test_every_word_of_the_record_is_text_in_the_pdf(name, design):
    content, media = CASES[name]
    printed = text_of(poster_pdf(content, media=media, design=design))
    assert [word for word in words_of(content) if squeezed(word) not in printed] == []


def test_names_with_accents_and_of_other_scripts_are_printed():
    content, media = CASES["names of many scripts"]
    printed = text_of(poster_pdf(content, media=media))
    plain = [person.name for person in content.people[:4]] + ["Siân Ŵyn", "Çağla Şahin"]
    assert [name for name in plain if squeezed(name) not in printed] == []
    # scripts that join or turn their letters come out of a PDF in the order of the eye, and an
    # Arabic font draws some letters of the same strokes and other dots
    turned = "".join(person.name for person in content.people[4:]) + "اطمةحسن" + "מריםכהן"
    assert [letter for letter in squeezed(turned) if letter not in printed] == []


def test_letters_that_no_font_here_has_are_named():
    assert replace(HYDRATION, title="Tea 茶 with 王芳, Ελένη and فاطمة").unprintable() == "王芳茶"
    assert CASES["names of many scripts"][0].unprintable() == ""


@pytest.mark.parametrize("size", SIZES)
def test_poster_has_the_paper_it_is_asked_for_and_the_same_words(size):
    content, media = CASES["typical"]
    data = poster_pdf(content, media=media, size=size)
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert tuple(round(float(side)) for side in page.mediabox[2:]) == PAPER[size]
    assert text_of(data) == text_of(poster_pdf(content, media=media, size="A4"))


@pytest.mark.parametrize("design", DESIGNS)
def test_a1_poster_has_body_text_of_24_point_when_every_section_is_full(design):
    content = replace(CASES["brimming"][0], design=design)
    assert content.too_long() == {}
    assert arrange(content).size == SMALLEST
    assert round(SMALLEST * A1_ENLARGES * POINTS) == 24


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("photos", [0, 1, 2])
def test_body_text_is_not_smaller_where_drivers_outcome_and_reach_are_told_as_well(design, photos):
    told, _ = CASES["with drivers, outcome and people reached"]
    content, _ = with_photos(replace(told, design=design), photos)
    assert arrange(content).size >= SMALLEST


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize(
    "name", ["typical", "two photos", "three photos", "four photos", "brimming"]
)
def test_no_photograph_is_cropped_to_a_strip(name, design):
    content, media = CASES[name]
    document = laid_out(replace(content, design=design), media)
    shapes = [
        box.width / box.height
        for box, names, _ in boxes(document)
        if names & {"photo", "hero-photo"} and box.height
    ]
    assert len(shapes) == len(content.photos)
    assert max(shapes) < 2.7
    assert min(shapes) > 0.5


@pytest.mark.parametrize("design", DESIGNS)
def test_title_of_an_a1_poster_is_readable_at_three_metres(design):
    """A capital of 1/200 of the distance, 15 mm, is read with ease; capitals are 0.67 em."""
    sizes = [arrange(replace(content, design=design)).title_size for content, _ in READABLE]
    assert min(sizes) * A1_ENLARGES * 0.67 >= 15


@pytest.mark.parametrize(("size", "most"), [("A4", 400_000), ("A1", 6_000_000)])
@pytest.mark.parametrize("design", DESIGNS)
def test_poster_with_four_photographs_is_light(design, size, most):
    content, media = CASES["four photos"]
    assert len(poster_pdf(content, media=media, design=design, size=size)) < most


@pytest.mark.parametrize("design", DESIGNS)
def test_fonts_are_embedded_and_only_the_letters_used(design):
    content, media = CASES["typical"]
    page = PdfReader(io.BytesIO(poster_pdf(content, media=media, design=design))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        # the mark of a subset: six letters and a plus before the name
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])


@pytest.mark.parametrize("design", DESIGNS)
def test_poster_is_tagged_named_and_in_british_english(design):
    content, media = CASES["typical"]
    reader = PdfReader(io.BytesIO(poster_pdf(content, media=media, design=design)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == f"{content.title}: Rosewood House"
    assert b"pdfuaid" in root["/Metadata"].get_data()


@pytest.mark.parametrize("design", DESIGNS)
def test_pictures_and_chart_carry_their_alternative_text(design):
    content, media = CASES["four photos"]
    reader = PdfReader(io.BytesIO(poster_pdf(content, media=media, design=design)))
    figures = [element for element in structure(reader) if element["/S"] == "/Figure"]
    described = sorted(str(figure.get("/Alt", "")) for figure in figures)
    chart = re.search(r"<title[^>]*>(.*?)</title>", content.chart())[1]
    assert described == sorted([*(photo.alt for photo in content.photos), chart])


@pytest.mark.parametrize("design", DESIGNS)
def test_headings_of_a_poster_are_one_first_level_and_then_second(design):
    content, media = CASES["typical"]
    reader = PdfReader(io.BytesIO(poster_pdf(content, media=media, design=design)))
    levels = [tag for element in structure(reader) if (tag := element["/S"])[:2] == "/H"]
    assert levels.count("/H1") == 1
    assert set(levels) == {"/H1", "/H2"}


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


@pytest.mark.parametrize("words", range(6, 20))
def test_voice_that_opens_a_poster_has_the_lines_that_were_measured(words):
    """With its marks, lest what stands below it reach the label of the theme."""
    said = Quotation(filled(words), "A resident")
    content = replace(HYDRATION, design="story", quotation=said)
    layout, document = arrange(set_for_print(content)), laid_out(content, {})
    printed = first(document, "voice-words").height / (document.pages[0].width / 210)
    lines = lines_of(layout.voice, layout.voice_size, layout.voice_width, "serif")
    assert layout.voice == f"“{set_for_print(content).quotation.text}”"
    assert printed == pytest.approx(lines * layout.voice_size * 1.2, abs=0.1)


def test_no_line_is_broken_after_its_first_word_where_the_rest_fits_to_a_hair():
    """By letters narrower than a space, so that every width within a line is met."""
    broken = []
    for start in range(0, 60, 5):
        cycles = tuple(
            Cycle(place, "Cups", f"Ray, our chef, made it fun for fam{'l' * place}", "", "May 2025")
            for place in range(start, start + 5)
        )
        broken += broken_early(laid_out(replace(HYDRATION, changes=cycles), {}))
    assert broken == []


FEW_WORDS = replace(SHORT, **charts(), results="", learning="")


def chart_of(content, design):
    """(letters of the body, the shape of the chart) that a design chose."""
    layout = arrange(replace(content, design=design))
    shapes = {chart_media(content.chart(shape)): shape for shape in CHART_SIZES}
    return layout.size, shapes[layout.drawing.media]


@pytest.mark.parametrize(
    ("design", "chosen"),
    [
        ("band", (5.6, "wide, highest")),
        ("chart", (5.6, "wide, highest")),
        ("story", (4.3, "wide, high")),
    ],
)
def test_with_hardly_a_word_the_chart_is_as_high_as_there_is_one(design, chosen):
    assert chart_of(FEW_WORDS, design) == chosen


@pytest.mark.parametrize("design", DESIGNS)
def test_full_to_the_brim_the_words_come_before_the_height_of_the_chart(design):
    content, _ = with_photos(brimming(), 1)
    assert chart_of(content, design) == (SMALLEST, "narrow")


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", ["title only", "hardly anything", "chart and hardly a word"])
def test_with_hardly_a_word_no_stretch_of_25_mm_is_left_white(name, design):
    content, media = CASES[name]
    assert tallest_white(laid_out(replace(content, design=design), media)) < 25
