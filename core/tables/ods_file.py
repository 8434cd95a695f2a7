"""ODS as a stream.

CQC's monthly ODS unpacks to about 440 MB of XML. It is fed to expat piece by piece and no tree
is built, so that memory stays flat whatever the size. Entities are refused: a spreadsheet needs
none, and they are how a small file is made to swell without end.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from .errors import Unreadable, damaged
from .lines import Line, Lines

PIECE = 256 * 1024
# Limits of the spreadsheet programs themselves; repeats beyond them are not data.
MAX_COLUMNS = 1024
MAX_ROWS = 1_048_576

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "

SHEET = TABLE + "table"
ROW = TABLE + "table-row"
CELLS = frozenset({TABLE + "table-cell", TABLE + "covered-table-cell"})
PARAGRAPH = TEXT + "p"
SPACES = frozenset({TEXT + "s", TEXT + "tab", TEXT + "line-break"})
# A comment on a cell is not the cell's content.
COMMENT = OFFICE + "annotation"

# The typed value, where there is one, is exact; the text beside it is what the screen showed. Of a
# percentage the text is taken: the value of 62% is 0.62, which no longer says that it is a share.
TYPED = {
    "date": OFFICE + "date-value",
    "float": OFFICE + "value",
    "currency": OFFICE + "value",
}


def read_ods(path: Path) -> Lines:
    reader = _OdsReader()
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            while piece := content.read(PIECE):
                reader.feed(piece)
                yield from reader.take()
            reader.finish()
            yield from reader.take()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, ValueError, OSError):
        raise damaged("spreadsheet") from None


class _OdsReader:
    """Collects finished rows while expat walks through the XML."""

    def __init__(self) -> None:
        self.sheet = ""
        # Sheet, first and last row, cells: a row said to repeat a million times is held once.
        self.ready: list[tuple[str, int, int, list[object]]] = []
        self.row_number = 0
        self.row_repeat = 1
        self.cells: list[object] = []
        self.blanks = 0
        self.repeat = 1
        self.value: str | None = None
        self.text: list[str] = []
        self.in_cell = False
        self.in_paragraph = False
        self.comments = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.refuse_entity

    def feed(self, piece: bytes) -> None:
        self.parser.Parse(piece, False)

    def finish(self) -> None:
        self.parser.Parse(b"", True)

    def take(self) -> Iterator[Line]:
        ready, self.ready = self.ready, []
        for sheet, first, last, cells in ready:
            for number in range(first, last + 1):
                yield Line(sheet, number, cells)

    def refuse_entity(self, *_: object) -> None:
        raise Unreadable("The spreadsheet defines XML entities, which none needs.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in CELLS:
            self.in_cell = True
            self.repeat = int(attributes.get(TABLE + "number-columns-repeated", "1"))
            typed = TYPED.get(attributes.get(OFFICE + "value-type", ""))
            self.value = attributes.get(typed) if typed else None
        elif name == PARAGRAPH and self.in_cell and not self.comments:
            self.in_paragraph = True
            if self.text:
                self.text.append(" ")
        elif name == ROW:
            self.cells, self.blanks = [], 0
            self.row_repeat = int(attributes.get(TABLE + "number-rows-repeated", "1"))
        elif name in SPACES and self.in_paragraph:
            self.text.append(" ")
        elif name == COMMENT:
            self.comments += 1
        elif name == SHEET:
            self.sheet, self.row_number = attributes.get(TABLE + "name", ""), 0

    def characters(self, data: str) -> None:
        if self.in_paragraph and not self.comments:
            self.text.append(data)

    def end(self, name: str) -> None:
        if name in CELLS:
            self.end_cell()
        elif name == PARAGRAPH and not self.comments:
            self.in_paragraph = False
        elif name == ROW:
            self.end_row()
        elif name == COMMENT:
            self.comments -= 1

    def end_cell(self) -> None:
        value = self.value or "".join(self.text)
        if not value:
            self.blanks += self.repeat
        else:
            room = MAX_COLUMNS - len(self.cells)
            self.cells.extend([""] * min(self.blanks, room))
            self.cells.extend([value] * min(self.repeat, MAX_COLUMNS - len(self.cells)))
            self.blanks = 0
            self.text.clear()
        self.in_cell = self.in_paragraph = False

    def end_row(self) -> None:
        first = self.row_number + 1
        self.row_number = min(self.row_number + self.row_repeat, MAX_ROWS)
        if self.cells:
            self.ready.append((self.sheet, first, self.row_number, self.cells))
