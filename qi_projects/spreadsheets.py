"""An uploaded spreadsheet as the text that somebody would have pasted from it."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File

from core.errors import Refused
from core.tables import FileFormat, Line, Lines, decoded, file_format, read_table, read_xlsx
from qi_projects.pasting import LONGEST_TEXT, MOST_ROWS, TOO_MUCH

# A year of daily numbers is some 20 kB. More than this is another kind of file.
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 10 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 12


def as_text(file: IO[bytes] | File[Any], size: int) -> str:
    """The first sheet that has anything in it; CSV as it is. Raises Refused in words."""
    if size > LARGEST_FILE:
        raise Refused("The file is larger than 2 MB. Copy the cells that you need and paste them.")
    with tempfile.NamedTemporaryFile() as kept:
        while piece := file.read(64 * 1024):
            kept.write(piece)
        kept.flush()
        path = Path(kept.name)
        found = file_format(path, max_unpacked=LARGEST_UNPACKED)
        if found is FileFormat.CSV:
            with path.open("rb") as lines:
                return _bounded("".join(decoded(lines)).rstrip())
        is_xlsx = found is FileFormat.XLSX
        return _tabbed(read_xlsx(path, percentages=True) if is_xlsx else read_table(path, found))


def _tabbed(lines: Lines) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    for number, line in enumerate(_first_sheet(lines), start=1):
        if number > MOST_ROWS + 1:
            raise Refused(TOO_MUCH)
        writer.writerow(_word(cell) for cell in line.cells[:MOST_COLUMNS])
        # One long text that many cells share would swell without end.
        if written.tell() > LONGEST_TEXT:
            raise Refused(TOO_MUCH)
    return _bounded(written.getvalue().rstrip())


def _bounded(text: str) -> str:
    if not text.strip():
        raise Refused("There is nothing in the file’s cells.")
    if len(text) > LONGEST_TEXT:
        raise Refused(TOO_MUCH)
    return text


def _first_sheet(lines: Lines) -> Iterator[Line]:
    """The lines with something in them, of the first sheet that has any."""
    sheet = None
    for count, line in enumerate(lines):
        if count > MOST_LINES:
            raise Refused(TOO_MUCH)
        if sheet is not None and line.sheet != sheet:
            return
        if any(_word(cell) for cell in line.cells[:MOST_COLUMNS]):
            sheet = line.sheet
            yield line


def _word(cell: object) -> str:
    """A cell as it would be pasted: days as 2025-07-23, whole numbers without “.0”."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        return f"{exact.normalize():f}" if exact.is_finite() else ""
    return " ".join(str(cell).split())
