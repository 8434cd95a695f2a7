"""The same home, read from every format and layout that CQC has published."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from pioneers.register import FileFormat, Layout, Register, RegisterRow, open_register
from tests.pioneers.register_files import (
    HOME,
    MONTHLY,
    ODS_HEAD,
    README_SHEET,
    WEEKLY,
    WEEKLY_HOME,
    csv_text,
    home,
    ods_cell,
    ods_row,
    table,
    write_csv,
    write_monthly_ods,
    write_ods,
    write_weekly,
    write_xlsx,
)

LARCH = RegisterRow(
    line=2,
    location_id="1-1000001",
    name="Larch House",
    postcode="CR8 2LF",
    local_authority="Croydon",
    is_care_home=True,
    with_nursing=False,
    without_nursing=True,
    supported_living=False,
    provider_id="1-2000001",
    provider_name="Larch Care Limited",
    brand="Larch Care",
    address_lines=("12 Larch Road", "Purley"),
    city="Croydon",
    region="London",
    beds=42,
    bands=("dementia", "older_people"),
    rating="Good",
    rating_date=date(2017, 10, 24),
    registered_on=date(2010, 11, 16),
    dormant=False,
    dual_registered=False,
    telephone="02085550100",
    web="www.larch.example",
)


def read(path: Path) -> tuple[Register, list[object]]:
    with open_register(path) as register:
        return register, list(register.entries())


def rows_of(path: Path) -> list[object]:
    return read(path)[1]


def ods_table(*rows: dict[str, object]) -> list[str]:
    return [ods_row(cells) for cells in table(rows)]


# --- CSV ---------------------------------------------------------------------------------------


def test_monthly_csv_with_byte_order_mark_gives_every_field(tmp_path):
    register, entries = read(write_csv(tmp_path / "a.csv", table([HOME])))
    assert (register.file_format, register.layout) == (FileFormat.CSV, Layout.MONTHLY)
    assert entries == [LARCH]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_in_each_encoding(tmp_path, encoding):
    path = write_csv(tmp_path / "a.csv", table([home(name="Café – St Anne’s")]), encoding)
    assert [row.name for row in rows_of(path)] == ["Café – St Anne’s"]


def test_a_file_joined_from_two_encodings_reads_both(tmp_path):
    path = tmp_path / "a.csv"
    both = [home(name="Café Un"), home(id="1-1000002", name="Café Deux")]
    head, first, second = csv_text(table(both)).splitlines(keepends=True)
    path.write_bytes(head.encode() + first.encode("utf-8") + second.encode("cp1252"))
    assert [row.name for row in rows_of(path)] == ["Café Un", "Café Deux"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_saved_again_with_another_delimiter_is_read(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    lines = table([HOME])
    assert not any(delimiter in str(cell) for cells in lines for cell in cells)
    path.write_text("\n".join(delimiter.join(f'"{cell}"' for cell in cells) for cells in lines))
    assert rows_of(path) == [LARCH]


def test_line_numbers_are_those_of_the_file_when_an_address_runs_over_two_lines(tmp_path):
    lines = table(
        [home(**{"Location Street Address": "12 Larch Road\nRear"}), home(id="1-1000002")]
    )
    entries = rows_of(write_csv(tmp_path / "a.csv", lines))
    assert [(row.line, row.address_lines[0]) for row in entries] == [
        (2, "12 Larch Road Rear"),
        (4, "12 Larch Road"),
    ]


def test_blank_lines_are_no_rows(tmp_path):
    lines = [*table([HOME]), [], ["", ""], ["  "]]
    assert rows_of(write_csv(tmp_path / "a.csv", lines)) == [LARCH]


def test_a_row_cut_after_its_last_value_is_read(tmp_path):
    cells = table([HOME])[1]
    while cells[-1] == "":
        cells.pop()
    assert rows_of(write_csv(tmp_path / "a.csv", [MONTHLY, cells])) == [LARCH]


# --- Headings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Care home?", "Care Home?"),
        ("Location HSCA start date", "Location HSCA Start Date"),
        ("Location Postal Code", "Location Post Code"),
        ("Location Postal Code", "  location  postcode "),
        ("Location ID", "LOCATION ID"),
        ("Care homes beds", "Care Homes Beds"),
    ],
)
def test_a_heading_that_drifted_is_still_known(tmp_path, ours, theirs):
    columns, *rows = table([HOME])
    renamed = [theirs if name == ours else name for name in columns]
    assert rows_of(write_csv(tmp_path / "a.csv", [renamed, *rows])) == [LARCH]


def test_columns_may_stand_in_another_order(tmp_path):
    # A quoted heading right behind the byte order mark is the hardest to read.
    order = sorted(MONTHLY, key=lambda name: ("," not in name, name))
    lines = table([HOME], order)
    assert rows_of(write_csv(tmp_path / "a.csv", lines)) == [LARCH]


def test_a_column_that_is_not_in_the_file_is_unknown_and_one_that_is_blank_is_empty(tmp_path):
    absent = {"Care homes beds", "Dormant (Y/N)", "Location Dual Registered", "Brand Name"}
    columns = [name for name in MONTHLY if name not in absent]
    blank = home(**{"Location Latest Overall Rating": "", "Location Telephone Number": ""})
    (row,) = rows_of(write_csv(tmp_path / "a.csv", table([blank], columns)))
    assert (row.beds, row.dormant, row.dual_registered, row.brand) == (None, None, None, None)
    assert (row.rating, row.telephone) == ("", "")


def test_names_of_managers_partners_and_nominated_individuals_are_never_read(tmp_path):
    (row,) = rows_of(write_csv(tmp_path / "a.csv", table([HOME])))
    assert "Private" in HOME["Registered manager"]
    assert "Private" not in repr(row)


# --- Weekly ------------------------------------------------------------------------------------


def test_weekly_csv_skips_its_preamble_and_leaves_unknown_what_it_does_not_say(tmp_path):
    register, entries = read(write_weekly(tmp_path / "a.csv", [WEEKLY_HOME]))
    assert (register.layout, register.produced_on) == (Layout.WEEKLY, date(2026, 7, 15))
    assert entries == [
        RegisterRow(
            line=6,
            location_id="1-1000001",
            name="Larch House",
            postcode="CR8 2LF",
            local_authority="Croydon",
            is_care_home=True,
            with_nursing=False,
            without_nursing=True,
            supported_living=False,
            provider_id="1-2000001",
            provider_name="Larch Care Limited",
            address_lines=("12 Larch Road", "Purley", "Croydon"),
            region="London",
            bands=("dementia", "older_people"),
            telephone="02085550100",
            web="www.larch.example",
        )
    ]


def test_weekly_headings_of_2017_without_their_bracket_are_known(tmp_path):
    old = {
        "CQC Location ID (for office use only)": "CQC Location (for office use only",
        "Local authority": "Local Authority",
    }
    columns = [old.get(name, name) for name in WEEKLY]
    row = {old.get(name, name): value for name, value in WEEKLY_HOME.items()}
    (entry,) = rows_of(write_weekly(tmp_path / "a.csv", [row], columns))
    assert (entry.location_id, entry.local_authority) == ("1-1000001", "Croydon")


@pytest.mark.parametrize(
    ("types", "kinds"),
    [
        ("Nursing homes", (True, True, False, False)),
        ("Residential homes", (True, False, True, False)),
        ("Nursing homes|Residential homes|Nursing homes", (True, True, True, False)),
        ("Supported living|Homecare agencies", (False, False, False, True)),
    ],
)
def test_weekly_service_types_become_the_monthly_flags(tmp_path, types, kinds):
    path = write_weekly(tmp_path / "a.csv", [WEEKLY_HOME | {"Service types": types}])
    (row,) = rows_of(path)
    assert (row.is_care_home, row.with_nursing, row.without_nursing, row.supported_living) == kinds


# --- XLSX --------------------------------------------------------------------------------------


def test_xlsx_of_2017_with_six_rows_before_its_headings(tmp_path):
    preamble = [[line] for line in ("HSCA Active Locations", "As at 01 March 2017", *"abcd")]
    path = write_xlsx(tmp_path / "a.xlsx", {"HSCA Active Locations": [*preamble, *table([HOME])]})
    register, (row,) = read(path)
    assert (register.file_format, register.columns.line) == (FileFormat.XLSX, 7)
    assert register.produced_on == date(2017, 3, 1)
    row.line = 2
    assert row == LARCH


def test_xlsx_of_three_sheets_reads_the_one_with_the_data(tmp_path):
    dual = [["Location ID", "Location Name"], ["1-9", "Not the data"]]
    sheets = {"README": [["About"]], "Dual_Registration_Locations": dual, "Data": table([HOME])}
    assert rows_of(write_xlsx(tmp_path / "a.xlsx", sheets)) == [LARCH]


def test_xlsx_typed_cells_are_read_by_their_type(tmp_path):
    typed = home(
        beds=42,
        **{
            "Location HSCA start date": datetime(2010, 11, 16),
            "Publication Date": datetime(2017, 10, 24, 0, 0),
            "Location Telephone Number": 2085550100,
        },
    )
    assert rows_of(write_xlsx(tmp_path / "a.xlsx", {"Data": table([typed])})) == [LARCH]


def test_xlsx_notes_beside_the_table_do_no_harm(tmp_path):
    columns, cells = table([HOME])
    path = write_xlsx(tmp_path / "a.xlsx", {"Data": [columns, [*cells, "checked by phone"]]})
    assert rows_of(path) == [LARCH]


def test_the_kind_of_file_is_told_by_its_content_not_its_name(tmp_path):
    path = write_xlsx(tmp_path / "a.csv", {"Data": table([HOME])})
    assert rows_of(path) == [LARCH]


def test_xlsx_that_states_a_wrong_size_is_read_whole(tmp_path):
    right = write_xlsx(tmp_path / "right.xlsx", {"Data": table([HOME])})
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(right) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetPr>", b'<dimension ref="A1"/><sheetPr>', 1)
                content = re.sub(rb"<sheetPr>.*?</sheetPr>", b"", content, count=1)
                assert b'<dimension ref="A1"/>' in content
            target.writestr(name, content)
    assert rows_of(wrong) == [LARCH]


# --- ODS ---------------------------------------------------------------------------------------


def test_ods_of_three_sheets_with_typed_cells(tmp_path):
    typed = home(
        beds=42,
        **{
            "Location HSCA start date": date(2010, 11, 16),
            "Publication Date": date(2017, 10, 24),
        },
    )
    register, entries = read(write_monthly_ods(tmp_path / "a.ods", ods_table(typed)))
    assert (register.file_format, register.layout) == (FileFormat.ODS, Layout.MONTHLY)
    assert register.produced_on == date(2026, 7, 1)
    assert entries == [LARCH]


def test_ods_repeated_cells_keep_the_columns_in_step(tmp_path):
    wide = home(**dict.fromkeys(MONTHLY[61:75], "Y"), beds=7)
    (row,) = rows_of(write_monthly_ods(tmp_path / "a.ods", ods_table(wide)))
    assert (row.beds, row.without_nursing, row.bands) == (7, True, ("dementia", "older_people"))


def test_ods_blank_repeated_rows_count_as_lines_but_not_as_rows(tmp_path):
    head, first, second = ods_table(HOME, home(id="1-1000002"))
    rows = [head, first, ods_row([""] * 122, repeat=40), second]
    entries = rows_of(write_monthly_ods(tmp_path / "a.ods", rows))
    assert [(row.line, row.location_id) for row in entries] == [
        (2, "1-1000001"),
        (43, "1-1000002"),
    ]


def test_ods_a_written_row_that_is_repeated_is_read_each_time(tmp_path):
    head, cells = table([HOME])
    rows = [ods_row(head), ods_row(cells, repeat=3)]
    entries = rows_of(write_monthly_ods(tmp_path / "a.ods", rows))
    assert [(entry.line, entry.location_id) for entry in entries] == [
        (2, "1-1000001"),
        (3, "1-1000001"),
        (4, "1-1000001"),
    ]
    assert entries[2].reason == "The same Location ID stands on an earlier line"


def test_ods_comments_spaces_and_paragraphs_inside_a_cell(tmp_path):
    head, cells = ods_table(home(name="PLACEHOLDER"))
    written = (
        "<office:annotation><dc:creator>me</dc:creator><text:p>a remark</text:p>"
        '</office:annotation><text:p>The <text:span>Old</text:span><text:s text:c="3"/>'
        "Mill<office:annotation><dc:creator>me</dc:creator></office:annotation></text:p>"
        "<text:p>House</text:p>"
    )
    cells = cells.replace("<text:p>PLACEHOLDER</text:p>", written)
    (row,) = rows_of(write_monthly_ods(tmp_path / "a.ods", [head, cells]))
    assert row.name == "The Old Mill House"


def test_ods_rows_inside_groups_are_read(tmp_path):
    head, cells = ods_table(HOME)
    rows = [
        f"<table:table-header-rows>{head}</table:table-header-rows>",
        f"<table:table-row-group>{cells}</table:table-row-group>",
    ]
    assert rows_of(write_monthly_ods(tmp_path / "a.ods", rows)) == [LARCH]


def test_ods_covered_cells_hold_their_column(tmp_path):
    columns, cells = table([HOME])
    index = columns.index("Location ODS Code")
    parts = [ods_cell(cell) for cell in cells]
    parts[index] = "<table:covered-table-cell/>"
    row = f"<table:table-row>{''.join(parts)}</table:table-row>"
    assert rows_of(write_monthly_ods(tmp_path / "a.ods", [ods_row(columns), row])) == [LARCH]


def test_ods_with_the_data_sheet_last_is_found(tmp_path):
    sheets = {"README": README_SHEET, "Data": ods_table(HOME)}
    assert rows_of(write_ods(tmp_path / "a.ods", sheets, ODS_HEAD)) == [LARCH]


# --- The date of the file ----------------------------------------------------------------------


def test_a_file_that_states_no_date_has_it_in_its_name(tmp_path):
    path = write_csv(tmp_path / "01_July_2026_HSCA_Active_Locations.csv", table([HOME]))
    assert read(path)[0].produced_on == date(2026, 7, 1)


def test_a_file_without_any_date_has_none(tmp_path):
    path = write_csv(tmp_path / "register 31_Fabruary_2026.csv", table([HOME]))
    assert read(path)[0].produced_on is None
