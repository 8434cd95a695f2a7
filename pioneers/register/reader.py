"""The one way in: a path, and out come the rows of CQC's register with a reason for each skip."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType

from core.tables import FileFormat, Line, Lines, file_format, read_table

from .errors import NotARegister, as_a_register
from .layout import Columns, Layout, date_in_name, find_table
from .rows import RegisterRow, RowReader, Skip
from .values import authority, text


class Register:
    """An open file of CQC's, read once from top to bottom."""

    def __init__(self, path: Path) -> None:
        self.file_name = path.name
        with as_a_register():
            self.file_format: FileFormat = file_format(path)
        self._lines: Lines = read_table(path, self.file_format)
        try:
            with as_a_register():
                found = find_table(self._lines)
        except BaseException:
            self.close()
            raise
        self.columns: Columns = found.columns
        self.produced_on: date | None = found.produced_on or date_in_name(path.stem)

    @property
    def layout(self) -> Layout:
        return self.columns.layout

    def entries(self, boroughs: Iterable[str] | None = None) -> Iterator[RegisterRow | Skip]:
        """Every line below the headings that is not blank. `boroughs` by name; None means all."""
        wanted = None if boroughs is None else frozenset(authority(name) for name in boroughs)
        reader = RowReader(self.columns, wanted)
        rows = 0
        for line in self._read():
            if line.sheet != self.columns.sheet:
                break
            if not line.problem and not any(text(cell) for cell in line.cells):
                continue
            rows += 1
            yield reader.read(line)
        if not rows:
            raise NotARegister("The file has CQC's headings, but no rows below them.")

    def _read(self) -> Iterator[Line]:
        with as_a_register():
            yield from self._lines

    def close(self) -> None:
        self._lines.close()

    def __enter__(self) -> "Register":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def open_register(path: str | Path) -> Register:
    """Opens CQC's file whatever its format, or raises NotARegister saying what it is instead."""
    return Register(Path(path))
