"""Lines pasted from a spreadsheet: what is read, what is not and why; no line is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_projects.pasting import BLANK, read
from qi_projects.reading import as_day

TODAY = date(2025, 8, 20)
DAY = date(2025, 7, 23)


def rows(text, *, shared_out=False, **more):
    return read(text, shared_out=shared_out, today=TODAY, **more).rows


def plain(text, **more):
    return [(row.on, row.value, row.note, row.problem) for row in rows(text, **more)]


def shares(text):
    return [(row.on, row.events, row.out_of, row.value, row.note) for row in rows(text, **SHARED)]


SHARED = {"shared_out": True}


@pytest.mark.parametrize(
    "written",
    [
        "23/7/2025",
        "23/07/25",
        "23-07-2025",
        "23.7.2025",
        "2025-07-23",
        "2025-07-23 00:00:00",
        "2025-07-23T14:30",
        "23 Jul 2025",
        "23 July 2025",
        "23-Jul-25",
        "Wed 23 Jul",
        "Wednesday, 23rd July 2025",
        "23rd of July",
        "23/7",
        "23 jul",
        "45861",
        "45861.5",
    ],
)
def test_day_is_read_in_every_british_way(written):
    assert as_day(written, today=TODAY) == DAY


@pytest.mark.parametrize(
    "written",
    ["7/23/2025", "23", "July", "32/7/2025", "29/2/2025", "soon", "", "1234567", "9" * 40],
)
def test_what_is_no_day_is_never_guessed(written):
    with pytest.raises(ValueError):
        as_day(written, today=TODAY)


def test_day_without_a_year_is_the_last_one_up_to_today():
    assert as_day("20 Aug", today=TODAY) == TODAY
    assert as_day("21 Aug", today=TODAY) == date(2024, 8, 21)
    assert as_day("29/2", today=TODAY) == date(2024, 2, 29)
    assert as_day("3 Sept", today=TODAY) == date(2024, 9, 3)


@pytest.mark.parametrize("mark", ["\t", ",", ";", ", "])
def test_tabs_commas_and_semicolons_read_alike(mark):
    text = f"23/7/2025{mark}12{mark}busy\r\n30/7/2025{mark}14.5"
    assert plain(text) == [
        (DAY, Decimal(12), "busy", ""),
        (date(2025, 7, 30), Decimal("14.5"), "", ""),
    ]


def test_blank_lines_and_lines_of_marks_alone_are_no_rows():
    assert [row.line for row in rows("\n23/7/2025,12\n\n,,,\n \t\n30/7/2025,14\n")] == [2, 6]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Date,Number,Note", "23/7/2025,12,busy"),
        ("note;value;day", "busy;12;23/7/2025"),
        ("Week beginning\tFalls\tComments", "23/7/2025\t12\tbusy"),
        ("Falls a week,When,Remarks", "12,23/7/2025,busy"),
    ],
)
def test_headings_say_which_column_is_what(heading, line):
    found = read(f"{heading}\n{line}", shared_out=False, today=TODAY, names=("Falls a week",))
    assert found.heading == heading
    assert [(row.on, row.value, row.note) for row in found.rows] == [(DAY, Decimal(12), "busy")]


def test_column_of_no_use_is_named_and_not_read():
    found = read("Date,Number,Who counted\n23/7/2025,12,Sam", shared_out=False, today=TODAY)
    assert list(found.unread) == ["Who counted"]
    assert found.rows[0].note == ""


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("23/7/2025,7,12", (DAY, Decimal(7), Decimal(12), None, "")),
        ("23/7/2025,7,12,busy", (DAY, Decimal(7), Decimal(12), None, "busy")),
        ("23/7/2025,62%", (DAY, None, None, Decimal(62), "")),
        ("23/7/2025,62,busy", (DAY, None, None, Decimal(62), "busy")),
        ("Date,Out of,How many\n23/7/2025,12,7", (DAY, Decimal(7), Decimal(12), None, "")),
        ("Date,Number,Total\n23/7/2025,7,12", (DAY, Decimal(7), Decimal(12), None, "")),
        ("Date,Walked,Asked\n23/7/2025,7,12", (DAY, Decimal(7), Decimal(12), None, "")),
        ("Date,Percent\n23/7/2025,62%", (DAY, None, None, Decimal(62), "")),
    ],
)
def test_share_is_two_numbers_or_what_they_come_to(text, read_as):
    assert shares(text) == [read_as]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("23/7/2025", "Put a comma or a tab between the day and the number: 23/7/2025, 12"),
        ("23/7/2025,", "The number is missing. If nothing was counted, leave the day out."),
        (",12", "The day is missing."),
        ("7/23/2025,12", "“7/23/2025” is not a day that we can read. Write the day first: "),
        ("23/7/2025,lots", "“lots” is not a number. Write it such as 12 or 12.5."),
        ("23/7/2025,NaN", "“NaN” is not a number. Write it such as 12 or 12.5."),
        ("23/7/2025,1e9", "“1e9” is not a number. Write it such as 12 or 12.5."),
        ("23/7/2025,1,200", "“200” is a number too many. Write 1200, not 1,200, and leave out "),
        ("23/7/2025,12," + "x" * 201, "The note is longer than 200 letters. Please shorten it."),
    ],
)
def test_line_that_cannot_be_read_says_why_beside_one_that_can(line, problem):
    good, bad = rows(f"1/7/2025,4\n{line}")
    assert (good.problem, good.value) == ("", 4)
    assert (bad.problem[: len(problem)], bad.given, bad.line) == (problem, line, 2)


def test_quotation_mark_that_is_never_closed_spoils_its_own_line_alone():
    assert [row.on for row in rows('1/7/2025,4\n2/7/2025,5,"oh\n3/7/2025,6')] == [
        date(2025, 7, 1),
        date(2025, 7, 2),
        date(2025, 7, 3),
    ]


# What the parser cares about, and any other letters.
KNOWN = (
    *(",", ";", "\t", "\n", "\r\n", '"', "23/7/2025", "2025-07-23", "45861", "99999", "12"),
    *("1,200", "62%", "-3", "date", "number", "out of", "note", "NaN", "\x00", "٣", "²"),
)
PIECES = st.text(max_size=12) | st.sampled_from(KNOWN)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_any_text_is_read_and_every_line_is_a_row_or_the_heading(text, shared_out):
    found = read(text, shared_out=shared_out, today=TODAY)
    lines = [
        line
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if line.strip(BLANK)
    ]
    headings = [found.heading] if found.heading else []
    assert headings + [row.given for row in found.rows] == lines
    for row in found.rows:
        counted = row.value is not None or row.events is not None or row.out_of is not None
        assert bool(row.problem) is not (row.on is not None and counted)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.dates(date(2024, 8, 21), TODAY),
        st.decimals(0, 9_999_999, places=2),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d-%b-%y", "%a %d %B %Y", "%d %b"]),
    st.sampled_from(["\t", ",", ";"]),
    st.booleans(),
)
def test_what_a_spreadsheet_writes_is_read_back_exactly(numbers, form, mark, headed):
    lines = [f"{day.strftime(form)}{mark}{value:f}" for day, value in numbers.items()]
    text = "\n".join([f"Date{mark}Number", *lines] if headed else lines)
    assert [(row.on, row.value) for row in rows(text)] == list(numbers.items())
