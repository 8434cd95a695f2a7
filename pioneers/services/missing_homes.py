"""What a file of the register changed: which homes it no longer lists, and what it says anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Case, Count, Q, Value, When

from cohorts.models import Borough
from pioneers.models import (
    CareHome,
    ChangeKind,
    HomeChange,
    RegisterImport,
    Successor,
    SuccessorState,
)

INVENTED = "DEMO-"
# A file is whole for a borough if it lists at least this share of as many homes as are known there.
# Extracts (of one provider, of one rating, of another region) list far fewer.
WHOLE = 0.8
# What is noted, of the homes that somebody applied from or is a Pioneer at.
NOTED = {
    "name": ChangeKind.NAME,
    "provider_name": ChangeKind.PROVIDER,
    "rating": ChangeKind.RATING,
}


class Area(NamedTuple):
    """A file may list care homes and no supported living, and it never mixes real and invented."""

    borough_id: int
    is_care_home: bool
    invented: bool


def area_of(location_id: str, borough_id: int, is_care_home: bool) -> Area:
    return Area(borough_id, is_care_home, location_id.startswith(INVENTED))


def is_newest(record: RegisterImport) -> bool:
    """Whether no file of a later date has been read; one without a date counts as today's."""
    if record.produced_on is None:
        return True
    return not RegisterImport.objects.filter(produced_on__gt=record.produced_on).exists()


def whole_areas(record: RegisterImport, listed: Counter[Area]) -> set[Area]:
    """The areas of which the file lists about as many homes as were known before it."""
    known = (
        CareHome.objects.filter(missing_since__isnull=True, borough__isnull=False)
        .exclude(first_seen_in=record)
        .annotate(
            invented=Case(
                When(location_id__startswith=INVENTED, then=Value(True)), default=Value(False)
            )
        )
        .order_by()
        .values_list("borough_id", "is_care_home", "invented")
        .annotate(homes=Count("pk"))
    )
    return {
        Area(borough_id, is_care_home, invented)
        for borough_id, is_care_home, invented, homes in known
        if listed[Area(borough_id, is_care_home, invented)] >= WHOLE * homes
    }


def names_of(areas: Iterable[Area]) -> list[str]:
    """The boroughs of these areas, for the record."""
    boroughs = {area.borough_id for area in areas}
    return list(Borough.objects.filter(pk__in=boroughs).values_list("name", flat=True))


def note_changes(record: RegisterImport, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """`changes` is {Location ID: {field: (old, new)}} of all homes; noted are those of ours."""
    ours = dict(
        CareHome.objects.filter(Q(pioneers__isnull=False) | Q(applications__isnull=False))
        .order_by()
        .distinct()
        .values_list("location_id", "pk")
    )
    HomeChange.objects.bulk_create(
        HomeChange(
            register_import=record,
            home_id=ours[location_id],
            kind=kind,
            old=fields[name][0],
            new=fields[name][1],
        )
        for location_id, fields in changes.items()
        if location_id in ours
        for name, kind in NOTED.items()
        if name in fields
    )


def take_back(record: RegisterImport) -> list[CareHome]:
    """Homes that were missing and are listed again: nothing succeeds them any more."""
    back = list(CareHome.objects.filter(last_seen_in=record, missing_since__isnull=False))
    if back:
        CareHome.objects.filter(pk__in=[home.pk for home in back]).update(
            missing_since=None, succeeded_by=None
        )
        Successor.objects.filter(old__in=back).exclude(state=SuccessorState.REJECTED).delete()
        _note(record, back, ChangeKind.RETURNED)
    return back


def note_missing(
    record: RegisterImport, areas: Collection[Area], spared: Collection[str]
) -> list[CareHome]:
    """Homes of these areas that the file does not list; `spared` it lists in another way."""
    held = CareHome.objects.filter(
        missing_since__isnull=True, borough__in={area.borough_id for area in areas}
    ).exclude(last_seen_in=record)
    gone = [
        home
        for home in held
        if home.location_id not in spared
        and area_of(home.location_id, home.borough_id or 0, home.is_care_home) in areas
    ]
    if gone:
        CareHome.objects.filter(pk__in=[home.pk for home in gone]).update(missing_since=record)
        _note(record, gone, ChangeKind.MISSING)
    return gone


def _note(record: RegisterImport, homes: Iterable[CareHome], kind: str) -> None:
    HomeChange.objects.bulk_create(
        HomeChange(register_import=record, home=home, kind=kind) for home in homes
    )
