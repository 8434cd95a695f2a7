"""Single cells, as CQC's files and the programs that save them again write them."""

import csv
from datetime import date, datetime

import pytest

from pioneers.register import values
from tests.pioneers.register_files import DATA


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2015-09-25", date(2015, 9, 25)),
        ("2015-09-25T00:00:00", date(2015, 9, 25)),
        ("2015-09-25 00:00:00", date(2015, 9, 25)),
        ("24/10/2017", date(2017, 10, 24)),
        ("03/04/2017", date(2017, 4, 3)),
        ("3/4/2017 12:00:00 AM", date(2017, 3, 4)),
        ("10/24/2017 12:00:00 AM", date(2017, 10, 24)),
        ("15/04/2020 - 00:00", date(2020, 4, 15)),
        (datetime(2017, 10, 24, 13, 5), date(2017, 10, 24)),
        (date(2017, 10, 24), date(2017, 10, 24)),
        (43032, date(2017, 10, 24)),
        (43032.0, date(2017, 10, 24)),
        ("", None),
        ("-", None),
        (None, None),
    ],
)
def test_day(written, expected):
    assert values.day(written) == expected


@pytest.mark.parametrize("written", ["10/24/2017", "31/02/2020", "soon", "2017", "1/2/17"])
def test_day_refuses_what_is_no_date(written):
    with pytest.raises(ValueError):
        values.day(written)


def postcode_cases():
    with (DATA / "uk_postcode_cases.csv").open(encoding="utf-8") as file:
        return [
            (row["input"], row["localflavor_normalised"] or None) for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(("written", "expected"), postcode_cases())
def test_postcode(written, expected):
    if expected is None:
        with pytest.raises(ValueError):
            values.postcode(written)
    else:
        assert values.postcode(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("42", 42), (42, 42), (42.0, 42), ("42.0", 42), ("0", 0), ("", None), (None, None)],
)
def test_whole_number(written, expected):
    assert values.whole_number(written) == expected


@pytest.mark.parametrize("written", ["about 40", "4.5", "-3", "1234567", "٤٢"])
def test_whole_number_refuses_what_is_no_count(written):
    with pytest.raises(ValueError):
        values.whole_number(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Requires Improvement", "Requires improvement"),
        ("Requires improvement", "Requires improvement"),
        ("GOOD", "Good"),
        ("Insufficient Evidence To Rate", "Insufficient evidence to rate"),
        ("A new word of CQC's", "A new word of CQC's"),
        ("-", ""),
        ("", ""),
    ],
)
def test_rating(written, expected):
    assert values.rating(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("BRAND BUPA Group", "BUPA Group"),
        ("Practice Plus Group", "Practice Plus Group"),
        ("BRANDON Trust", "BRANDON Trust"),
        ("-", ""),
        ("", ""),
    ],
)
def test_brand(written, expected):
    assert values.brand(written) == expected


@pytest.mark.parametrize(
    ("written", "ownership", "expected"),
    [
        ("Larch Care Limited", "Organisation", "Larch Care Limited"),
        ("Larch Care Limited", None, "Larch Care Limited"),
        ("A Person", "Individual", values.NAME_WITHHELD),
        ("A Person and Another", "Partnership", values.NAME_WITHHELD),
        ("Mr A Person", None, values.NAME_WITHHELD),
        ("Mrs. A Person & Mr B Person", None, values.NAME_WITHHELD),
        ("Dr A Person", None, values.NAME_WITHHELD),
        ("Drayton Care Limited", None, "Drayton Care Limited"),
        (
            "(individual or partnership provider - name withheld)",
            None,
            values.NAME_WITHHELD,
        ),
    ],
)
def test_a_provider_who_is_a_person_is_not_named(written, ownership, expected):
    assert values.provider_name(written, ownership) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("02085550100", "02085550100"),
        ("020 8555 0100", "020 8555 0100"),
        (2085550100, "02085550100"),
        (2085550100.0, "02085550100"),
        ("2085550100", "02085550100"),
        ("", ""),
    ],
)
def test_telephone_gets_back_the_nought_that_a_spreadsheet_ate(written, expected):
    assert values.telephone(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Kingston upon Thames", "kingston upon thames"),
        ("Kingston-upon-Thames", "kingston upon thames"),
        ("Royal Borough of Kingston upon Thames", "kingston upon thames"),
        ("London Borough of Sutton ", "sutton"),
    ],
)
def test_authority(written, expected):
    assert values.authority(written) == expected
