"""One location of the register, and the reasons for which a line is left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from core.tables import Cell, Line

from . import values
from .bands import BY_WEEKLY_WORD, Band
from .layout import Columns, Layout

NO_ID = "No Location ID"
BAD_ID = "The Location ID is not one of CQC's"
REPEATED_ID = "The same Location ID stands on an earlier line"
NO_NAME = "No name"
NOT_IN_SCOPE = "Not a care home or supported living service"
ELSEWHERE = "Not in one of the programme's boroughs"
SHIFTED = "More values than columns, so the values have moved"


# How a field's cell is read; where it may be unreadable, with what to call it then.
PLAIN: dict[str, Callable[[Cell], object]] = {
    "provider_id": values.text,
    "brand": values.brand,
    "city": values.text,
    "region": values.text,
    "rating": values.rating,
    "dormant": values.yes,
    "dual_registered": values.is_dual,
    "telephone": values.telephone,
    "web": values.text,
}
DOUBTFUL: dict[str, tuple[Callable[[Cell], object], str]] = {
    "beds": (values.whole_number, "number of beds"),
    "rating_date": (values.day, "date of rating"),
    "registered_on": (values.day, "date of registration"),
}


class Skip(NamedTuple):
    line: int
    reason: str
    location_id: str = ""
    detail: str = ""


class Kinds(NamedTuple):
    is_care_home: bool
    with_nursing: bool
    without_nursing: bool
    supported_living: bool


@dataclass(slots=True)
class RegisterRow:
    """None means that this file does not say; it never means that there is none.

    `notes` are what could not be read and was left unknown, although the home is kept: a home
    with a mistyped postcode must still be found by its manager.
    """

    line: int
    location_id: str
    name: str
    postcode: str
    local_authority: str
    is_care_home: bool
    with_nursing: bool
    without_nursing: bool
    supported_living: bool | None = None
    provider_id: str | None = None
    provider_name: str | None = None
    brand: str | None = None
    address_lines: tuple[str, ...] | None = None
    city: str | None = None
    region: str | None = None
    beds: int | None = None
    bands: tuple[Band, ...] | None = None
    rating: str | None = None
    rating_date: date | None = None
    registered_on: date | None = None
    dormant: bool | None = None
    dual_registered: bool | None = None
    telephone: str | None = None
    web: str | None = None
    notes: list[str] = field(default_factory=list)


class RowReader:
    """Turns lines into rows, cheapest questions first: nine lines in ten are out of scope."""

    def __init__(self, columns: Columns, authorities: frozenset[str] | None) -> None:
        self.columns = columns
        self.authorities = authorities
        self.seen: dict[str, int] = {}

    def read(self, line: Line) -> RegisterRow | Skip:
        if line.problem:
            return Skip(line.number, line.problem)
        columns, cells = self.columns, line.cells
        # Only a CSV file, which has no sheets, can lose a quotation mark and move its values.
        if not line.sheet and len(cells) > columns.width:
            return Skip(line.number, SHIFTED, detail=f"{len(cells)} in {columns.width}")
        raw_id = columns.cell("location_id", cells)
        try:
            location_id = values.location_id(raw_id)
        except ValueError:
            return Skip(line.number, BAD_ID, detail=values.text(raw_id)[:40])
        if not location_id:
            return Skip(line.number, NO_ID, detail=values.text(columns.cell("name", cells)))
        first = self.seen.setdefault(location_id, line.number)
        if first != line.number:
            return Skip(line.number, REPEATED_ID, location_id, f"line {first}")
        kinds = self.kinds(cells)
        if not any(kinds):
            return Skip(line.number, NOT_IN_SCOPE, location_id)
        local_authority = values.text(columns.cell("local_authority", cells))
        if not self.is_wanted(local_authority):
            return Skip(line.number, ELSEWHERE, location_id, local_authority)
        name = values.text(columns.cell("name", cells))
        if not name:
            return Skip(line.number, NO_NAME, location_id)
        return self.row(line, location_id, name, local_authority, kinds)

    def is_wanted(self, local_authority: str) -> bool:
        return self.authorities is None or values.authority(local_authority) in self.authorities

    def kinds(self, cells: Sequence[Cell]) -> Kinds:
        if self.columns.layout is Layout.WEEKLY:
            return _weekly_kinds(self.columns.cell("service_types", cells))
        flags = Kinds(*(values.yes(self.columns.cell(field, cells)) for field in Kinds._fields))
        # A blank "Care home?" leaves the question to the service types.
        if not values.text(self.columns.cell("is_care_home", cells)):
            return flags._replace(is_care_home=flags.with_nursing or flags.without_nursing)
        return flags

    def row(
        self, line: Line, location_id: str, name: str, local_authority: str, kinds: Kinds
    ) -> RegisterRow:
        columns, cells = self.columns, line.cells
        row = RegisterRow(
            line=line.number,
            location_id=location_id,
            name=name,
            postcode="",
            local_authority=local_authority,
            is_care_home=kinds.is_care_home,
            with_nursing=kinds.with_nursing,
            without_nursing=kinds.without_nursing,
            supported_living=kinds.supported_living if columns.knows_supported_living else None,
            address_lines=self.address(cells),
            bands=self.bands(cells),
        )
        row.postcode = self.postcode(row, cells)
        if columns.has("provider_name"):
            row.provider_name = values.provider_name(
                columns.cell("provider_name", cells), columns.cell("provider_ownership", cells)
            )
        for field_name, plain in PLAIN.items():
            if columns.has(field_name):
                setattr(row, field_name, plain(columns.cell(field_name, cells)))
        for field_name, (doubtful, words) in DOUBTFUL.items():
            cell = columns.cell(field_name, cells)
            try:
                setattr(row, field_name, doubtful(cell))
            except ValueError:
                row.notes.append(f"The {words} cannot be read: {values.text(cell)}")
        return row

    def postcode(self, row: RegisterRow, cells: Sequence[Cell]) -> str:
        """A bad postcode is kept as it stands, in capitals, and noted."""
        raw = values.text(self.columns.cell("postcode", cells))
        try:
            return values.postcode(raw)
        except ValueError:
            row.notes.append(f"The postcode is not valid: {raw or 'none given'}")
            return raw.upper()

    def address(self, cells: Sequence[Cell]) -> tuple[str, ...] | None:
        if self.columns.layout is Layout.WEEKLY:
            known, parts = "address", values.text(self.columns.cell("address", cells)).split(",")
        else:
            both = [self.columns.cell(part, cells) for part in ("street", "address_2")]
            known, parts = "street", [values.text(cell) for cell in both]
        if not self.columns.has(known):
            return None
        return tuple(part.strip() for part in parts if part.strip())

    def bands(self, cells: Sequence[Cell]) -> tuple[Band, ...] | None:
        if self.columns.has("specialisms"):
            listed = _listed(self.columns.cell("specialisms", cells))
            found = {BY_WEEKLY_WORD[word] for word in listed if word in BY_WEEKLY_WORD}
        elif self.columns.bands:
            found = {
                band
                for band, index in self.columns.bands.items()
                if index < len(cells) and values.yes(cells[index])
            }
        else:
            return None
        return tuple(sorted(found))


def _listed(cell: Cell) -> set[str]:
    """The weekly file's lists are joined by “|” and repeat themselves."""
    return {values.folded(part) for part in values.text(cell).split("|")}


def _weekly_kinds(cell: Cell) -> Kinds:
    types = _listed(cell)
    nursing, residential = "nursinghomes" in types, "residentialhomes" in types
    return Kinds(nursing or residential, nursing, residential, "supportedliving" in types)
