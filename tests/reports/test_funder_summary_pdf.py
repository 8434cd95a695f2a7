"""The funder's summary on paper: every figure with its definition, small counts taken out."""

import io
import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from core import pdf

BOROUGHS = ("Croydon", "Kingston", "Merton", "Richmond", "Sutton", "Wandsworth")


def summary(boroughs=BOROUGHS):
    return SimpleNamespace(
        title="Summary for South West London ICS, March 2025",
        programme=SimpleNamespace(name="South London Care Home Pioneer Programme"),
        funder=SimpleNamespace(name="South West London ICS"),
        issued_at=datetime(2025, 3, 5, 12, tzinfo=UTC),
        figures={
            "cohorts": [
                {"name": "Cohort 5, 2023/24", "credit_line": "Places for six boroughs."},
                {"name": "Cohort 6, 2024/25", "credit_line": "Funded by South West London ICS."},
            ],
            "headline": [
                {"label": "Pioneers", "value": 65, "note": "People who confirmed a place."},
                {"label": "Care homes", "value": 60, "note": "Different homes."},
                {
                    "label": "Attendance",
                    "value": 86,
                    "unit": "%",
                    "note": "Of places, those taken.",
                },
                {"label": "Left early", "value": None, "note": "People who withdrew."},
            ],
            "sessions": [{"label": "Workshop", "value": 4}, {"label": "Celebration", "value": 1}],
            "tables": [
                {
                    "title": "Pioneers by borough",
                    "note": "By the borough of their home.",
                    "rows": [
                        {"label": name, "value": (None, 10, 0)[place % 3]}
                        for place, name in enumerate(boroughs)
                    ],
                },
                {
                    "title": "Pioneers by care setting",
                    "note": "By the setting they applied from.",
                    "rows": [
                        {"label": "Older people’s nursing", "value": 30},
                        {"label": "Older people’s residential", "value": 25},
                        {"label": "Learning disability and mental health", "value": None},
                        {"label": "Supported living", "value": None},
                    ],
                },
                {
                    "title": "Pioneers by role",
                    "note": "By their role when they confirmed their place.",
                    "rows": [{"label": "Manager", "value": 35}, {"label": "Nurse", "value": 10}],
                },
                {
                    "title": "Improvement projects by theme",
                    "note": "Each Pioneer leads one project.",
                    "rows": [{"label": "Falls", "value": 15}, {"label": "Mouth care", "value": 0}],
                },
            ],
        },
    )


def printed(content):
    html = render_to_string("pdf/funder_summary.html", {"summary": content})
    data = pdf.render(html, title=content.title, stylesheets=["funder_summary.css"])
    return PdfReader(io.BytesIO(data))


@pytest.fixture(scope="module")
def document():
    return printed(summary())


def words(document):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in document.pages))


def test_summary_names_funder_day_cohorts_and_credit_lines(document):
    text = words(document)
    wanted = [
        "Summary for South West London ICS",
        "Issued Wednesday 5 March 2025",
        "Cohort 5, 2023/24. Places for six boroughs.",
        "Cohort 6, 2024/25. Funded by South West London ICS.",
        "Held so far: 4 workshops, 1 celebration.",
    ]
    assert [phrase for phrase in wanted if phrase not in text] == []


def test_every_figure_stands_with_its_definition(document):
    text = words(document)
    figures = summary().figures
    notes = [part["note"] for part in (*figures["headline"], *figures["tables"])]
    assert [note for note in notes if note not in text] == []
    assert "86%" in text


def test_small_counts_are_suppressed_and_nought_is_nought(document):
    text = words(document)
    rows = dict(re.findall(r"(Croydon|Kingston|Merton) (suppressed|\d+)", text))
    assert rows == {"Croydon": "suppressed", "Kingston": "10", "Merton": "0"}
    assert "None" not in text


def test_method_is_explained(document):
    assert "a count of 1 to 7 people or homes is shown as “suppressed”" in words(document)


@pytest.mark.parametrize("boroughs", [BOROUGHS[:1], BOROUGHS, BOROUGHS * 2, BOROUGHS * 5])
def test_summary_is_one_or_two_pages(boroughs):
    assert len(printed(summary(boroughs)).pages) in (1, 2)


def test_tables_have_header_cells_for_screen_readers(document):
    tags = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, dict) and "/S" in node:
            tags.append(node["/S"])
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                if not isinstance(kid, int):
                    walk(kid)

    walk(document.trailer["/Root"]["/StructTreeRoot"]["/K"][0])
    rows = sum(len(table["rows"]) for table in summary().figures["tables"])
    assert tags.count("/Table") == 4
    assert tags.count("/TH") == rows + 2 * 4
    assert tags.count("/TD") == rows
