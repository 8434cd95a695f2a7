"""What a funder can work out from a summary: tried by counting every world that fits it."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from reports import disclosure

FEWEST = 3


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, 0),
        *[(hidden, None) for hidden in range(1, 8)],
        *[(count, 10) for count in range(8, 13)],
        *[(count, 15) for count in range(13, 18)],
    ],
)
def test_a_count_is_hidden_from_1_to_7_and_rounded_above(count, shown):
    assert disclosure.people(count).value == shown


def test_a_hidden_count_reads_suppressed_and_a_shown_one_its_number():
    assert [str(disclosure.people(count)) for count in (0, 3, 12)] == ["0", "suppressed", "10"]


def test_a_negative_count_is_a_fault():
    with pytest.raises(ValueError, match="negative"):
        disclosure.people(-1)


@pytest.mark.parametrize(
    ("part", "whole", "persons", "shown"),
    [
        (0, 0, 0, None),  # no register was taken
        (60, 70, 7, None),  # rests on seven people
        (60, 70, 8, 86),
        (7, 70, 20, None),  # seven places came
        (63, 70, 20, None),  # seven places did not come
        (70, 70, 20, None),  # everybody
        (0, 70, 20, None),  # nobody
        (8, 70, 20, 14),
        (62, 70, 20, 86),  # 60 of 70, not 62 of 70
    ],
)
def test_a_share_is_worked_out_from_rounded_counts_and_never_of_a_few(part, whole, persons, shown):
    assert disclosure.percentage(part, whole, persons) == shown


def _tables(cells, highest):
    """Every table whose counts add up to `highest` at most."""
    if cells == 0:
        yield ()
        return
    for count in range(highest + 1):
        for rest in _tables(cells - 1, highest - count):
            yield (count, *rest)


@pytest.mark.parametrize(("cells", "highest"), [(2, 42), (3, 27), (4, 22)])
def test_three_values_fit_every_hidden_cell_for_a_reader_who_knows_the_method(cells, highest):
    """The reader has the rounded whole and the table, and tries every table that could be meant."""
    worlds = defaultdict(list)
    for counts in _tables(cells, highest):
        shown = tuple(count.value for count in disclosure.table(counts))
        worlds[shown, disclosure.people(sum(counts)).value].append(counts)
    fits = {
        (key, cell): {world[cell] for world in possible}
        for key, possible in worlds.items()
        for cell, value in enumerate(key[0])
        if value is None
    }
    assert {key: found for key, found in fits.items() if len(found) < FEWEST} == {}


@pytest.mark.parametrize(
    "counts",
    [
        (7, 12, 12, 12),  # each shown as 10, and the whole is 43: only 7 fits
        (1, 8, 8),  # shown as 10 and 10, and the whole is 17
        (7, 27),  # shown as 25, and the whole is 34
        (1, 33),
    ],
)
def test_a_second_cell_is_hidden_where_rounding_would_give_the_first_away(counts):
    assert [count.value for count in disclosure.table(counts)].count(None) >= 2


def test_a_reader_who_knows_the_exact_whole_finds_no_cell_by_subtraction():
    """Hidden cells are between 1 and 7, shown ones two either side: ranges as a reader has them."""
    found = []
    for counts in product(range(28), repeat=3):
        shown = [count.value for count in disclosure.table(counts)]
        if not any(shown) or shown != [disclosure.people(count).value for count in counts]:
            continue
        hidden = shown.count(None)
        slack = 2 * sum(1 for value in shown if value)
        rest = sum(counts) - sum(value or 0 for value in shown)
        low = max(1, rest - slack - 7 * (hidden - 1))
        high = min(7, rest + slack - (hidden - 1))
        if hidden and high - low + 1 < FEWEST:
            found.append(counts)
    assert found == []


def test_a_table_without_small_counts_is_only_rounded():
    assert [count.value for count in disclosure.table([22, 12, 0])] == [20, 10, 0]


def test_a_table_of_one_person_shows_nothing_not_even_its_zeros():
    assert [count.value for count in disclosure.table([0, 1, 0])] == [None, None, None]
