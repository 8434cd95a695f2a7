"""Lines of a right file that are left out, and lines that are kept with something unknown."""

import csv
from collections import Counter

import pytest

from pioneers.register import RegisterRow, Skip, open_register
from tests.pioneers.register_files import (
    DATA,
    NURSING,
    RESIDENTIAL,
    SOUTH_LONDON_2021,
    SUPPORTED_LIVING,
    WEEKLY_HOME,
    csv_text,
    home,
    table,
    write_csv,
    write_weekly,
)


def entries(tmp_path, *rows, boroughs=None):
    with open_register(write_csv(tmp_path / "a.csv", table(rows))) as register:
        return list(register.entries(boroughs))


def only(tmp_path, **changes):
    (entry,) = entries(tmp_path, home(**changes))
    return entry


# --- Left out ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "skip"),
    [
        ({"id": ""}, Skip(2, "No Location ID", detail="Larch House")),
        (
            {"id": "see note below"},
            Skip(2, "The Location ID is not one of CQC's", detail="see note below"),
        ),
        ({"name": " "}, Skip(2, "No name", "1-1000001")),
        (
            {"Care home?": "N", RESIDENTIAL: ""},
            Skip(2, "Not a care home or supported living service", "1-1000001"),
        ),
        (
            {"borough": "Kent"},
            Skip(2, "Not in one of the programme's boroughs", "1-1000001", "Kent"),
        ),
    ],
)
def test_a_line_is_left_out_with_its_reason(tmp_path, changes, skip):
    assert entries(tmp_path, home(**changes), boroughs=["Croydon"]) == [skip]


def test_the_same_location_id_twice_keeps_the_first(tmp_path):
    first, second = entries(tmp_path, home(), home(name="Other House"))
    assert first.name == "Larch House"
    assert second == Skip(
        3, "The same Location ID stands on an earlier line", "1-1000001", "line 2"
    )


def test_a_row_whose_values_moved_is_left_out(tmp_path):
    columns, cells = table([home()])
    cells.insert(4, "Larch")
    with open_register(write_csv(tmp_path / "a.csv", [columns, cells])) as register:
        assert list(register.entries()) == [
            Skip(2, "More values than columns, so the values have moved", detail="123 in 122")
        ]


QUOTES = "The quotation marks do not match"


def read_text(path, text):
    path.write_text(text, encoding="utf-8")
    with open_register(path) as register:
        return list(register.entries())


def test_a_stray_quotation_mark_costs_its_own_line_only(tmp_path):
    text = csv_text(table([home(), home(id="1-1000002")]))
    spoilt = text.replace("Larch House", '"Larch House', 1)
    skip, kept = read_text(tmp_path / "a.csv", spoilt)
    assert skip == Skip(2, QUOTES)
    assert (kept.line, kept.location_id) == (3, "1-1000002")


def test_a_quotation_mark_that_is_never_closed_names_every_line_it_swallowed(tmp_path):
    plain = [home(id=f"1-{number}", **{"Registered manager": ""}) for number in range(1, 4)]
    text = csv_text(table(plain))
    spoilt = text.replace("Larch House", '"Larch House', 2).replace('"Larch', "Larch", 1)
    kept, *skips = read_text(tmp_path / "a.csv", strip_quotes_of_people(spoilt))
    assert (kept.line, kept.location_id) == (2, "1-1")
    assert skips == [Skip(3, QUOTES), Skip(4, QUOTES)]


def strip_quotes_of_people(text):
    for name in ("Another, Private", "Third, Private"):
        text = text.replace(f'"{name}"', "")
    return text


def test_without_boroughs_every_place_is_read(tmp_path):
    assert only(tmp_path, borough="Kent").local_authority == "Kent"


@pytest.mark.parametrize(
    "written", ["Kingston upon Thames", "KINGSTON UPON THAMES", "Kingston-upon-Thames"]
)
def test_a_borough_is_known_however_it_is_written(tmp_path, written):
    (row,) = entries(tmp_path, home(borough=written), boroughs=["Kingston upon Thames"])
    assert row.local_authority == written


def test_no_borough_is_known_by_half_its_name(tmp_path):
    (skip,) = entries(
        tmp_path, home(borough="Kingston upon Hull"), boroughs=["Kingston upon Thames"]
    )
    assert skip.detail == "Kingston upon Hull"


# --- Kept --------------------------------------------------------------------------------------


def test_homes_of_one_name_and_postcode_stay_two(tmp_path):
    first, second = entries(
        tmp_path,
        home(**{"Location Dual Registered": "Dual Registration"}),
        home(id="1-19896988775", **{"Location Dual Registered": "Dual Registration"}),
    )
    assert (first.name, first.postcode) == (second.name, second.postcode)
    assert [row.location_id for row in (first, second)] == ["1-1000001", "1-19896988775"]
    assert [row.dual_registered for row in (first, second)] == [True, True]


def test_a_home_with_both_kinds_of_service_has_both(tmp_path):
    row = only(tmp_path, **{NURSING: "Y"})
    assert (row.with_nursing, row.without_nursing) == (True, True)


def test_a_supported_living_service_is_no_care_home_and_is_kept(tmp_path):
    changes = {"Care home?": "N", RESIDENTIAL: "", SUPPORTED_LIVING: "Y", "beds": "0"}
    row = only(tmp_path, **changes)
    assert (row.is_care_home, row.supported_living, row.beds) == (False, True, 0)


def test_a_blank_answer_to_care_home_leaves_it_to_the_service_types(tmp_path):
    assert only(tmp_path, **{"Care home?": ""}).is_care_home is True


@pytest.mark.parametrize(("written", "dormant"), [("Y", True), ("N", False), ("", False)])
def test_dormant(tmp_path, written, dormant):
    assert only(tmp_path, **{"Dormant (Y/N)": written}).dormant is dormant


def test_a_bad_postcode_is_kept_as_written_and_noted(tmp_path):
    row = only(tmp_path, postcode="cr8  2l")
    assert (row.postcode, row.notes) == ("CR8 2L", ["The postcode is not valid: cr8 2l"])


def test_no_postcode_is_noted(tmp_path):
    row = only(tmp_path, postcode="")
    assert (row.postcode, row.notes) == ("", ["The postcode is not valid: none given"])


@pytest.mark.parametrize(
    ("column", "field", "words"),
    [
        ("Care homes beds", "beds", "number of beds"),
        ("Publication Date", "rating_date", "date of rating"),
        ("Location HSCA start date", "registered_on", "date of registration"),
    ],
)
def test_what_cannot_be_read_is_unknown_and_noted(tmp_path, column, field, words):
    row = only(tmp_path, **{column: "not yet"})
    assert (getattr(row, field), row.notes) == (None, [f"The {words} cannot be read: not yet"])


def test_american_and_iso_dates_in_one_row(tmp_path):
    row = only(
        tmp_path,
        **{
            "Location HSCA start date": "2010-11-16",
            "Publication Date": "3/9/2017 12:00:00 AM",
        },
    )
    assert (f"{row.registered_on:%d %m %Y}", f"{row.rating_date:%d %m %Y}") == (
        "16 11 2010",
        "09 03 2017",
    )


@pytest.mark.parametrize(
    ("words", "bands"),
    [
        (
            "Learning disabilities|Mental health conditions",
            ("learning_disability", "mental_health"),
        ),
        ("Services for everyone|Treatment of disease, disorder or injury", ("whole_population",)),
        ("", ()),
    ],
)
def test_weekly_specialisms_become_bands_and_other_words_are_left(tmp_path, words, bands):
    path = write_weekly(tmp_path / "a.csv", [WEEKLY_HOME | {"Specialisms/services": words}])
    with open_register(path) as register:
        (row,) = register.entries()
    assert row.bands == bands


# --- The real register of 2021 -----------------------------------------------------------------


@pytest.fixture(scope="module")
def south_london():
    with open_register(SOUTH_LONDON_2021) as register:
        return list(register.entries())


def published(column):
    with (DATA / "borough_summary_2021.csv").open(encoding="utf-8") as file:
        return {row["borough"]: int(row[column]) for row in csv.DictReader(file)}


def test_the_609_homes_of_2021_are_all_read_without_a_note(south_london):
    assert len(south_london) == 609
    assert {type(row) for row in south_london} == {RegisterRow}
    assert [row.notes for row in south_london if row.notes] == []


@pytest.mark.parametrize(
    ("column", "counts"),
    [
        ("care_homes", lambda row: row.is_care_home),
        ("beds", lambda row: row.beds),
        ("with_nursing", lambda row: row.with_nursing),
        ("without_nursing", lambda row: row.without_nursing),
        ("older_people", lambda row: "older_people" in row.bands),
        ("dementia", lambda row: "dementia" in row.bands),
        ("learning_disability_autism", lambda row: "learning_disability" in row.bands),
        ("mental_health", lambda row: "mental_health" in row.bands),
    ],
)
def test_the_boroughs_add_up_to_what_was_counted_independently(south_london, column, counts):
    ours = Counter()
    for row in south_london:
        ours[row.local_authority] += int(counts(row))
    assert dict(ours) == published(column)
