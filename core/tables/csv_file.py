"""CSV as offices publish it and as Excel saves it again."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import Unreadable
from .lines import Line, Lines

SAMPLE = 64 * 1024
# An address may run over a line or two. Longer, and a quotation mark was never closed.
MAX_LINES_IN_ONE_ROW = 20
UNCLOSED = "The quotation marks do not match"


def read_csv(path: Path) -> Lines:
    with path.open("rb") as file:
        delimiter = _delimiter(file.read(SAMPLE))
        file.seek(0)
        # Strict, so that a stray quotation mark is an error on its line. Otherwise it would
        # quietly join the values, or the lines, up to the next one.
        reader = csv.reader(decoded(file), delimiter=delimiter, strict=True)
        last = 0
        while True:
            first = last + 1
            try:
                cells = next(reader, None)
                problem = UNCLOSED if reader.line_num - first >= MAX_LINES_IN_ONE_ROW else ""
            except csv.Error:
                cells, problem = [], UNCLOSED
            if cells is None:
                return
            last = reader.line_num
            if problem:
                for number in range(first, last + 1):
                    yield Line("", number, [], problem)
            else:
                yield Line("", first, list(cells))


def _delimiter(sample: bytes) -> str:
    """Excel writes semicolons or tabs under some settings; the most frequent one is meant."""
    return max((",", ";", "\t"), key=lambda mark: sample.count(mark.encode()))


def decoded(file: BinaryIO) -> Iterator[str]:
    """UTF-8 where it is UTF-8, else Windows: line by line, since joined files mix the two."""
    for number, raw in enumerate(file, start=1):
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            yield _windows(raw, number)


def _windows(raw: bytes, number: int) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(
            f"Line {number} holds characters that are neither UTF-8 nor Windows text. "
            "If you saved the file yourself, save it as “CSV UTF-8”."
        ) from None
