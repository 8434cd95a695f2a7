"""One shape for a line of any file, so that what follows need not know the format."""

from collections.abc import Generator
from typing import NamedTuple, TypeAlias

# Text in CSV and ODS; in XLSX also a number, a truth value, a date or nothing.
Cell: TypeAlias = object


class Line(NamedTuple):
    sheet: str
    number: int
    cells: list[Cell]
    problem: str = ""


Lines: TypeAlias = Generator[Line, None, None]
