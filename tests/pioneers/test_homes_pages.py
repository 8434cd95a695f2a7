"""Staff look homes up: how they are found, and what a home's page tells whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cohorts.enums import CohortState
from cohorts.models import Funding
from pioneers.home_keys import address_words, name_key, postcode_key, same_address, similar_name
from pioneers.models import CareHome, RegisterImport
from pioneers.selectors import register
from pioneers.services import successors
from tests import factories as make

pytestmark = pytest.mark.django_db


# --- What is compared and searched ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St Mary’s Nursing Home", "st marys nursing home"),
        ("SAINT MARYS", "st marys"),
        ("St. Mary's", "st marys"),
        ("Café Résidence", "cafe residence"),
        ("Larch & Elm", "larch elm"),
        ("Larch and Elm", "larch elm"),
        ("101 Brook Street (Erith)", "101 brook street erith"),
        ("", ""),
    ],
)
def test_the_plain_form_of_a_name(name, key):
    assert name_key(name) == key


def test_the_plain_form_of_a_postcode():
    assert [postcode_key(one) for one in ("CR7 8LY", " cr78ly", "CR7-8LY", "")] == [
        *["CR78LY"] * 3,
        "",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("80-82 Blackheath Hill", "80 - 82 Blackheath Hill", True),
        ("374 St Helier Avenue", "374 St. Helier Ave", True),
        ("190-196", "190-196, Coombe Lane West", True),
        ("12 Larch Road, Purley", "12 Larch Rd", True),
        ("31 Egmont Road", "33 Egmont Road", False),
        ("1 Healy Drive", "12 Healy Drive", False),
        ("80-82 Hill Road", "80 Hill Road", False),
        ("", "12 Larch Road", False),
        ("", "", False),
    ],
)
def test_one_address_in_two_spellings(one, other, same):
    assert same_address(one, other) is same_address(other, one) is same


def test_words_of_an_address():
    assert address_words("80 - 82, St. John’s Road") == ["80x82", "st", "johns", "rd"]


def test_names_that_may_be_one():
    assert similar_name("Care Management Group - 3 The Green", "3 The Green")
    assert not similar_name("Coombe Road", "Lloyd Park Nursing Home")
    assert not similar_name("", "Larch")


# --- Looking for homes ---------------------------------------------------------------------------


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture
def homes():
    gone = RegisterImport.objects.create(file_name="a.csv", imported_by="a@homes.example")
    made = {
        "mary": make.care_home("St Mary’s House", postcode="SE21 7AB", provider_name="Sisters"),
        "cafe": make.care_home("Café Larkfield", postcode="CR7 8LY", provider_name="Élan Care"),
        "flats": make.care_home("Larkspur", is_care_home=False, supported_living=True),
        "gone": make.care_home("Lark Rise", missing_since=gone, borough=make.borough("Bexley")),
        "dentist": make.care_home("Lark Dental", is_care_home=False),
    }
    made["anew"] = make.care_home("Lark Rise II")
    CareHome.objects.filter(pk=made["gone"].pk).update(succeeded_by=made["anew"])
    make.pioneer(home=made["gone"])
    make.pioneer(home=made["mary"])
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "anew cafe flats gone mary"),
        ({"q": "lark"}, "anew cafe flats gone"),
        ({"q": "saint marys"}, "mary"),
        ({"q": "cafe"}, "cafe"),
        ({"q": "CAFÉ larkf"}, "cafe"),
        ({"q": "cr78ly"}, "cafe"),
        ({"q": "CR7 8"}, "cafe"),
        ({"q": "se21"}, "mary"),
        ({"q": "s"}, "mary"),
        ({"q": "nowhere"}, ""),
        ({"provider": "elan"}, "cafe"),
        ({"provider": "sister", "q": "mary"}, "mary"),
        ({"borough": "Bexley"}, "gone"),
        ({"reached": "yes"}, "anew gone mary"),
        ({"reached": "never"}, "cafe flats"),
        ({"listed": "gone"}, "gone"),
        ({"listed": "now"}, "anew cafe flats mary"),
        ({"listed": "now", "reached": "yes", "q": "lark"}, "anew"),
        ({"listed": "sideways", "reached": "9", "borough": "x"}, "anew cafe flats gone mary"),
    ],
)
def test_what_is_found(client, staff, homes, asked, found):
    if asked.get("borough") == "Bexley":
        asked = {"borough": make.borough("Bexley").pk}
    client.force_login(staff)
    rows = client.get("/staff/homes/", asked).context["rows"]
    by_pk = {home.pk: name for name, home in homes.items()}
    assert sorted(by_pk[row.pk] for row in rows if row.pk in by_pk) == found.split()


def test_a_location_id_finds_its_home(client, staff, homes):
    client.force_login(staff)
    rows = client.get("/staff/homes/", {"q": homes["cafe"].location_id}).context["rows"]
    assert [row.name for row in rows] == ["Café Larkfield"]


def test_pioneers_are_counted_under_the_new_id_and_only_ones_own(client, staff, homes):
    make.pioneer(make.cohort(make.another_programme()), home=homes["mary"])
    client.force_login(staff)
    rows = client.get("/staff/homes/").context["rows"]
    named = set(homes.values())
    assert {row.name: row.pioneers_known for row in rows if row in named} == {
        "Café Larkfield": 0,
        "Lark Rise": 1,
        "Lark Rise II": 1,
        "Larkspur": 0,
        "St Mary’s House": 1,
    }


def test_a_search_reads_an_index_and_not_the_homes_one_by_one(staff):
    """The rows are long; a postcode is a range of an index in every database."""
    plan = CareHome.objects.filter(register.postcode_begins("CR7")).order_by().explain()
    assert "postcod" in plan.lower()
    assert "SCAN pioneers_carehome\n" not in f"{plan}\n"


# --- A home's page -------------------------------------------------------------------------------


def page_of(client, home):
    return client.get(reverse("pioneers:home", args=[home.pk]))


def test_a_home_says_where_its_facts_are_from(client, staff):
    record = RegisterImport.objects.create(
        file_name="01_July_2026_HSCA.csv", imported_by="a@homes.example", produced_on="2026-07-01"
    )
    home = make.care_home(
        rating="Good", rating_on="2025-03-04", last_seen_in=record, first_seen_in=record
    )
    client.force_login(staff)
    html = page_of(client, home).content.decode()
    assert "01_July_2026_HSCA.csv</a> of Wednesday 1 July 2026 says" in html
    assert "Good, Tuesday 4 March 2025" in html


def test_the_people_of_every_registration_stand_on_the_page_of_the_newest(client, staff, homes):
    middle = homes["anew"]
    newest = make.care_home("Lark Rise III")
    CareHome.objects.filter(pk=middle.pk).update(
        succeeded_by=newest, missing_since=homes["gone"].missing_since
    )
    application = make.application(home=middle)
    client.force_login(staff)
    context = page_of(client, newest).context
    assert [home.name for home in context["earlier"]] == ["Lark Rise II", "Lark Rise"]
    assert [one.home.name for one in context["pioneers"]] == ["Lark Rise"]
    assert list(context["applications"]) == [application]
    html = page_of(client, homes["gone"]).content.decode()
    assert "This place is now" in html
    assert "Lark Rise III" in html


def test_the_people_of_another_programme_are_not_shown(client, homes):
    client.force_login(make.staff(make.another_programme()))
    context = page_of(client, homes["mary"]).context
    assert (list(context["pioneers"]), list(context["applications"])) == ([], [])


def test_a_funder_is_named_whose_places_the_borough_may_have(client, staff):
    cohort = make.cohort(state=CohortState.RUNNING)
    for name, boroughs in (("All", []), ("Here", ["Croydon"]), ("Elsewhere", ["Bexley"])):
        funding = Funding.objects.create(
            cohort=cohort, funder=make.funder(name), places=3, credit_line="x"
        )
        funding.boroughs.set([make.borough(one) for one in boroughs])
    client.force_login(staff)
    fundings = page_of(client, make.care_home()).context["fundings"]
    assert sorted(one.funder.name for one in fundings) == ["All", "Here"]


def test_other_homes_of_the_provider_are_listed(client, staff):
    home = make.care_home("One", provider_id="1-7")
    make.care_home("Two", provider_id="1-7")
    make.care_home("Three", provider_id="1-8")
    client.force_login(staff)
    assert [one.name for one in page_of(client, home).context["others"]] == ["Two"]


# --- One press ------------------------------------------------------------------------------------


def press(client, old, new, verb):
    return client.post(reverse("pioneers:same_place", args=[old.pk, new.pk, verb]), follow=True)


def test_one_press_links_and_one_press_undoes_it(client, staff, homes):
    client.force_login(staff)
    old, new = homes["gone"], homes["mary"]
    html = press(client, old, homes["anew"], "reject").content.decode()
    assert "They are kept apart" in html
    assert "St Mary’s House" in press(client, old, new, "link").content.decode()
    old.refresh_from_db()
    assert old.succeeded_by == new


def test_a_link_that_cannot_be_true_is_told_so(client, staff, homes):
    client.force_login(staff)
    html = press(client, homes["mary"], homes["cafe"], "link").content.decode()
    assert "The register still lists St Mary’s House" in html


def test_a_new_location_id_can_be_typed(client, staff, homes):
    successors.reject(homes["gone"], homes["anew"], by=staff)
    client.force_login(staff)
    url = reverse("pioneers:follow_home", args=[homes["gone"].pk])
    html = client.post(url, {"location_id": "1-nowhere"}).content.decode()
    assert "No home here has this Location ID." in html
    client.post(url, {"location_id": f" {homes['cafe'].location_id.lower()} "})
    homes["gone"].refresh_from_db()
    assert homes["gone"].succeeded_by == homes["cafe"]


def test_the_page_of_a_home_tells_of_applications_that_were_sent_and_of_no_other():
    """What a draft says is its writer's own, also after they took it back."""
    home, cohort, staff = make.care_home("Elm Court"), make.cohort(), make.staff()
    sent = make.application(cohort, home=home)
    make.application(cohort, home=home, state="draft")
    make.application(cohort, home=home, state="withdrawn", submitted_at=None)
    assert list(register.applications_from(staff, [home])) == [sent]
