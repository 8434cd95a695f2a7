"""Brings the care homes held here into line with a file of CQC's register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from cohorts.models import Borough
from core import audit, clock
from core.errors import Refused
from pioneers.models import CareHome, RegisterImport
from pioneers.models.care_home import KEYS
from pioneers.register import FileFormat, Layout, RegisterRow, Skip, open_register
from pioneers.register.rows import NOT_IN_SCOPE
from pioneers.register.values import NAME_WITHHELD, authority
from pioneers.services import missing_homes, successors
from pioneers.services.missing_homes import INVENTED, area_of

BATCH = 500
# How often reading says how far it is.
LINES = 2000

# Field of CareHome → field of the row. What a row does not say (None) is left as it was.
SIMPLE = {
    "name": "name",
    "provider_id": "provider_id",
    "provider_name": "provider_name",
    "brand": "brand",
    "city": "city",
    "postcode": "postcode",
    "local_authority": "local_authority",
    "region": "region",
    "beds": "beds",
    "is_care_home": "is_care_home",
    "with_nursing": "with_nursing",
    "without_nursing": "without_nursing",
    "supported_living": "supported_living",
    "rating": "rating",
    "registered_on": "registered_on",
    "dormant": "dormant",
    "dual_registered": "dual_registered",
    "telephone": "telephone",
    "website": "web",
}
LONGEST = {
    name: length
    for name in [*SIMPLE, "address"]
    if (length := getattr(CareHome._meta.get_field(name), "max_length", None))
}


@dataclass(frozen=True)
class Update:
    """A home that differed, with each changed field's old and new value."""

    line: int
    location_id: str
    name: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Note:
    """Something of a home that could not be read; the home itself was imported."""

    line: int
    location_id: str
    name: str
    words: str


@dataclass
class ImportReport:
    file_name: str
    file_format: FileFormat
    layout: Layout
    produced_on: date | None
    dry_run: bool
    created: int = 0
    unchanged: int = 0
    updates: list[Update] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    # Homes held here that this file does not list, and of which it can tell nothing.
    not_in_file: int = 0
    # What the file can tell as the newest that lists the whole of an area.
    missing: list[CareHome] = field(default_factory=list)
    returned: list[CareHome] = field(default_factory=list)
    linked: list[successors.Pair] = field(default_factory=list)
    suggested: list[successors.Pair] = field(default_factory=list)
    whole_for: list[str] = field(default_factory=list)
    is_newest: bool = True

    @property
    def updated(self) -> int:
        return len(self.updates)

    @property
    def skipped(self) -> int:
        return len(self.skips)

    def counts(self) -> dict[str, int]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
        }


def import_register(
    path: str | Path,
    *,
    by: Any,
    dry_run: bool = False,
    boroughs: Iterable[Borough] | None = None,
    progress: Callable[[int], None] = lambda lines: None,
    within: Callable[[RegisterImport], None] = lambda record: None,
) -> ImportReport:
    """Create and update homes by Location ID. Running it twice changes nothing the second time.

    The file is read to its end before anything is written: a file that turns out to be damaged
    changes nothing, and the database is not locked while 440 MB of XML are read. Homes that the
    newest whole file of their area no longer lists are noted as missing, never deleted, and linked
    to what was registered at their address since.

    `boroughs` are those to take homes from; without them, all that this installation knows.
    `progress` is told how many lines are read; `within` is called in the import's transaction.
    Raises NotARegister (a Refused) if the file is not CQC's register.
    """
    known = {
        authority(borough.name): borough
        for borough in (Borough.objects.all() if boroughs is None else boroughs)
    }
    if not known:
        raise Refused("Add the programme's boroughs first: homes are taken from them only.")
    names = [borough.name for borough in known.values()]
    report, rows = _read(Path(path), names, dry_run, progress)
    with transaction.atomic():
        record = RegisterImport.objects.create(
            file_name=report.file_name[-200:],
            produced_on=report.produced_on,
            imported_by=by.email,
        )
        for batch in _batches(rows):
            _write(batch, known, record, report)
        missing_homes.note_changes(record, {one.location_id: one.changes for one in report.updates})
        _compare_with_held(record, report, rows, known)
        for name, number in report.counts().items():
            setattr(record, name, number)
        for name in ("missing", "returned", "linked"):
            setattr(record, name, len(getattr(report, name)))
        record.whole_for = report.whole_for
        record.save()
        within(record)
        audit.record("imported CQC's register", record, by=by, detail=report.counts())
        if dry_run:
            transaction.set_rollback(True)
    return report


def _compare_with_held(
    record: RegisterImport,
    report: ImportReport,
    rows: list[RegisterRow],
    boroughs: dict[str, Borough],
) -> None:
    """Which homes left, which are back, and which are the same place under a new ID."""
    report.is_newest = missing_homes.is_newest(record)
    if report.is_newest:
        listed = Counter(
            area_of(row.location_id, boroughs[authority(row.local_authority)].pk, row.is_care_home)
            for row in rows
        )
        areas = missing_homes.whole_areas(record, listed)
        # Listed in another borough, or on a line that cannot be read whole: not gone.
        spared = {skip.location_id for skip in report.skips if skip.reason != NOT_IN_SCOPE}
        report.whole_for = missing_homes.names_of(areas)
        report.returned = missing_homes.take_back(record)
        report.missing = missing_homes.note_missing(record, areas, spared)
        report.linked, report.suggested = successors.find(record)
    held = CareHome.objects.exclude(location_id__startswith=INVENTED)
    report.not_in_file = held.filter(missing_since=None).exclude(last_seen_in=record).count()


def _read(
    path: Path, boroughs: list[str], dry_run: bool, progress: Callable[[int], None]
) -> tuple[ImportReport, list[RegisterRow]]:
    with open_register(path) as register:
        report = ImportReport(
            file_name=register.file_name,
            file_format=register.file_format,
            layout=register.layout,
            produced_on=register.produced_on,
            dry_run=dry_run,
        )
        rows = []
        for number, entry in enumerate(register.entries(boroughs), 1):
            if number % LINES == 0:
                progress(number)
            if isinstance(entry, Skip):
                report.skips.append(entry)
                continue
            rows.append(entry)
            report.notes.extend(
                Note(entry.line, entry.location_id, entry.name, words) for words in entry.notes
            )
    return report, rows


def _batches(rows: list[RegisterRow]) -> Iterator[list[RegisterRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _write(
    rows: list[RegisterRow],
    boroughs: dict[str, Borough],
    record: RegisterImport,
    report: ImportReport,
) -> None:
    ids = [row.location_id for row in rows]
    homes = CareHome.objects.filter(location_id__in=ids).select_related("borough")
    held = {home.location_id: home for home in homes}
    new: list[CareHome] = []
    changed: list[CareHome] = []
    changed_fields: set[str] = set()
    now = clock.now()
    for row in rows:
        home = held.get(row.location_id)
        values = _values(row, home, report.layout)
        values["borough"] = boroughs[authority(row.local_authority)]
        if home is None:
            new.append(
                CareHome(
                    location_id=row.location_id,
                    first_seen_in=record,
                    last_seen_in=record,
                    created_at=now,
                    updated_at=now,
                    **values,
                )
            )
        elif changes := _apply(home, values):
            home.updated_at = now
            changed.append(home)
            changed_fields |= changes.keys()
            report.updates.append(Update(row.line, row.location_id, row.name, changes))
        else:
            report.unchanged += 1
    CareHome.objects.bulk_create(new)
    report.created += len(new)
    if changed:
        for home in changed:
            home.set_keys()
        fields = sorted(changed_fields | {"updated_at", *KEYS})
        CareHome.objects.bulk_update(changed, fields, BATCH)
    homes.order_by().update(last_seen_in=record)


def _apply(home: CareHome, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set what differs; return field → (old, new)."""
    changes = {}
    for name, value in values.items():
        old = getattr(home, name)
        if old != value:
            changes[name] = (old, value)
            setattr(home, name, value)
    return changes


def _values(row: RegisterRow, home: CareHome | None, layout: Layout) -> dict[str, Any]:
    """What the row says of a home. Fields that it is silent on are not in the answer."""
    values = {
        name: value
        for name, source in SIMPLE.items()
        if (value := getattr(row, source)) is not None
    }
    if row.rating is not None:
        # A home that lost its rating loses the date with it.
        values["rating_on"] = row.rating_date
    if row.bands is not None:
        values["bands"] = [str(band) for band in row.bands]
    if row.address_lines is not None:
        values["address"] = ", ".join(row.address_lines)
    if layout is Layout.WEEKLY and home is not None:
        _keep_what_the_monthly_file_knows_better(values, home)
    return {name: _fitting(name, value) for name, value in values.items()}


def _keep_what_the_monthly_file_knows_better(values: dict[str, Any], home: CareHome) -> None:
    """Else the two files, imported in turn, would change the same homes back and forth."""
    if home.address:
        # The weekly address is one line with the city in it; it counts only after a move.
        if values["postcode"] == home.postcode:
            values.pop("address", None)
        else:
            values["city"] = ""
    if home.provider_name == NAME_WITHHELD and values.get("provider_id") == home.provider_id:
        # Only the monthly file says that a provider is a person.
        values.pop("provider_name", None)


def _fitting(name: str, value: Any) -> Any:
    """Text cut to what its column holds: one over-long web address must not stop an import."""
    longest = LONGEST.get(name)
    return value[:longest] if longest and isinstance(value, str) else value
