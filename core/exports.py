"""Tables for spreadsheet programs, in which no cell is ever read as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
# Anything that is shown as nothing may stand before the sign; some programs read full-width forms
# alike. OWASP, "CSV Injection".
FORMULA = re.compile(r"[=+\-@＝＋－＠﹢﹣﹦﹫−\s\u00a0\u200b-\u200f\u2060\ufeff]")
BREAK = re.compile(r"(\r\n|\r|\n|\v|\f|\u0085|\u2028|\u2029)")
# Control characters that XML does not know, and halves of characters that no file can hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NARROWEST, WIDEST = 20, 48  # a column of a sheet, in characters
LONGEST = 32_767  # characters of one cell in Excel
CUT = " … (cut: Excel takes no more in one cell)"

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain(text: str) -> str:
    """The text so that no program takes it for a formula, nor a later line of it.

    An apostrophe goes in front, as spreadsheet programs themselves do it. A telephone number
    that begins with + gets one, too: that is the price.
    """
    parts = BREAK.split(UNWRITABLE.sub("", text))
    # Every other part is a line, with its break behind. An empty first line is guarded as well:
    # without that, the cell would begin with a break.
    for place in range(0, len(parts), 2):
        if FORMULA.match(parts[place]) or (place == 0 and len(parts) > 1 and not parts[0]):
            parts[place] = f"'{parts[place]}"
    return "".join(parts)


def safe(value: Any) -> Any:
    """A cell's value: numbers and dates as they are, words never as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value
    return plain(str(value))


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Line by line, for a streaming answer; times by the clock on the wall."""
    yield BOM
    yield _line(heading)
    for row in rows:
        yield _line(row)


def _line(row: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(value) for value in row])
    return out.getvalue()


def as_xlsx(title: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet: a bold heading that stays in sight, and text that stays text."""
    # Here, as it takes megabytes that a web process which exports nothing need not hold.
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    for place, words in enumerate(heading, start=1):
        width = min(max(len(words) + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, value, font=bold) for value in heading])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, font: Any = None) -> Any:
    value = safe(value)
    if isinstance(value, str) and len(value) > LONGEST:
        value = value[: LONGEST - len(CUT)] + CUT
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # text for certain, even where it looks like something else
    if font is not None:
        cell.font = font
    return cell
