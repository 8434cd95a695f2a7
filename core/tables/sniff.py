"""Tells by its bytes, never by its name, what kind of file it is."""

import zipfile
from enum import StrEnum
from pathlib import Path

from .errors import Unreadable, damaged

HEAD = 4096
# CQC's monthly file, the largest that anybody sends, unpacks to about 450 MB.
MAX_UNPACKED = 2 * 1024**3


class FileFormat(StrEnum):
    CSV = "CSV"
    XLSX = "XLSX"
    ODS = "ODS"


# First bytes → what to call the file. Only kinds that people really pick by mistake.
OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xff\xd8\xff", "a photo (JPEG)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (GZ)"),
    (b"7z\xbc\xaf", "a compressed file (7Z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3", "a database"),
)
OLE = b"\xd0\xcf\x11\xe0"


def file_format(path: Path, max_unpacked: int | None = None) -> FileFormat:
    """The kind of table it is, or a refusal. A zip that says it unpacks to more is not opened; what
    it says binds, for no more than that is ever read out of it."""
    head = _head(path)
    if not head.strip():
        raise Unreadable("The file is empty.")
    for first_bytes, name in OTHER_KINDS:
        if head.startswith(first_bytes):
            raise Unreadable(f"The file is {name}, whatever its name says.")
    if head.startswith(OLE):
        raise _old_or_locked_office_file(path)
    if head.startswith(b"PK"):
        return _kind_of_zip(path, max_unpacked or MAX_UNPACKED)
    return _kind_of_text(head)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except FileNotFoundError:
        raise Unreadable(f"There is no file called {path.name}.") from None
    except IsADirectoryError:
        raise Unreadable(f"{path.name} is a folder, not a file.") from None
    except PermissionError:
        raise Unreadable(f"You are not allowed to read {path.name}.") from None


def _old_or_locked_office_file(path: Path) -> Unreadable:
    """Excel puts both its old .xls and every locked .xlsx into the same kind of container."""
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1024 * 1024), b""):
            if "EncryptedPackage".encode("utf-16-le") in block:
                return Unreadable("The file is locked with a password.")
    return Unreadable(
        "The file is in an old Office format (such as .xls). Save it as XLSX or CSV first."
    )


def _kind_of_zip(path: Path, max_unpacked: int) -> FileFormat:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            unpacked = sum(member.file_size for member in archive.infolist())
            locked = any(member.flag_bits & 1 for member in archive.infolist())
            manifest = b""
            if "META-INF/manifest.xml" in names and not locked:
                with archive.open("META-INF/manifest.xml") as member:
                    manifest = member.read(64 * 1024)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError):
        raise damaged("spreadsheet") from None
    if locked or b"encryption-data" in manifest:
        raise Unreadable("The file is locked with a password.")
    if unpacked > max_unpacked:
        raise Unreadable("The file unpacks to far more than such a table holds.")
    if "content.xml" in names and b"opendocument.text" not in manifest:
        return FileFormat.ODS
    if "xl/workbook.xml" in names:
        return FileFormat.XLSX
    raise _other_zip(names)


def _other_zip(names: set[str]) -> Unreadable:
    if "xl/workbook.bin" in names:
        return Unreadable("The file is an Excel binary workbook. Save it as XLSX first.")
    if "word/document.xml" in names or "content.xml" in names:
        return Unreadable("The file is a text document, not a spreadsheet.")
    inside = sorted(n for n in names if n.lower().endswith((".csv", ".xlsx", ".ods")))
    if inside:
        return Unreadable(
            f"The file is a zip folder. Open it and import the file inside it: {inside[0]}."
        )
    return Unreadable("The file is a zip folder without a spreadsheet in it.")


def _kind_of_text(head: bytes) -> FileFormat:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            "The file is text in the UTF-16 encoding (Excel calls it “Unicode Text”). "
            "Save it as “CSV UTF-8” and try again."
        )
    if b"\x00" in head:
        raise Unreadable("The file is neither text nor a spreadsheet.")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise Unreadable("The file is a web page: the page was saved instead of the file.")
    if start.startswith((b"{", b"[", b"<?xml")):
        raise Unreadable("The file is data in another form (JSON or XML), not a table.")
    return FileFormat.CSV
