"""Every address x every role x GET and POST has a declared answer, and gives it."""

from __future__ import annotations

import sys

import pytest

from tests.access.asking import LOGIN, address, ask
from tests.access.matrix import MATRIX
from tests.access.routes import all_routes
from tests.access.world import ROLES

pytestmark = pytest.mark.django_db
ROUTES = {route.key: route for route in all_routes()}
METHODS = ("get", "post")
REFUSED = (403, 404, 405, 409, LOGIN)


def test_every_address_is_declared_in_the_matrix():
    undeclared = sorted(set(ROUTES) - set(MATRIX))
    gone = sorted(set(MATRIX) - set(ROUTES))
    assert undeclared == [], (
        f"{', '.join(undeclared)}: add a line for each to tests/access/matrix.py, saying who may "
        "GET and POST it and what the others are answered."
    )
    assert gone == [], f"{', '.join(gone)}: no such address any more; remove its line."


def test_no_two_addresses_share_a_line_of_the_matrix():
    assert len(ROUTES) == len(all_routes())


def test_every_cell_is_declared(capsys):
    cells = sum(len(row.answers) * len(METHODS) for row in MATRIX.values())
    assert cells == len(MATRIX) * len(ROLES) * len(METHODS)
    with capsys.disabled():
        line = f"\naccess matrix: {len(MATRIX)} addresses, {len(ROLES)} roles, {cells} cells\n"
        sys.stdout.write(line)


@pytest.mark.parametrize("key", sorted(ROUTES))
def test_everyone_gets_the_declared_answer(world, key):
    if key not in MATRIX:
        pytest.fail(f"{key} is not in tests/access/matrix.py: add who may GET and POST it.")
    expected = MATRIX[key]
    url = address(world, ROUTES[key].name, expected.ids, expected.fixed, world.ours)
    found, declared, wrote = {}, {}, {}
    for role in ROLES:
        for number, method in enumerate(METHODS):
            asked = ask(world, role, method, url)
            found[role, method] = asked.answer
            declared[role, method] = expected.answers[role][number]
            refused = asked.answer in REFUSED or method == "get" or asked.answer == 200
            if refused and asked.written and key not in ANSWERS_ON_THE_SPOT:
                wrote[role, method] = sorted(asked.written)
    wrong = {
        cell: (answer, declared[cell]) for cell, answer in found.items() if answer != declared[cell]
    }
    assert wrong == {}, f"{url}: (answered, declared) differ"
    assert wrote == {}, f"{url}: looking, being refused or an empty form changed these tables"


# Pages that act and then show what happened without leading on.
ANSWERS_ON_THE_SPOT: set[str] = set()
