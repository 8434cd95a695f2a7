"""Writes files in the layouts that CQC publishes, so that tests read real files, not mocks."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook

DATA = Path(__file__).parent / "data"
SOUTH_LONDON_2021 = Path(__file__).parents[2] / "demonstration/data/care_homes_2021.csv"


def headings(file_name: str) -> list[str]:
    with (DATA / file_name).open(encoding="utf-8") as file:
        return [row["header"] for row in csv.DictReader(file)]


MONTHLY = headings("monthly_headings_2026.csv")
WEEKLY = headings("weekly_headings.csv")
WEEKLY_PREAMBLE = [
    ["CQC care directory"],
    [],
    ["This data was produced on 15 July 2026"],
    [],
]

NURSING = "Service type - Care home service with nursing"
RESIDENTIAL = "Service type - Care home service without nursing"
SUPPORTED_LIVING = "Service type - Supported living service"

HOME = {
    "Location ID": "1-1000001",
    "Location HSCA start date": "16/11/2010",
    "Dormant (Y/N)": "N",
    "Care home?": "Y",
    "Location Name": "Larch House",
    "Location Telephone Number": "02085550100",
    "Registered manager": "Someone, Private",
    "Location Web Address": "www.larch.example",
    "Care homes beds": "42",
    "Location Latest Overall Rating": "Good",
    "Publication Date": "24/10/2017",
    "Location Region": "London",
    "Location Local Authority": "Croydon",
    "Location Street Address": "12 Larch Road",
    "Location Address Line 2": "Purley",
    "Location City": "Croydon",
    "Location Postal Code": "CR8 2LF",
    "Brand Name": "BRAND Larch Care",
    "Provider ID": "1-2000001",
    "Provider Name": "Larch Care Limited",
    "Provider Ownership Type": "Organisation",
    "Provider Nominated Individual Name": "Another, Private",
    "Provider Main Partner Name": "Third, Private",
    RESIDENTIAL: "Y",
    "Service user band - Dementia": "Y",
    "Service user band - Older People": "Y",
}
WEEKLY_HOME = {
    "Name": "Larch House",
    "Address": "12 Larch Road,Purley,Croydon",
    "Postcode": "CR8 2LF",
    "Phone number": "02085550100",
    "Service's website (if available)": "www.larch.example",
    "Service types": "Residential homes|Residential homes",
    "Date of latest check": "15/04/2020 - 00:00",
    "Specialisms/services": "Dementia|Caring for adults over 65 yrs|Dementia",
    "Provider name": "Larch Care Limited",
    "Local authority": "Croydon",
    "Region": "London",
    "CQC Location ID (for office use only)": "1-1000001",
    "CQC Provider ID (for office use only)": "1-2000001",
}

Row = Mapping[str, object]


def home(**changes: object) -> dict[str, object]:
    """HOME with changes; `id`, `name`, `beds`, `borough` and `postcode` for the common ones."""
    short = {
        "id": "Location ID",
        "name": "Location Name",
        "beds": "Care homes beds",
        "borough": "Location Local Authority",
        "postcode": "Location Postal Code",
    }
    return HOME | {short.get(key, key): value for key, value in changes.items()}


def table(rows: Iterable[Row], columns: Sequence[str] = MONTHLY) -> list[list[object]]:
    return [list(columns), *([row.get(name, "") for name in columns] for row in rows)]


def csv_text(lines: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


def write_csv(path: Path, lines: Iterable[Sequence[object]], encoding: str = "utf-8-sig") -> Path:
    path.write_bytes(csv_text(lines).encode(encoding))
    return path


def write_weekly(path: Path, rows: Iterable[Row], columns: Sequence[str] = WEEKLY) -> Path:
    return write_csv(path, [*WEEKLY_PREAMBLE, *table(rows, columns)])


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> Path:
    book = Workbook(write_only=True)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for cells in lines:
            sheet.append([cell if cell != "" else None for cell in cells])
    book.save(path)
    return path


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    "<office:document-content"
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
BLANK_ROWS_TO_THE_END = (
    '<table:table-row table:number-rows-repeated="1000000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def ods_cell(cell: object, repeat: int = 1) -> str:
    times = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
    if cell in ("", None):
        return f"<table:table-cell{times}/>"
    if isinstance(cell, date):
        shown = f"{cell:%d %b %y}"
        kind = f'office:value-type="date" office:date-value="{cell:%Y-%m-%d}"'
    elif isinstance(cell, int):
        shown = str(cell)
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        shown = escape(str(cell))
        kind = 'office:value-type="string"'
    return f"<table:table-cell{times} {kind}><text:p>{shown}</text:p></table:table-cell>"


def ods_row(cells: Sequence[object], repeat: int = 1) -> str:
    """As the real programs write it: neighbours of one value become one repeated cell."""
    times = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    out: list[str] = []
    index = 0
    while index < len(cells):
        run = index + 1
        while run < len(cells) and cells[run] == cells[index]:
            run += 1
        out.append(ods_cell(cells[index], run - index))
        index = run
    return f"<table:table-row{times}>{''.join(out)}</table:table-row>"


def ods_sheet(name: str, rows: Iterable[str]) -> Iterable[str]:
    yield f'<table:table table:name="{escape(name)}">'
    yield from rows
    yield BLANK_ROWS_TO_THE_END
    yield "</table:table>"


def write_ods(path: Path, sheets: Mapping[str, Iterable[str]], head: str = ODS_HEAD) -> Path:
    """`sheets`: name → rows as XML (ods_row), written as they come, so that a file may be big."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(head.encode())
            for name, rows in sheets.items():
                for part in ods_sheet(name, rows):
                    content.write(part.encode())
            content.write(ODS_TAIL.encode())
    return path


README_SHEET = [
    ods_row(["Active locations for providers registered under the Health and Social Care Act"]),
    ods_row(["Source: CQC database as at 01 July 2026"]),
]
DUAL_SHEET = [
    ods_row(["Location ID", "Location Name", "Linked Location ID"]),
    ods_row(["1-9", "Not the data sheet", "1-8"]),
]


def write_monthly_ods(path: Path, rows: Iterable[str]) -> Path:
    """The three sheets of the monthly file."""
    return write_ods(
        path,
        {
            "README": README_SHEET,
            "HSCA_Active_Locations": rows,
            "Dual_Registration_Locations": DUAL_SHEET,
        },
    )
