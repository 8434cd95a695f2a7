"""Tables as files: nothing in them is a formula, everything in them is as it was."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core import exports

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\n", " ", "＝", "＋", "－", "＠", "\u00a0", "\u200b="]
HOSTILE = [
    *(f"{sign}1+1" for sign in TRIGGERS),
    '=cmd|"/c calc"!A1',
    '=HYPERLINK("http://x.example","press")',
    "-1",
    "--1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "harmless\n=1+1",
    "harmless\r\n=1+1",
    "harmless\r=1+1",
    "harmless\n\n\t=1+1",
    "harmless\u2028=1+1",
    "\n=1+1",
    'a","=1+1',
    "\x00=1+1",
    "\x01\x02=1+1",
]
# What a program that opens a table may begin a formula with, as written in TRUST and beyond.
BEGINS = tuple("=+-@\t\r\n ＝＋－＠\u00a0\u200b\ufeff")


def as_csv(rows, header=("One",)):
    return "".join(exports.as_csv(header, rows)).encode()


def read_csv(rows, header=("One",)):
    return list(csv.reader(io.StringIO(as_csv(rows, header).decode("utf-8-sig"), newline="")))


def read_xlsx(rows, header=("One",)):
    sheet = load_workbook(io.BytesIO(exports.as_xlsx("Rows: all", header, rows))).active
    return [list(row) for row in sheet.iter_rows()]


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")


def dangerous(text):
    """Its lines that begin like a formula; empty ones between others are harmless."""
    return [
        line
        for place, line in enumerate(lines_of(text))
        if (line and line.startswith(BEGINS)) or (place == 0 and not line and text)
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_of_a_cell_begins_like_a_formula_in_either_file(text):
    [_, [in_csv]] = read_csv([[text]])
    [_, [in_xlsx]] = read_xlsx([[text]])
    assert (dangerous(in_csv), dangerous(in_xlsx.value)) == ([], [])
    assert in_xlsx.data_type == "s"


def test_every_hostile_text_would_be_dangerous_without_the_guard():
    assert [text for text in HOSTILE if not dangerous(text)] == [
        'a","=1+1',  # quoted by csv
        "\x00=1+1",  # what stands before the sign is taken out, so it is guarded after that
        "\x01\x02=1+1",
    ]


@given(st.text())
def test_any_text_at_all_is_harmless_and_keeps_its_letters(text):
    made = exports.plain(text)
    assert dangerous(made) == []
    assert made.replace("'", "") == exports.UNWRITABLE.sub("", text).replace("'", "")


@pytest.mark.parametrize("text", ["Grace Mensah", "O'Brien", "3 - 4", "a=b", "", "Ærøskøbing 家"])
def test_harmless_text_stays_as_it_is(text):
    assert exports.plain(text) == text


def test_numbers_days_and_moments_stay_what_they_are():
    moment = datetime(2027, 7, 1, 9, 30, 15, 99, tzinfo=UTC)
    row = [-1, 2.5, date(2027, 3, 4), moment, True, None]
    header = list("abcdef")
    [_, cells] = read_xlsx([row], header)
    assert [cell.value for cell in cells] == [
        -1,
        2.5,
        datetime(2027, 3, 4),
        datetime(2027, 7, 1, 10, 30, 15),
        "Yes",
        None,  # nothing, as an empty text
    ]
    assert [cell.data_type for cell in cells[:5]] == ["n", "n", "d", "d", "s"]
    [_, in_csv] = read_csv([row], header)
    assert in_csv == ["-1", "2.5", "2027-03-04", "2027-07-01 10:30:15", "Yes", ""]


def test_excel_knows_the_letters_by_the_mark_at_the_start():
    assert as_csv([["Zoë 家"]]) == b"\xef\xbb\xbfOne\r\nZo\xc3\xab \xe5\xae\xb6\r\n"


def test_titles_of_columns_are_guarded_too():
    header = ["=1+1"]
    assert read_csv([], header) == [["'=1+1"]]
    assert read_xlsx([], header)[0][0].value == "'=1+1"


def test_what_excel_cannot_hold_is_cut_and_said_so():
    [_, [cell]] = read_xlsx([["x" * 40_000]])
    assert (len(cell.value), cell.value.endswith(exports.CUT)) == (32_767, True)
    assert read_csv([["x" * 40_000]])[1] == ["x" * 40_000]


def test_rows_are_asked_for_while_the_file_is_being_sent():
    asked = []

    def rows():
        for number in range(1000):
            asked.append(number)
            yield [number]

    lines = exports.as_csv(["Number"], rows())
    assert [next(lines) for _ in range(3)] == ["\ufeff", "Number\r\n", "0\r\n"]
    assert asked == [0]
