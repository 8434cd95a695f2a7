"""Finds the table in the file: which sheet, which row holds the headings, which column is what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.tables import Cell, Line, Lines

from .bands import BY_MONTHLY_COLUMN, Band
from .errors import NotARegister
from .values import folded, text

# How far down a sheet the headings may stand. CQC's own have stood on rows 1, 5 and 7.
PREAMBLE = 60


class Layout(StrEnum):
    MONTHLY = "monthly care directory with filters"
    WEEKLY = "weekly care directory"


# Our field → the headings it has had, the current one first.
MONTHLY = {
    "location_id": ("Location ID",),
    "name": ("Location Name",),
    "is_care_home": ("Care home?",),
    "with_nursing": ("Service type - Care home service with nursing",),
    "without_nursing": ("Service type - Care home service without nursing",),
    "local_authority": ("Location Local Authority",),
    "postcode": ("Location Postal Code", "Location Post Code", "Location Postcode"),
    "supported_living": ("Service type - Supported living service",),
    "provider_id": ("Provider ID",),
    "provider_name": ("Provider Name",),
    "provider_ownership": ("Provider Ownership Type",),
    "brand": ("Brand Name",),
    "street": ("Location Street Address",),
    "address_2": ("Location Address Line 2",),
    "city": ("Location City",),
    "region": ("Location Region",),
    "beds": ("Care homes beds", "Care home beds"),
    "rating": ("Location Latest Overall Rating",),
    "rating_date": ("Publication Date",),
    "registered_on": ("Location HSCA start date",),
    "dormant": ("Dormant (Y/N)", "Dormant"),
    "dual_registered": ("Location Dual Registered",),
    "telephone": ("Location Telephone Number",),
    "web": ("Location Web Address",),
}
WEEKLY = {
    "location_id": (
        "CQC Location ID (for office use only)",
        "CQC Location (for office use only",
    ),
    "name": ("Name",),
    "service_types": ("Service types",),
    "local_authority": ("Local authority",),
    "postcode": ("Postcode", "Post code", "Postal code"),
    "specialisms": ("Specialisms/services",),
    "provider_id": ("CQC Provider ID (for office use only)",),
    "provider_name": ("Provider name",),
    "address": ("Address",),
    "region": ("Region",),
    "telephone": ("Phone number",),
    "web": ("Service's website (if available)",),
}
# Without these a home cannot be told from another service, or placed in a borough.
REQUIRED = {
    Layout.MONTHLY: (
        "location_id",
        "name",
        "is_care_home",
        "with_nursing",
        "without_nursing",
        "local_authority",
        "postcode",
    ),
    Layout.WEEKLY: ("location_id", "name", "service_types", "local_authority", "postcode"),
}

STATED = re.compile(
    r"\b(?:as at|as of|produced on)\b\D{0,20}(\d{1,2})\s+([a-z]+),?\s+(\d{4})", re.I
)
STATED_IN_NAME = re.compile(r"(?<!\d)(\d{1,2})[_ -]([a-z]+)[_ -](\d{4})(?!\d)", re.I)


@dataclass(frozen=True)
class Columns:
    """Where each field stands in this file. A field that is not here is unknown, not empty."""

    layout: Layout
    sheet: str
    line: int
    width: int
    at: dict[str, int]
    bands: dict[Band, int]

    def cell(self, field: str, cells: Sequence[Cell]) -> Cell:
        index = self.at.get(field)
        return cells[index] if index is not None and index < len(cells) else None

    def has(self, field: str) -> bool:
        return field in self.at

    @property
    def knows_supported_living(self) -> bool:
        return self.has("supported_living") or self.has("service_types")


@dataclass
class Found:
    columns: Columns
    produced_on: date | None


def find_table(lines: Lines) -> Found:
    """Reads up to and including the headings; what follows on the same sheet is the table."""
    produced_on: date | None = None
    nearly: NotARegister | None = None
    first: Line | None = None
    sheet, seen = None, 0
    for line in lines:
        if line.sheet != sheet:
            sheet, seen = line.sheet, 0
        if seen >= PREAMBLE or not any(text(cell) for cell in line.cells):
            continue
        seen += 1
        first = first or line
        produced_on = produced_on or _stated_date(line.cells)
        columns = _headings(line)
        if isinstance(columns, Columns):
            return Found(columns, produced_on)
        nearly = nearly or columns
    raise nearly or _unknown_table(first)


def _headings(line: Line) -> Columns | NotARegister | None:
    """The columns, or why this row of headings will not do, or None: not a row of headings."""
    positions: dict[str, int] = {}
    for index, cell in enumerate(line.cells):
        if heading := folded(cell):
            positions.setdefault(heading, index)
    for layout, fields in ((Layout.MONTHLY, MONTHLY), (Layout.WEEKLY, WEEKLY)):
        at = {}
        for field, names in fields.items():
            known = [positions[key] for name in names if (key := folded(name)) in positions]
            if known:
                at[field] = known[0]
        if "location_id" not in at:
            continue
        missing = [fields[field][0] for field in REQUIRED[layout] if field not in at]
        if missing:
            return _lacks(missing, layout, positions)
        bands = {
            band: positions[key] for key, band in BY_MONTHLY_COLUMN.items() if key in positions
        }
        width = len(line.cells)
        return Columns(layout, line.sheet, line.number, width, at, bands)
    return None


def _lacks(missing: list[str], layout: Layout, positions: dict[str, int]) -> NotARegister:
    if {"latestrating", "domain"} <= positions.keys():
        return NotARegister(
            "The file is CQC's list of ratings. It does not say which services are care homes "
            "of which kind."
        )
    if any("enddate" in heading for heading in positions):
        return NotARegister("The file is CQC's list of services that have closed.")
    named = ", ".join(f"“{heading}”" for heading in missing)
    what = f"the columns {named} are" if len(missing) > 1 else f"the column {named} is"
    return NotARegister(f"The file looks like CQC's {layout}, but {what} missing.")


def _unknown_table(first: Line | None) -> NotARegister:
    if first is None:
        return NotARegister("The file has no rows.")
    start = [written[:40] for cell in first.cells if (written := text(cell))][:4]
    return NotARegister(
        "No row has the heading “Location ID” (or, in the weekly file, "
        f"“CQC Location ID”). The file begins: {', '.join(start)}."
    )


def _stated_date(cells: Sequence[Cell]) -> date | None:
    match = STATED.search(" ".join(text(cell) for cell in cells[:5]))
    return _date_in_words(match)


def date_in_name(name: str) -> date | None:
    """CQC dates its files in their names: 01_July_2026_HSCA_Active_Locations.ods."""
    return _date_in_words(STATED_IN_NAME.search(name))


def _date_in_words(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    written = f"{match[1]} {match[2][:3]} {match[3]}"
    try:
        return datetime.strptime(written, "%d %b %Y").date()
    except ValueError:
        return None
