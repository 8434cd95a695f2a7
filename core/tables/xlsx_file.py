"""XLSX through openpyxl's read-only mode, which holds one row at a time."""

import warnings
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from .errors import damaged
from .lines import Cell, Line, Lines

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
)


def read_xlsx(path: Path, *, percentages: bool = False) -> Lines:
    """`percentages`: cells that are shown as 62% are given as "62%", not as 0.62. It is slower."""
    # Here, not above: it takes eight megabytes of every web worker.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (*BROKEN, InvalidFileException)
    # A file object, because openpyxl refuses a right file with a wrong ending.
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except broken:
            raise damaged("spreadsheet") from None
        try:
            for sheet in book.worksheets:
                # Some writers state a wrong size ("A1"), and openpyxl would believe it.
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=not percentages)
                number = 0
                while True:
                    try:
                        cells = next(rows, None)
                    except broken:
                        raise damaged("spreadsheet") from None
                    if cells is None:
                        break
                    number += 1
                    found: list[Cell] = list(map(_shown, cells)) if percentages else [*cells]
                    yield Line(sheet.title, number, found)
        finally:
            book.close()


def _shown(cell: Any) -> Cell:
    value = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in (cell.number_format or ""):
        # Through its shortest decimal form: 0.07 is 7%, and not 7.000000000000001%.
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    return value
