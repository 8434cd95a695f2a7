"""Tables as files for Excel and the like: CSV and XLSX, row by row, with no formula in them.

What people typed is text, whatever it begins with. A program that opens a table may take text that
begins with = + - @ (or their full-width forms), a tab, a line break or a space for a formula, also
on a later line of the same cell; such a line gets an apostrophe in front. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMATS = {"xlsx": "Excel (XLSX)", "csv": "CSV"}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# Excel takes no more in one cell.
MOST_IN_A_CELL = 32_767
CUT = " … (cut: Excel takes no more in one cell)"
MOST_IN_MEMORY = 5_000_000
BATCH = 200
WIDTHS = (10, 60)

# Control characters that no spreadsheet file may hold, and halves of characters that no file may.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"(\r\n|\r|\n|\v|\f|\u0085|\u2028|\u2029)")
# Anything that is shown as nothing may stand before the sign that matters.
_TRIGGER = re.compile(r"[=+\-@＝＋－＠﹢﹣﹦﹫−\s\u00a0\u200b-\u200f\u2060\ufeff]")


def plain(text: str) -> str:
    """The text so that no program takes any of its lines for a formula."""
    parts = _BREAK.split(_UNWRITABLE.sub("", text))
    # Between the lines stand the breaks. A first line that is empty hides nothing: the cell would
    # begin with a line break.
    for place in range(0, len(parts), 2):
        if _TRIGGER.match(parts[place]) or (place == 0 and len(parts) > 1 and not parts[0]):
            parts[place] = f"'{parts[place]}"
    return "".join(parts)


def cell(value: Any) -> Any:
    """A value as a file may hold it: None, a number, a day or moment without zone, or safe text."""
    if value is None or (isinstance(value, float | int) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value
    return plain(str(value))


class _Echo:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it, some hundred rows at a time."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_MINIMAL)
    waiting = ["\ufeff", writer.writerow([plain(title) for title in header])]
    for row in rows:
        waiting.append(writer.writerow([_csv(value) for value in row]))
        if len(waiting) > BATCH:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join(waiting).encode()


def _csv(value: Any) -> Any:
    value = cell(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else value


def xlsx_file(header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> IO[bytes]:
    """A workbook of one sheet, written row by row; however many, they are not in memory at once."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
    sheet.freeze_panes = "B2"
    low, high = WIDTHS
    for place, words in enumerate(header, start=1):
        width = min(max(low, len(words) + 2), high)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_text(sheet, plain(words), Font(bold=True)) for words in header])
    for row in rows:
        sheet.append([_xlsx(sheet, value) for value in row])
    found = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 - the response closes it
    book.save(found)
    found.seek(0)
    return found


def _xlsx(sheet: Any, value: Any) -> Any:
    value = cell(value)
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: Any, words: str, font: Font | None = None) -> Any:
    if len(words) > MOST_IN_A_CELL:
        words = words[: MOST_IN_A_CELL - len(CUT)] + CUT
    made = WriteOnlyCell(sheet, value=words)
    made.data_type = "s"  # text for certain, even where it looks like something else
    if font:
        made.font = font
    return made


def download(
    form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """The rows as a file to keep, `form` one of FORMATS; no copy of it stays in between."""
    found: HttpResponseBase
    if form == "csv":
        found = StreamingHttpResponse(csv_lines(header, rows), content_type=TYPES["csv"])
    else:
        found = FileResponse(xlsx_file(header, rows, title=name), content_type=TYPES["xlsx"])
    found["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    found["Cache-Control"] = "no-store"
    found["X-Content-Type-Options"] = "nosniff"
    return found
