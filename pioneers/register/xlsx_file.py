"""XLSX through openpyxl's read-only mode, which holds one row at a time."""

import warnings
import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

from .errors import damaged
from .lines import Line, Lines

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


def read_xlsx(path: Path) -> Lines:
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
                rows = sheet.iter_rows(values_only=True)
                number = 0
                while True:
                    try:
                        cells = next(rows, None)
                    except broken:
                        raise damaged("spreadsheet") from None
                    if cells is None:
                        break
                    number += 1
                    yield Line(sheet.title, number, list(cells))
        finally:
            book.close()
