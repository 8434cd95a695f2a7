"""Finding a home as it is typed on a phone."""

from __future__ import annotations

import pytest

from pioneers.selectors.homes import find_homes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _homes():
    make.care_home("St Mary’s Nursing Home", postcode="SE21 7AB")
    make.care_home("Larkfield House", postcode="CR7 8LY")
    make.care_home("Lark Rise", postcode="SW2 1AA")
    make.care_home("100% Care_Home", postcode="SM1 1AA")
    make.care_home("Larkspur Flats", postcode="SM2 1AA", is_care_home=False, supported_living=True)
    make.care_home("Lark Dental", postcode="CR7 8LZ", is_care_home=False)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lark", ["Lark Rise", "Larkfield House", "Larkspur Flats"]),
        ("LARKFIELD", ["Larkfield House"]),
        ("house lark", ["Larkfield House"]),
        ("cr7 8ly", ["Larkfield House"]),
        ("CR78LY", ["Larkfield House"]),
        ("  cr7  ", ["Larkfield House"]),
        ("lark sw2", ["Lark Rise"]),
        ("st marys", ["St Mary’s Nursing Home"]),
        ("St Mary's", ["St Mary’s Nursing Home"]),
        ("st mary’s, se21", ["St Mary’s Nursing Home"]),
        ("100%", ["100% Care_Home"]),
        ("%%", []),
        ("care_h", ["100% Care_Home"]),
        ("l", []),
        ("", []),
        ("   ", []),
        ("\x00", []),
        ("no such home", []),
        ("lark " * 50, ["Lark Rise", "Larkfield House", "Larkspur Flats"]),
    ],
)
def test_what_is_found(typed, found):
    assert [home.name for home in find_homes(typed)] == found


def test_a_home_whose_name_begins_so_comes_before_one_that_contains_it():
    make.care_home("A Place by the Rise")
    make.care_home("Rise Hall")
    assert [home.name for home in find_homes("rise")] == [
        "Rise Hall",
        "A Place by the Rise",
        "Lark Rise",
    ]


def test_never_more_than_twelve_and_one_query(django_assert_num_queries):
    for _ in range(15):
        make.care_home("Many Homes")
    with django_assert_num_queries(1):
        found = find_homes("many")
        assert [home.borough.name for home in found] == ["Croydon"] * 12
