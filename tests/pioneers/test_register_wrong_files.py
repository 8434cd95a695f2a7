"""Files that are not CQC's register: each is named for what it is, and what to download instead."""

import io
import zipfile

import pytest

from pioneers.register import CQC_PAGE, NotARegister, open_register
from tests.pioneers.register_files import (
    DUAL_SHEET,
    HOME,
    MONTHLY,
    ODS_HEAD,
    WEEKLY,
    WEEKLY_HOME,
    ods_row,
    table,
    write_csv,
    write_monthly_ods,
    write_ods,
    write_weekly,
    write_xlsx,
)


def refusal(path) -> str:
    with pytest.raises(NotARegister) as refused, open_register(path) as register:
        list(register.entries())
    assert CQC_PAGE in str(refused.value)
    assert "Nothing has been changed." in str(refused.value)
    return refused.value.seems_to_be


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
LOCKED = "The file is locked with a password."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b" \r\n \r\n", "The file is empty."),
        (b"%PDF-1.7\n%\xe2\xe3", "The file is a PDF, whatever its name says."),
        (b"\xff\xd8\xff\xe0JFIF", "The file is a photo (JPEG), whatever its name says."),
        (b"\x89PNG\r\n\x1a\n", "The file is a picture (PNG), whatever its name says."),
        (b"\x1f\x8b\x08\x00", "The file is a compressed file (GZ), whatever its name says."),
        (
            OLE,
            "The file is in an old Office format (such as .xls). Save it as XLSX or CSV first.",
        ),
        (OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (
            b"<!DOCTYPE html><html>",
            "The file is a web page: the page was saved instead of the file.",
        ),
        (
            b'{"locations": []}',
            "The file is data in another form (JSON or XML), not a table.",
        ),
        (
            "Location ID,Location Name\n".encode("utf-16"),
            "The file is text in the UTF-16 encoding (Excel calls it “Unicode Text”). "
            "Save it as “CSV UTF-8” and try again.",
        ),
        (b"Location ID\x00\x01", "The file is neither text nor a spreadsheet."),
        (
            b"PK\x03\x04 cut short",
            "The spreadsheet is damaged or was only partly downloaded, "
            "so it cannot be read to the end.",
        ),
        (
            zipped(**{"word/document.xml": b"<w/>"}),
            "The file is a text document, not a spreadsheet.",
        ),
        (
            zipped(**{"xl/workbook.bin": b"x"}),
            "The file is an Excel binary workbook. Save it as XLSX first.",
        ),
        (
            zipped(**{"readme.txt": b"x", "July.ods": b"x"}),
            "The file is a zip folder. Open it and import the file inside it: July.ods.",
        ),
        (
            zipped(**{"photo.jpg": b"x"}),
            "The file is a zip folder without a spreadsheet in it.",
        ),
        (
            zipped(
                **{
                    "content.xml": b"?",
                    "META-INF/manifest.xml": b"<manifest:encryption-data/>",
                }
            ),
            LOCKED,
        ),
        (
            b"first name,last name\nA,B\n",
            "No row has the heading “Location ID” (or, in the weekly file, "
            "“CQC Location ID”). The file begins: first name, last name.",
        ),
        (
            b"Location ID,Location Name\nCaf\x81\xff,1\n",
            "Line 2 holds characters that are neither UTF-8 nor Windows text. "
            "If you saved the file yourself, save it as “CSV UTF-8”.",
        ),
    ],
)
def test_a_wrong_file_is_named_for_what_it_is(tmp_path, content, says):
    path = tmp_path / "01_July_2026_HSCA_Active_Locations.csv"
    path.write_bytes(content)
    if b"Caf\x81" in content:
        # The headings must be right for the reader to come as far as the second line.
        path.write_bytes(",".join(f'"{name}"' for name in MONTHLY).encode() + b"\nCaf\x81\xff\n")
    assert refusal(path) == says


def test_a_file_that_is_not_there(tmp_path):
    assert refusal(tmp_path / "none.csv") == "There is no file called none.csv."


def test_a_folder(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path.name} is a folder, not a file."


def test_missing_columns_are_named(tmp_path):
    columns = [name for name in MONTHLY if name not in ("Care home?", "Location Postal Code")]
    assert refusal(write_csv(tmp_path / "a.csv", table([HOME], columns))) == (
        "The file looks like CQC's monthly care directory with filters, but the columns "
        "“Care home?”, “Location Postal Code” are missing."
    )


def test_one_missing_column_of_the_weekly_file_is_named(tmp_path):
    columns = [name for name in WEEKLY if name != "Service types"]
    assert refusal(write_weekly(tmp_path / "a.csv", [WEEKLY_HOME], columns)) == (
        "The file looks like CQC's weekly care directory, but the column "
        "“Service types” is missing."
    )


def test_the_ratings_file_of_cqc_is_told_apart(tmp_path):
    columns = ["Location ID", "Location Name", "Care Home?", "Domain", "Latest Rating"]
    assert refusal(
        write_csv(tmp_path / "a.csv", [columns, ["1-1", "A", "Y", "Overall", "Good"]])
    ) == (
        "The file is CQC's list of ratings. It does not say which services are care homes "
        "of which kind."
    )


def test_the_list_of_closed_services_is_told_apart(tmp_path):
    columns = ["Location ID", "Location HSCA End Date", "Location Name"]
    assert refusal(write_csv(tmp_path / "a.csv", [columns, ["1-1", "2020-01-01", "A"]])) == (
        "The file is CQC's list of services that have closed."
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_headings_without_rows(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        write_csv(path, [MONTHLY])
    elif kind == "xlsx":
        write_xlsx(path, {"Data": [MONTHLY]})
    else:
        write_monthly_ods(path, [ods_row(MONTHLY)])
    assert refusal(path) == "The file has CQC's headings, but no rows below them."


def test_a_spreadsheet_with_only_the_sheet_of_dual_registrations(tmp_path):
    path = write_ods(tmp_path / "a.ods", {"Dual_Registration_Locations": DUAL_SHEET})
    assert "the columns “Care home?”" in refusal(path)


def test_an_empty_workbook(tmp_path):
    assert refusal(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": []})) == "The file has no rows."


def halved(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


DAMAGED = (
    "The spreadsheet is damaged or was only partly downloaded, so it cannot be read to the end."
)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_download_that_broke_off(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "xlsx":
        write_xlsx(path, {"Data": table([HOME])})
    else:
        write_monthly_ods(path, [ods_row(cells) for cells in table([HOME])])
    assert refusal(halved(path)) == DAMAGED


@pytest.mark.parametrize("member", ["content.xml", "xl/workbook.xml"])
def test_a_spreadsheet_whose_inside_is_broken(tmp_path, member):
    path = tmp_path / "a.ods"
    path.write_bytes(zipped(**{member: b"<broken"}))
    assert refusal(path) == DAMAGED


def test_an_ods_whose_sheet_breaks_off_after_good_rows_is_refused_as_a_whole(tmp_path):
    good = [ods_row(cells) for cells in table([HOME])]
    path = write_ods(tmp_path / "a.ods", {"Data": [*good, "</table:never-opened>"]})
    assert refusal(path) == DAMAGED


def test_an_ods_that_swells_by_entities_is_refused_before_it_swells(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    head = ODS_HEAD.replace("?>", "?>" + bomb, 1)
    path = write_ods(tmp_path / "a.ods", {"Data": [ods_row(["&b;"])]}, head)
    assert refusal(path) == "The spreadsheet defines XML entities, which none needs."


def test_an_ods_that_unpacks_beyond_all_measure_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("core.tables.sniff.MAX_UNPACKED", 1000)
    path = write_monthly_ods(tmp_path / "a.ods", [ods_row(cells) for cells in table([HOME])])
    assert refusal(path) == "The file unpacks to far more than such a table holds."
