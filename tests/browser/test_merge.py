"""Somebody is on the list twice: staff compare the two records, an administrator joins them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser

TWICE = """
from core import people
from cohorts.models import Cohort
from pioneers.models import Application, CareHome
from core import clock
home = CareHome.objects.in_bulk().popitem()[1]
cohorts = Cohort.objects.order_by("-number")[:2]
for email, phone, cohort in (
    ("wren.adeyemi@twice.example", "020 7946 0701", cohorts[0]),
    ("w.adeyemi@personal.example", "020 7946 0702", cohorts[1]),
):
    person = people.person(email, name="Wren Adeyemi")
    person.phone = phone
    person.save()
    Application.objects.create(
        cohort=cohort, applicant=person, name=person.name, phone=phone, home=home,
        borough=home.borough, role="manager", setting="older_residential", state="submitted",
        submitted_at=clock.now(),
    )
"""
RACHEL = ("Rachel Iyengar", "rachel.iyengar@programme-office.example")
PASSWORD = "one-cup-of-tea-more"
TOBY = ("Toby Marchbanks", "toby.marchbanks@programme-office.example")


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was pressed, by name."""
    made: list[str] = []
    press = Person.presses

    def counted(self: Person, name: str, **options: bool) -> None:
        made.append(name)
        press(self, name, **options)

    monkeypatch.setattr(Person, "presses", counted)
    return made


def shows_that_it_is_she(person: Person) -> None:
    """Asked of administrators in the middle of a visit, by whatever they sign in with."""
    person.page.get_by_label("Password").fill(PASSWORD)
    person.page.get_by_role("button", name="Go on").click()


def test_two_records_become_one_in_four_presses_by_two_people(somebody, demonstration, presses):
    demonstration.manage("shell", "-c", TWICE)
    toby, rachel = somebody(demonstration, *TOBY), somebody(demonstration, *RACHEL)

    toby.sign_in()
    toby.page.goto("/staff/people/matches/")
    toby.sees("The same name and the same home")
    toby.presses("Compare Wren Adeyemi and Wren Adeyemi")
    toby.sees("Applications: 1")
    toby.chooses("Telephone", "020 7946 0702")
    toby.presses("Go on")
    toby.sees("This needs an administrator")
    assert presses == ["Compare Wren Adeyemi and Wren Adeyemi", "Go on"]

    rachel.sign_in()
    rachel.page.goto("/home/")
    rachel.sees("Two records to join")
    rachel.page.get_by_role("link", name="Two records to join").first.click()
    shows_that_it_is_she(rachel)
    rachel.sees("020 7946 0702")
    rachel.presses("Join the two records")
    expect(rachel.page.get_by_role("heading", level=1)).to_contain_text("Wren Adeyemi")
    rachel.sees("w.adeyemi@personal.example")
    rachel.sees("020 7946 0702")
    expect(rachel.page.locator("table").first.locator("tbody tr")).to_have_count(2)
    assert len(presses) == 3, "and one on the home page's line"

    # The old address opens the one record.
    wren = somebody(demonstration, "Wren Adeyemi", "w.adeyemi@personal.example")
    assert wren.mail("now in one place")
    wren.sign_in()
    wren.page.goto("/applications/")
    expect(wren.page.get_by_role("link").filter(has_text="Cohort")).not_to_have_count(0)
    assert [line for who in (toby, rachel, wren) for line in who.complaints] == []
