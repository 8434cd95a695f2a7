"""Numbers pasted from a spreadsheet: lines of text become rows, each readable or with its problem.

Pure: knows nothing of what a measure already has. Line by line, so that a row's number is that of
its line in the box, and a broken line spoils no other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qi_projects.reading import as_day, tidy_number

MOST_ROWS = 1000
LONGEST_TEXT = 100_000
TOO_MUCH = f"That is more than {MOST_ROWS:,} rows. Paste the part that you need."
LONGEST_NOTE = 200
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)
BLANK = " \t,;\u00a0\ufeff"

# What a column is for → how its heading may begin, reduced to letters.
HEADINGS = {
    "on": ("date", "day", "week", "month", "when", "countedon"),
    "out_of": ("outof", "total", "denominator", "of", "all", "n"),
    "events": ("howmany", "events", "numerator", "yes", "done"),
    "value": ("value", "number", "result", "score", "percent", "rate", "count", "average"),
    "note": ("note", "comment", "remark", "anything"),
}
WHOLE_WORD = frozenset({"of", "all", "n", "day", "yes", "done"})


@dataclass(frozen=True)
class Row:
    """One line of the box: what was read from it, or why it could not be."""

    line: int
    given: str
    on: date | None = None
    value: Decimal | None = None
    events: Decimal | None = None
    out_of: Decimal | None = None
    note: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Pasted:
    """`heading`: the line of column names, if there was one; `unread`: columns of no use here."""

    rows: list[Row]
    heading: str = ""
    unread: Sequence[str] = ()


class Unfit(Exception):
    """Why one row cannot be read, in words."""


def read(text: str, *, shared_out: bool, today: date, names: Iterable[str] = ()) -> Pasted:
    """The rows of the box. `shared_out`: each is so many out of so many; `names`: what the
    measure and its unit are called, as headings may be."""
    lines = [
        (number, line)
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
        if line.strip(BLANK)
    ]
    mark = _delimiter([line for _, line in lines])
    split = [(number, line, _cells(line, mark)) for number, line in lines]
    columns: dict[str, int] | None = None
    heading, unread = "", list[str]()
    if split and _is_heading(split[0][2], today):
        _, heading, cells = split.pop(0)
        columns, unread = _columns(cells, shared_out, {_folded(name) for name in names})
    rows = [_row(number, line, cells, columns, shared_out, today) for number, line, cells in split]
    return Pasted(rows, heading, unread)


def _delimiter(lines: Sequence[str]) -> str:
    """The mark that most lines have; of equals the one that is rarer in words."""
    return max(("\t", ";", ","), key=lambda mark: sum(mark in line for line in lines))


def _cells(line: str, mark: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
    except csv.Error:
        cells = [line]
    return [cell.strip(" \t\u00a0\ufeff") for cell in cells]


def _is_heading(cells: Sequence[str], today: date) -> bool:
    """The first line names the columns if nothing in it is a day or a number."""
    return not any(_is_number(cell) or _is_day(cell, today) for cell in cells)


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(tidy_number(text)) is not None


def _is_day(text: str, today: date) -> bool:
    try:
        as_day(text, today=today)
    except (ValueError, OverflowError):
        return False
    return True


def _folded(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.casefold())


def _columns(
    cells: Sequence[str], shared_out: bool, names: set[str]
) -> tuple[dict[str, int], list[str]]:
    """Which column is what; those that say nothing we know are taken for numbers, in order."""
    at: dict[str, int] = {}
    unknown = []
    for index, cell in enumerate(cells):
        role = _role(_folded(cell), names)
        if role and role not in at:
            at[role] = index
        elif cell:
            unknown.append(index)
    if "on" not in at and unknown:
        at["on"] = unknown.pop(0)
    known = [role for role in ("events", "out_of") if role in at]
    if shared_out and "value" in at and known == ["out_of"]:
        # “Number” beside “Total” is how many, not what it comes to.
        at["events"] = at.pop("value")
    wanted = ("events", "out_of") if shared_out and len(known) + len(unknown) > 1 else ("value",)
    for role in wanted:
        if role not in at and unknown and "value" not in at:
            at[role] = unknown.pop(0)
    return at, [cells[index] for index in unknown]


def _role(folded: str, names: set[str]) -> str:
    if not folded:
        return ""
    if folded in names:
        return "value"
    for role, starts in HEADINGS.items():
        for start in starts:
            if folded == start or (start not in WHOLE_WORD and folded.startswith(start)):
                return role
    return ""


def _row(
    number: int,
    line: str,
    cells: list[str],
    columns: dict[str, int] | None,
    shared_out: bool,
    today: date,
) -> Row:
    try:
        found = _named(cells, columns) if columns else _placed(cells, shared_out)
        on = _day(found["on"], today)
        note = found["note"]
        if len(note) > LONGEST_NOTE:
            raise Unfit(f"The note is longer than {LONGEST_NOTE} letters. Please shorten it.")
        value, events, out_of = (_number(found[name]) for name in ("value", "events", "out_of"))
        if events is not None and out_of is not None:
            value = None
        if value is None and events is None and out_of is None:
            raise Unfit("The number is missing. If nothing was counted, leave the day out.")
        return Row(number, line, on, value, events, out_of, note)
    except Unfit as unfit:
        return Row(number, line, problem=str(unfit))


def _named(cells: Sequence[str], columns: dict[str, int]) -> dict[str, str]:
    return {
        name: cells[columns[name]] if columns.get(name, len(cells)) < len(cells) else ""
        for name in HEADINGS
    }


def _placed(cells: list[str], shared_out: bool) -> dict[str, str]:
    """Without headings: the day, the number or two, and the rest is the note."""
    found = dict.fromkeys(HEADINGS, "")
    if len(cells) == 1:
        raise Unfit("Put a comma or a tab between the day and the number: 23/7/2025, 12")
    found["on"], rest = cells[0], cells[1:]
    if shared_out and len(rest) > 1 and _is_number(rest[1]):
        found["events"], found["out_of"], *rest = rest
    else:
        found["value"], *rest = rest
    found["note"] = ", ".join(cell for cell in rest if cell)
    if rest and _is_number(rest[0]):
        raise Unfit(
            f"“{rest[0]}” is a number too many. Write 1200, not 1,200, and leave out columns that "
            "are not the day, the number or a note."
        )
    return found


def _day(text: str, today: date) -> date:
    if not text:
        raise Unfit("The day is missing.")
    try:
        return as_day(text, today=today)
    except (ValueError, OverflowError):
        raise Unfit(
            f"“{text[:30]}” is not a day that we can read. Write the day first: 23/7/2025."
        ) from None


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    tidy = tidy_number(text)
    if not NUMBER.fullmatch(tidy) or len(tidy) > 30:
        raise Unfit(f"“{text[:30]}” is not a number. Write it such as 12 or 12.5.")
    return Decimal(tidy)
