"""Somebody else's id in the address opens nothing and changes nothing.

Two kinds of swap: with a row of another programme, and with one of a neighbour in the same cohort.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any

import pytest

from tests.access.asking import LOGIN, address, ask, fingerprint
from tests.access.expected import TEAM
from tests.access.matrix import MATRIX
from tests.access.routes import all_routes
from tests.access.world import ROLES, Side, World

pytestmark = pytest.mark.django_db
NAMES = {route.key: route.name for route in all_routes()}
WITH_IDS = sorted(key for key, row in MATRIX.items() if row.ids and not row.nobodys_own)
PEOPLE = [role for role in ROLES if role not in TEAM and role != "staff_elsewhere"]


def _subsets(ids: Any) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(ids, n) for n in range(1, len(ids) + 1))


def _swapped(world: World, key: str, chosen: tuple[str, ...], other: Side) -> str:
    row = MATRIX[key]
    sides = [other if name in chosen else world.ours for name in row.ids]
    return address(world, NAMES[key], dict(row.ids), dict(row.fixed), *sides)


def _swaps(world: World, key: str) -> Iterator[tuple[str, list[str]]]:
    """Addresses with something swapped, and the roles for whom nothing may be there."""
    ids = MATRIX[key].ids
    own = address(world, NAMES[key], dict(ids), dict(MATRIX[key].fixed), world.ours)
    for chosen in _subsets(ids):
        whole = len(chosen) == len(ids)
        # Of an address that is wholly theirs, their own staff are the owners.
        elsewhere = [] if whole else ["staff_elsewhere"]
        url = _swapped(world, key, chosen, world.theirs)
        yield url, [*PEOPLE, *sorted(TEAM), *elsewhere]
        near = _swapped(world, key, chosen, world.neighbours)
        if near == own:
            continue
        people = PEOPLE if MATRIX[key].to - TEAM else []  # else refused with their own id, too
        inner = [name for name in ids if name != "cohort_pk"]
        crossed = set(chosen) & set(inner) not in (set(), set(inner))
        yield near, [*people, *(sorted(TEAM) if crossed else [])]


def test_ids_can_be_swapped_at_all(world):
    for key in WITH_IDS:
        row = MATRIX[key]
        own = address(world, NAMES[key], dict(row.ids), dict(row.fixed), world.ours)
        assert _swapped(world, key, tuple(row.ids), world.theirs) != own, key


@pytest.mark.parametrize("key", WITH_IDS)
def test_a_swapped_id_is_not_there_and_nothing_changes(world, key):
    before = fingerprint()
    wrong = {}
    swaps = 0
    for url, roles in _swaps(world, key):
        for role in roles:
            wanted = LOGIN if role == "anonymous" else 404
            for method in ("get", "post"):
                swaps += 1
                answer = ask(world, role, method, url, undo=False).answer
                if answer != wanted:
                    wrong[role, method, url] = answer
    assert wrong == {}, f"of {swaps} swaps"
    assert fingerprint() == before


@pytest.mark.parametrize("key", WITH_IDS)
def test_the_swapped_address_works_for_its_owner(world, key):
    """Without this, a page that is broken for everybody would pass the test above."""
    row = MATRIX[key]
    for side in (world.theirs, world.neighbours):
        url = address(world, NAMES[key], dict(row.ids), dict(row.fixed), side)
        for role in sorted(row.to - {"anonymous", "staff_elsewhere"}):
            assert ask(world, role, "get", url, side).answer == row.answers[role][0], (role, url)
