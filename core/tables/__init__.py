"""Reads tables that people send, CSV, XLSX or ODS, line by line, whatever their size.

Knows nothing of what the lines mean. What real files do to their readers is written beside the
code that copes with it.
"""

from collections.abc import Callable
from pathlib import Path

from .csv_file import decoded, read_csv
from .errors import Unreadable
from .lines import Cell, Line, Lines
from .ods_file import read_ods
from .sniff import FileFormat, file_format
from .xlsx_file import read_xlsx

READERS: dict[FileFormat, Callable[[Path], Lines]] = {
    FileFormat.CSV: read_csv,
    FileFormat.XLSX: read_xlsx,
    FileFormat.ODS: read_ods,
}


def read_table(path: Path, found: FileFormat) -> Lines:
    """The file's lines, of every sheet in turn; raises Unreadable where it breaks off."""
    return READERS[found](path)


__all__ = [
    "Cell",
    "FileFormat",
    "Line",
    "Lines",
    "Unreadable",
    "decoded",
    "file_format",
    "read_table",
    "read_xlsx",
]
