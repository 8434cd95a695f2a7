"""Pasting and uploading numbers: seen before kept, row by row; what is wrong stays in the box."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core import clock
from qi_projects import services, spreadsheets
from qi_projects.models import Observation
from qi_projects.pasting import read
from qi_projects.services import pasting
from tests.qi_projects.running import ago, begun, errors, queries_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(one, sign_in):
    client = sign_in(one.person)
    address = url("paste_numbers", one.project.pk, one.measure.pk)

    def post(text="", **more):
        return client.post(address, {"numbers": text, **more})

    return post


def line(days, *cells):
    return ",".join([f"{ago(days):%d/%m/%Y}", *map(str, cells)])


def fates(page):
    return [(fate.row.line, fate.state, fate.words) for fate in page.context["fates"]]


def kept(one):
    return list(one.measure.observations.values_list("on", "value", "note"))


def test_each_row_is_shown_with_what_would_become_of_it_and_nothing_is_kept(one, box):
    services.record_numbers(
        one.measure, by=one.person, numbers=[(ago(9), 12, "busy"), (ago(8), 5, "")]
    )
    before = kept(one)
    text = [line(10, 4), line(9, 14), line(8, 5), line(7, "lots"), line(10, 6), line(-3, 4)]
    page = box("\n".join(text))
    assert fates(page) == [
        (1, "new", "New"),
        (2, "replaces", "Replaces 12"),
        (3, "same", "The same as before"),
        (4, "wrong", "“lots” is not a number. Write it such as 12 or 12.5."),
        (5, "wrong", "This day is in line 1 already. Keep one of them."),
        (6, "wrong", "This day is in the future. Add the number when you have counted it."),
    ]
    assert "Save 2 numbers" in page.content.decode()
    assert kept(one) == before


def test_right_rows_are_kept_at_once_and_wrong_ones_wait_in_the_box(one, box):
    text = "\n".join(["Date,Number,Note", line(10, 4, "busy"), line(9, "lots"), line(8, 6)])
    page = box(text, save="yes", seen=box(text).context["seen"])
    assert kept(one) == [(ago(10), 4, "busy"), (ago(8), 6, "")]
    assert page.context["form"]["numbers"].value() == f"Date,Number,Note\n{line(9, 'lots')}"
    assert "2 numbers saved." in page.content.decode()
    mended = page.context["form"]["numbers"].value().replace("lots", "5")
    done = box(mended, save="yes", seen=box(mended).context["seen"])
    assert done.url == f"{url('project', one.project.pk)}#measure-{one.measure.pk}"
    assert [value for _, value, _ in kept(one)] == [4, 5, 6]


def test_text_changed_after_it_was_seen_is_shown_anew_and_not_kept(one, box):
    seen = box(line(10, 4)).context["seen"]
    page = box(line(10, 400), save="yes", seen=seen)
    assert (fates(page), kept(one)) == ([(1, "new", "New")], [])


def test_number_that_came_meanwhile_is_shown_before_it_is_replaced(one, box):
    seen = box(line(10, 4)).context["seen"]
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(10), 9, "")])
    page = box(line(10, 4), save="yes", seen=seen)
    assert (fates(page), kept(one)) == ([(1, "replaces", "Replaces 9")], [(ago(10), 9, "")])


def test_saving_what_was_never_looked_at_keeps_nothing(one, box):
    box(line(10, 4), save="yes")
    assert kept(one) == []


def test_sheet_without_notes_keeps_those_that_are_there(one, box):
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(10), 12, "outbreak")])
    text = line(10, 14)
    box(text, save="yes", seen=box(text).context["seen"])
    assert kept(one) == [(ago(10), 14, "outbreak")]


def test_shares_are_worked_out_and_both_numbers_kept(one, sign_in):
    measure = services.choose_measure(one.project, by=one.person, key="walked-today")
    client, address = sign_in(one.person), url("paste_numbers", one.project.pk, measure.pk)
    text = "\n".join([line(10, 7, 12), line(9, 0, 0), line(8, 13, 12), line(7, 62)])
    page = client.post(address, {"numbers": text})
    assert [state for _, state, _ in fates(page)] == ["new", "wrong", "wrong", "new"]
    client.post(address, {"numbers": text, "save": "yes", "seen": page.context["seen"]})
    assert list(measure.observations.values_list("value", "events", "out_of")) == [
        (Decimal("58.33"), 7, 12),
        (62, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste some cells, or choose a file."),
        ("1/7/2025,4\n" * 1002, "That is more than 1,000 rows. Paste the part that you need."),
        ("x" * 100_001, "That is more than 1,000 rows. Paste the part that you need."),
        (
            "\x00",
            "There is a character in this that cannot be kept. It often comes from copying: "
            "please type the words instead.",
        ),
    ],
)
def test_box_that_cannot_be_read_says_why(box, text, words):
    assert errors(box(text)) == [words]


def test_name_in_a_note_is_asked_about_and_kept_once_it_is_ticked(one, box):
    text = line(10, 4, "Mrs Patel away")
    page = box(text)
    assert "fates" not in page.context
    tick = page.context["form"].fields["nobody_recognised"].widget.attrs["value"]
    seen = box(text, nobody_recognised=tick).context["seen"]
    box(text, nobody_recognised=tick, seen=seen, save="yes")
    assert kept(one) == [(ago(10), 4, "Mrs Patel away")]


# --- Files ---------------------------------------------------------------------------------------
def xlsx(*rows, sheets=()):
    book = Workbook()
    for sheet in sheets:
        book.create_sheet(sheet)
    for row in rows:
        book.worksheets[-1].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sent(content, name="numbers.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}


def test_xlsx_is_read_into_the_box_with_its_days_and_shown(one, box):
    content = xlsx(
        ("Date", "Number", "Note"),
        (datetime(ago(10).year, ago(10).month, ago(10).day), 4, "busy"),
        (ago(9), 5.5, None),
        ((ago(8) - spreadsheet_zero()).days, 6.0, None),
        sheets=("Numbers",),
    )
    page = box("typed before", **sent(content))
    assert page.context["form"]["numbers"].value().splitlines() == [
        "Date\tNumber\tNote",
        f"{ago(10).isoformat()}\t4\tbusy",
        f"{ago(9).isoformat()}\t5.5",
        f"{(ago(8) - spreadsheet_zero()).days}\t6",
    ]
    assert [(fate.number.on, fate.number.value) for fate in page.context["fates"]] == [
        (ago(10), 4),
        (ago(9), Decimal("5.5")),
        (ago(8), 6),
    ]
    assert kept(one) == []


def spreadsheet_zero():
    return datetime(1899, 12, 30).date()


def test_cell_that_shows_a_percentage_is_one(one):
    book = Workbook()
    book.active.append((ago(3), 0.07))
    book.active["B1"].number_format = "0%"
    file = io.BytesIO()
    book.save(file)
    content = file.getvalue()
    assert spreadsheets.as_text(io.BytesIO(content), len(content)) == f"{ago(3).isoformat()}\t7%"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_goes_into_the_box_as_it_is(one, box, encoding):
    text = f"{line(10, 4, 'café closed')}\n{line(9, 'lots')}"
    page = box("", **sent(text.encode(encoding), "numbers.csv"))
    assert page.context["form"]["numbers"].value() == text
    assert [state for _, state, _ in fates(page)] == ["new", "wrong"]


def swelling():
    """Some 40 kB that say, truly, that they unpack to 40 MB."""
    content = io.BytesIO(xlsx((1, 2)))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.bin", b"\0" * 40_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "The file is a PDF, whatever its name says."),
        (b"PK\x03\x04 broken", "The spreadsheet is damaged or was only partly downloaded, so it "),
        (swelling(), "The file unpacks to far more than such a table holds."),
        (b"1" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB. Copy the cells that you "),
        (b"1/7/2025,4\n" * 10_000, "That is more than 1,000 rows. Paste the part that you need."),
        (xlsx(*[(1, 2)] * 1002), "That is more than 1,000 rows. Paste the part that you need."),
        (xlsx(), "There is nothing in the file’s cells."),
        (xlsx(*[("x" * 30_000,)] * 20), "That is more than 1,000 rows. Paste the part that you "),
    ],
    ids=["empty", "pdf", "broken", "bomb", "large", "long csv", "long xlsx", "blank", "swelling"],
)
def test_file_that_is_no_such_table_is_refused_and_what_was_typed_stays(box, content, words):
    page = box("typed before", **sent(content))
    assert [error[: len(words)] for error in errors(page)] == [words]
    assert page.context["form"]["numbers"].value() == "typed before"
    assert Observation.objects.count() == 0


def paste(one, lines):
    rows = read("\n".join(lines), shared_out=False, today=clock.today()).rows
    pasting.keep(one.measure, by=one.person, fates=pasting.look_at(one.measure, rows))


def test_many_rows_take_as_many_queries_as_few():
    few, many = [line(n, n) for n in range(3)], [line(n, n) for n in range(140)]
    assert queries_of(paste, begun(), few) == queries_of(paste, begun(), many)


def test_headings_with_nothing_below_them_are_told_so(box):
    page = box("Day and number\n").content.decode()
    assert "nothing stands below it" in page
    assert ("Nothing here is new" in page, "0 rows" in page) == (False, False)
