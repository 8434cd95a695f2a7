"""Homes that leave the register, come back, or stand in it under a new Location ID."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from core import people
from core.errors import Refused
from core.models import AuditEvent
from pioneers.models import CareHome, HomeChange, RegisterImport, Successor
from pioneers.selectors.homes import find_homes
from pioneers.services import successors
from pioneers.services.register import import_register
from tests import factories as make
from tests.pioneers.register_files import (
    DATA,
    MONTHLY,
    RESIDENTIAL,
    SOUTH_LONDON_2021,
    SUPPORTED_LIVING,
    home,
    table,
    write_csv,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_in(tmp_path):
    """Import rows in the monthly layout, as of a day if one is given."""

    def run(*rows, name="a.csv", **options):
        path = write_csv(tmp_path / name, table(rows, MONTHLY))
        return import_register(path, by=people.system(), **options)

    return run


def five(*changed, leave_out=()):
    """Five homes of Croydon at five addresses, 1-1 to 1-5, and what is given besides."""
    rows = [
        home(
            id=f"1-{n}",
            name=f"Home {n}",
            postcode=f"CR0 {n}AA",
            **{"Location Street Address": f"{n} Larch Road"},
        )
        for n in range(1, 6)
        if n not in leave_out
    ]
    return [*rows, *changed]


def anew(n=5, **changes):
    """Home n under a new Location ID."""
    values = {
        "id": f"2-{n}",
        "name": f"Home {n}",
        "postcode": f"CR0 {n}AA",
        "Location Street Address": f"{n} Larch Road",
        "Location HSCA start date": "01/12/2020",
    }
    return home(**values | changes)


def held(location_id):
    return CareHome.objects.get(location_id=location_id)


def changes_of(record):
    return list(record.changes.values_list("home__location_id", "kind"))


def newest():
    return RegisterImport.objects.order_by("-pk")[0]


# --- Missing -------------------------------------------------------------------------------------


def test_a_home_that_a_whole_file_leaves_out_is_missing_since_that_file(read_in):
    read_in(*five())
    report = read_in(*five(leave_out=[5]))
    assert [one.location_id for one in report.missing] == ["1-5"]
    assert held("1-5").missing_since == newest()
    assert (newest().missing, newest().whole_for) == (1, ["Croydon"])
    assert changes_of(newest()) == [("1-5", "missing")]
    assert CareHome.objects.filter(missing_since=None).count() == 4


@pytest.mark.parametrize(
    ("left_out", "missing"), [([5], 1), ([4, 5], 0), ([2, 3, 4, 5], 0)], ids=["4/5", "3/5", "1/5"]
)
def test_a_file_that_lists_less_than_four_fifths_of_a_borough_tells_nothing(
    read_in, left_out, missing
):
    read_in(*five())
    report = read_in(*five(leave_out=left_out))
    assert (len(report.missing), report.not_in_file) == (missing, len(left_out) - missing)


def test_a_borough_that_the_file_does_not_list_loses_nothing(read_in):
    read_in(*five(home(id="1-9", borough="Bexley")))
    report = read_in(*five())
    assert (report.missing, report.whole_for) == ([], ["Croydon"])


def test_a_file_of_care_homes_alone_tells_nothing_of_supported_living(read_in):
    flats = home(id="1-9", **{"Care home?": "N", RESIDENTIAL: "", SUPPORTED_LIVING: "Y"})
    read_in(*five(flats))
    assert read_in(*five()).missing == []


def test_a_home_that_is_now_listed_elsewhere_or_cannot_be_read_is_not_missing(read_in):
    read_in(*five(home(id="1-6"), home(id="1-7")))
    report = read_in(*five(home(id="1-6", borough="Kent"), home(id="1-7", name="")))
    assert report.missing == []


def test_an_older_file_closes_nothing_links_nothing_and_brings_nothing_back(read_in):
    read_in(*five(), name="01_June_2026_HSCA.csv")
    read_in(*five(leave_out=[5]), name="01_July_2026_HSCA.csv")
    older = read_in(*five(leave_out=[4]), name="01_May_2026_HSCA.csv")
    assert (older.is_newest, older.missing, older.returned) == (False, [], [])
    assert held("1-5").missing_since.produced_on == date(2026, 7, 1)
    assert held("1-4").missing_since is None


def test_invented_homes_and_real_ones_are_apart(read_in):
    make.care_home("Rowan Lodge")
    read_in(*five())
    assert CareHome.objects.filter(missing_since__isnull=False).count() == 0


def test_a_home_that_returns_is_as_before_and_nothing_succeeds_it(read_in):
    read_in(*five())
    read_in(*five(anew(), leave_out=[5]))
    assert held("1-5").succeeded_by == held("2-5")
    report = read_in(*five(anew()))
    assert [one.location_id for one in report.returned] == ["1-5"]
    back = held("1-5")
    assert (back.missing_since, back.succeeded_by) == (None, None)
    assert Successor.objects.count() == 0
    assert changes_of(newest()) == [("1-5", "returned")]


def test_a_dry_run_tells_what_would_be_missing_and_linked_and_keeps_nothing(read_in):
    read_in(*five())
    report = read_in(*five(anew(), leave_out=[5]), dry_run=True)
    assert ([str(one) for one in report.missing], len(report.linked)) == (["Home 5"], 1)
    assert held("1-5").missing_since is None
    assert (Successor.objects.count(), HomeChange.objects.count()) == (0, 0)


# --- What changed at homes with Pioneers ---------------------------------------------------------


def test_new_names_providers_and_ratings_are_noted_of_homes_with_pioneers_only(read_in):
    read_in(*five())
    make.pioneer(home=held("1-1"))
    make.application(home=held("1-2"))
    values = {"Provider Name": "New Care", "Location Latest Overall Rating": "Inadequate"}
    rows = [
        home(id=f"1-{n}", name=f"New {n}", postcode=f"CR0 {n}AA", beds="99", **values)
        for n in (1, 2, 3)
    ]
    read_in(*five(*rows, leave_out=[1, 2, 3]))
    assert list(newest().changes.values_list("home__location_id", "kind", "old", "new")) == [
        ("1-1", "name", "Home 1", "New 1"),
        ("1-2", "name", "Home 2", "New 2"),
        ("1-1", "provider", "Larch Care Limited", "New Care"),
        ("1-2", "provider", "Larch Care Limited", "New Care"),
        ("1-1", "rating", "Good", "Inadequate"),
        ("1-2", "rating", "Good", "Inadequate"),
    ]


# --- Registered anew -----------------------------------------------------------------------------


def test_a_new_id_at_the_address_of_a_missing_home_is_linked_once(read_in):
    read_in(*five())
    rows = five(anew(name="Elm Court"), leave_out=[5])
    report = read_in(*rows)
    assert [(str(old), str(new)) for old, new in report.linked] == [("Home 5", "Elm Court")]
    row = Successor.objects.get()
    assert (row.state, row.decided_by, row.register_import) == ("linked", None, newest())
    assert changes_of(newest()) == [("1-5", "linked"), ("1-5", "missing")]
    again = read_in(*rows)
    assert (again.linked, again.suggested, again.missing, again.unchanged) == ([], [], [], 5)


@pytest.mark.parametrize(
    ("what", "change", "linked", "suggested"),
    [
        ("the same", {}, 1, 0),
        ("more said", {"Location Address Line 2": "New Addington"}, 0, 1),
        ("another spelling", {"Location Street Address": "5  Larch Rd."}, 1, 0),
        ("another number, one name", {"Location Street Address": "7 Larch Road"}, 0, 1),
        ("another number and name", {"Location Street Address": "7", "name": "Elm"}, 0, 0),
        ("another postcode", {"postcode": "CR0 9ZZ"}, 0, 0),
        ("a pair of registrations", {"Location Dual Registered": "Dual Registration"}, 0, 1),
        ("another kind", {"Care home?": "N", RESIDENTIAL: "", SUPPORTED_LIVING: "Y"}, 0, 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_linked_and_what_staff_are_asked(read_in, what, change, linked, suggested):
    read_in(*five())
    report = read_in(*five(anew(**change), leave_out=[5]))
    assert (len(report.linked), len(report.suggested)) == (linked, suggested)
    assert (held("1-5").succeeded_by is not None) == bool(linked)


def test_a_home_that_was_there_all_along_takes_nobodys_place_by_itself(read_in):
    """212 Anerley Road held two homes in 2021. One of them closing does not make the other it."""
    read_in(*five(anew()))
    report = read_in(*five(anew(), leave_out=[5]))
    assert (len(report.linked), len(report.suggested)) == (0, 1)


def test_two_that_may_follow_one_are_put_to_staff(read_in):
    read_in(*five())
    report = read_in(*five(anew(), anew(id="3-5"), leave_out=[5]))
    assert (len(report.linked), len(report.suggested)) == (0, 2)


def test_the_fifteen_homes_that_really_left_in_2021_and_the_thirteen_that_were_registered_anew(
    tmp_path,
):
    with (DATA / "registered_anew_2021.csv").open(encoding="utf-8") as file:
        extract = list(csv.DictReader(file))
    with SOUTH_LONDON_2021.open(encoding="utf-8-sig", newline="") as file:
        directory = list(csv.DictReader(file))
    old = [row for row in extract if row["file"] == "ratings"]
    new = {
        row["Location ID"]
        for row in extract
        if row["file"] == "directory" and row["Location HSCA start date"] > "2020-11"
    }
    before = [row for row in directory if row["Location ID"] not in new]
    before += [{"Care home?": "Y", RESIDENTIAL: "Y", **row} for row in old]
    earlier = write_csv(tmp_path / "before.csv", table(before, list(directory[0])))
    import_register(earlier, by=people.system())
    report = import_register(SOUTH_LONDON_2021, by=people.system())
    assert len(report.missing) == 15
    assert len(report.linked) == 13
    pairs = {(str(one), str(other)) for one, other in report.linked}
    assert ("Care Management Group - 31 Egmont Road", "31 Egmont Road") in pairs
    assert ("Care Management Group - 33 Egmont Road", "33 Egmont Road") in pairs
    assert ("Heathside Neurodisability Unit", "Heathside Neurodisability Unit") in pairs
    # Registered twice at its address within two months: a person decides.
    assert [one.location_id for _, one in report.suggested] == ["1-10232604320", "1-10609926568"]
    assert list(
        CareHome.objects.filter(
            missing_since__isnull=False, succeeded_by=None, successors=None
        ).values_list("name", flat=True)
    ) == ["Eothen Residential Homes - Sutton"]
    again = import_register(SOUTH_LONDON_2021, by=people.system())
    assert (again.missing, again.linked, again.suggested) == ([], [], [])
    assert [one.name for one in find_homes("egmont")] == ["31 Egmont Road", "33 Egmont Road"]


# --- Staff decide --------------------------------------------------------------------------------


@pytest.fixture
def gone(read_in):
    """A home that left, of which nothing is suggested."""
    read_in(*five())
    read_in(*five(leave_out=[5]))
    return held("1-5")


def test_staff_link_a_missing_home_once_and_it_is_audited(gone):
    staff = make.staff()
    for _ in range(2):
        successors.link(gone, held("1-1"), by=staff)
    gone.refresh_from_db()
    assert gone.succeeded_by == held("1-1")
    events = AuditEvent.objects.filter(action="linked care home to its new registration")
    assert [(event.actor, event.detail) for event in events] == [
        (staff.email, {"from": "1-5", "to": "1-1"})
    ]


def test_what_staff_rejected_is_not_suggested_or_linked_again(read_in):
    read_in(*five())
    rows = five(anew(), leave_out=[5])
    read_in(*rows)
    successors.reject(held("1-5"), held("2-5"), by=make.staff())
    assert held("1-5").succeeded_by is None
    report = read_in(*rows)
    assert (report.linked, report.suggested) == ([], [])
    assert held("1-5").succeeded_by is None


def refusal(old, new, by):
    with pytest.raises(Refused) as refused:
        successors.link(old, new, by=by)
    return str(refused.value)


def test_links_that_cannot_be_true_are_refused_in_words(gone):
    staff = make.staff()
    assert refusal(held("1-1"), held("1-2"), staff) == (
        "The register still lists Home 1, so nothing has taken its place."
    )
    assert refusal(gone, gone, staff) == (
        "A home cannot take its own place. Please give the new Location ID."
    )
    successors.link(gone, held("1-1"), by=staff)
    assert refusal(gone, held("1-2"), staff) == (
        "Home 5 is already linked to Home 1. Undo that link first."
    )
    CareHome.objects.filter(location_id="1-1").update(missing_since=gone.missing_since)
    assert refusal(held("1-1"), gone, staff) == (
        "Home 5 was itself followed by Home 1. One of the two links must be wrong."
    )


def test_nobody_but_staff_decides(gone):
    for who in (make.person(), make.pioneer().person, make.funder_contact()):
        assert refusal(gone, held("1-1"), who) == (
            "Only staff of a programme can say which homes are one place."
        )
        with pytest.raises(Refused):
            successors.reject(gone, held("1-1"), by=who)


def test_applicants_are_offered_todays_homes_only(gone):
    assert [one.name for one in find_homes("home")] == ["Home 1", "Home 2", "Home 3", "Home 4"]


def test_a_pioneer_keeps_the_home_they_came_from(read_in):
    read_in(*five())
    pioneer = make.pioneer(home=held("1-5"))
    read_in(*five(anew(name="Elm Court"), leave_out=[5]))
    pioneer.refresh_from_db()
    assert (pioneer.home.name, pioneer.home.succeeded_by.name) == ("Home 5", "Elm Court")
