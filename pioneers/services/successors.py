"""Homes that were registered anew: a new Location ID at the address of one that left."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction

from cohorts.permissions import staff
from core import audit, clock
from core.errors import Refused
from pioneers.home_keys import same_address, similar_name
from pioneers.models import (
    CareHome,
    ChangeKind,
    HomeChange,
    RegisterImport,
    Successor,
    SuccessorState,
)

Pair = tuple[CareHome, CareHome]


def find(record: RegisterImport) -> tuple[list[Pair], list[Pair]]:
    """Link what is plain, and suggest to staff what is not. Returns both; a second run finds none.

    It is plain if one home left an address, and one of the same kind was listed there afterwards.
    """
    left = CareHome.objects.filter(missing_since__isnull=False, succeeded_by__isnull=True).exclude(
        postcode_key=""
    )
    olds = list(left.select_related("borough"))
    if not olds:
        return [], []
    known = set(Successor.objects.filter(old__in=olds).values_list("old_id", "new_id"))
    there = defaultdict(list)
    for home in CareHome.objects.current().filter(
        postcode_key__in={home.postcode_key for home in olds}
    ):
        there[home.postcode_key].append(home)
    pairs = [
        (old, new) for old in olds for new in there[old.postcode_key] if _may_succeed(old, new)
    ]
    by_old, by_new = defaultdict(list), defaultdict(list)
    for old, new in pairs:
        by_old[old.pk].append(new)
        by_new[new.pk].append(old)
    taken = set(
        CareHome.objects.filter(succeeded_by__in=[new for _, new in pairs]).values_list(
            "succeeded_by", flat=True
        )
    )
    linked, suggested = [], []
    for old, new in pairs:
        if (old.pk, new.pk) in known:
            continue
        alone = len(by_old[old.pk]) == len(by_new[new.pk]) == 1 and new.pk not in taken
        if alone and _is_plain(old, new):
            _join(old, new, by=None, record=record)
            linked.append((old, new))
        else:
            Successor.objects.create(
                old=old, new=new, state=SuccessorState.SUGGESTED, register_import=record
            )
            suggested.append((old, new))
    return linked, suggested


def _may_succeed(old: CareHome, new: CareHome) -> bool:
    """At the same postcode: the same address or name, and registered or listed later."""
    later = _listed_later(old, new) or bool(
        old.registered_on and new.registered_on and new.registered_on > old.registered_on
    )
    alike = same_address(old.address, new.address) or similar_name(old.name, new.name)
    return later and alike and old.is_invented == new.is_invented


def _is_plain(old: CareHome, new: CareHome) -> bool:
    return (
        _listed_later(old, new)
        and same_address(old.address, new.address)
        and old.is_care_home == new.is_care_home
        and not (old.dual_registered or new.dual_registered)
    )


def _listed_later(old: CareHome, new: CareHome) -> bool:
    return (new.first_seen_in_id or 0) > (old.first_seen_in_id or 0)


def _join(old: CareHome, new: CareHome, *, by: Any, record: RegisterImport | None) -> None:
    Successor.objects.update_or_create(
        old=old,
        new=new,
        defaults={
            "state": SuccessorState.LINKED,
            "decided_by": by,
            "decided_at": clock.now(),
            "register_import": record,
        },
    )
    CareHome.objects.filter(pk=old.pk).update(succeeded_by=new)
    old.succeeded_by = new
    if record is not None:
        HomeChange.objects.create(
            register_import=record,
            home=old,
            kind=ChangeKind.LINKED,
            old=old.location_id,
            new=f"{new.name} ({new.location_id})"[-200:],
        )


@transaction.atomic
def link(old: CareHome, new: CareHome, *, by: Any) -> Successor:
    """Staff say that `new` is the same place as `old`, which the register no longer lists."""
    old, new = _locked(old, new, by)
    if old.succeeded_by_id == new.pk:
        return Successor.objects.get(old=old, new=new)
    if old.missing_since_id is None:
        raise Refused(f"The register still lists {old}, so nothing has taken its place.")
    if old.succeeded_by is not None:
        raise Refused(f"{old} is already linked to {old.succeeded_by}. Undo that link first.")
    if old.pk in _later_ids(new):
        raise Refused(f"{new} was itself followed by {old}. One of the two links must be wrong.")
    _join(old, new, by=by, record=None)
    Successor.objects.filter(old=old, state=SuccessorState.SUGGESTED).update(
        state=SuccessorState.REJECTED, decided_by=by, decided_at=clock.now()
    )
    audit.record(
        "linked care home to its new registration",
        old,
        by=by,
        detail={"from": old.location_id, "to": new.location_id},
    )
    return Successor.objects.get(old=old, new=new)


@transaction.atomic
def reject(old: CareHome, new: CareHome, *, by: Any) -> None:
    """Staff say that the two are different places; it is not suggested again."""
    old, new = _locked(old, new, by)
    if old.succeeded_by_id == new.pk:
        CareHome.objects.filter(pk=old.pk).update(succeeded_by=None)
    changed = Successor.objects.filter(old=old, new=new).exclude(state=SuccessorState.REJECTED)
    if changed.update(state=SuccessorState.REJECTED, decided_by=by, decided_at=clock.now()):
        audit.record(
            "said that two care homes are not one place",
            old,
            by=by,
            detail={"from": old.location_id, "to": new.location_id},
        )


def _locked(old: CareHome, new: CareHome, by: Any) -> Pair:
    if not staff(by, None):
        raise Refused("Only staff of a programme can say which homes are one place.")
    rows = CareHome.objects.select_for_update().prefetch_related("succeeded_by")
    homes = {home.pk: home for home in rows.filter(pk__in=[old.pk, new.pk])}
    if len(homes) < 2:
        raise Refused("A home cannot take its own place. Please give the new Location ID.")
    return homes[old.pk], homes[new.pk]


def _later_ids(home: CareHome) -> set[int]:
    """The home itself and all that came after it."""
    seen: set[int] = set()
    pk: int | None = home.pk
    while pk is not None and pk not in seen:
        seen.add(pk)
        pk = CareHome.objects.values_list("succeeded_by", flat=True).get(pk=pk)
    return seen
