"""Two applications are sent; one line manager agrees by the link of the mail, one has a concern."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Person
from tests.browser.server import System

pytestmark = pytest.mark.browser

CONCERN = "We have no deputy until the autumn."
# A call that asks no questions of its own, with two drafts that only have to be sent.
DRAFTS = """
from datetime import timedelta
from cohorts.enums import CohortState
from cohorts.models import Borough, Cohort, Programme
from core import clock, people
from pioneers.models import Application, CareHome

programme = Programme.objects.get(slug="south-london")
now, today = clock.now(), clock.today()
cohort = Cohort.objects.create(
    programme=programme, number=61, label="2028/29", state=CohortState.OPEN, places=10,
    applications_open_at=now - timedelta(days=4), applications_close_at=now + timedelta(days=9),
    starts_on=today + timedelta(days=60), ends_on=today + timedelta(days=300),
)
cohort.boroughs.set(Borough.objects.all())
homes = CareHome.objects.exclude(borough=None).order_by("pk")
from pioneers.dates import as_shown, known_dates
for name, home in zip(("Grace", "Piotr"), homes):
    Application.objects.create(
        cohort=cohort, applicant=people.person(name.lower() + "61@homes.example", name=name),
        name=name + " Kowalski", phone="020 7946 0018", years_in_role=4, role="manager",
        setting="older_residential", home=home, borough=home.borough, facts_right=True,
        manager_name="Omar Haddad", manager_email="omar." + name.lower() + "@provider.example",
        agrees_to_dates=True, dates_agreed=as_shown(known_dates(cohort)),
    )
print("COHORT", cohort.pk)
"""


def sends(person: Person) -> None:
    person.sign_in()
    person.page.goto("/applications/")
    person.page.locator("main a[href^='/applications/']").first.click()
    person.presses("Go on where you stopped")
    for box in person.page.locator("main form input[type=checkbox]").all():
        box.check()
    person.presses("Send my application")
    person.sees("We have your application")
    person.sees("We wrote to Omar Haddad")


def opens_the_link(manager: Person, applicant: str) -> None:
    link = re.search(r"http\S+/release/\S+", manager.mail(f"Can you let {applicant}"))
    assert link
    manager.page.goto(link[0])
    manager.sees(f"This is about {applicant}")
    manager.sees("First day of the programme")
    assert manager.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def pastes(person: Person, name: str, text: str) -> None:
    """As people do: copied in one place, and pasted in another."""
    page, box = person.page, person.page.locator(f"[name={name}]")
    page.evaluate(
        """(text) => {
            const other = document.body.appendChild(document.createElement("textarea"));
            other.value = text; other.id = "other"; other.select();
        }""",
        text,
    )
    page.keyboard.press("Control+C")
    page.evaluate("document.getElementById('other').remove()")
    box.focus()
    page.keyboard.press("Control+V")
    expect(box).to_have_value(text)


def test_a_manager_agrees_by_the_link_of_the_mail_and_another_has_a_concern(
    somebody, programme: System
):
    cohort = int(programme.manage("shell", "-c", DRAFTS).rpartition("COHORT")[2])
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    grace, piotr = (
        somebody(programme, name, f"{name.lower()}61@homes.example", viewport=PHONE)
        for name in ("Grace", "Piotr")
    )
    agrees, worries = (
        somebody(programme, "Omar Haddad", f"omar.{name}@provider.example", viewport=PHONE)
        for name in ("grace", "piotr")
    )
    sends(grace)
    sends(piotr)

    opens_the_link(agrees, "Grace Kowalski")
    agrees.presses("Send my answer")
    agrees.sees("Choose one of the two answers.")
    agrees.page.get_by_label("Yes, I agree to release Grace Kowalski").check()
    agrees.fills(cover="Tariro, the deputy")
    agrees.presses("Send my answer")
    agrees.sees("Thank you. You have agreed.")

    opens_the_link(worries, "Piotr Kowalski")
    worries.page.get_by_label("I have a concern", exact=True).check()
    too_much = "We are short of nurses. " * 220
    pastes(worries, "concern", too_much)
    worries.presses("Send my answer")
    worries.sees("Please say it in 5,000 letters or fewer.")
    expect(worries.page.locator("[name=concern]")).to_have_value(too_much)
    worries.fills(concern=CONCERN)
    worries.presses("Send my answer")
    worries.sees("Thank you. We have your concern.")

    ruth.sign_in()
    ruth.page.goto(f"/staff/cohorts/{cohort}/releases/")
    rows = ruth.page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Grace Kowalski")).to_contain_text("Promised")
    expect(rows.filter(has_text="Grace Kowalski")).to_contain_text("Tariro, the deputy")
    expect(rows.filter(has_text="Piotr Kowalski")).to_contain_text(CONCERN)

    piotr.page.reload()
    piotr.sees("Omar Haddad has told us of a concern.")
    expect(piotr.page.locator("main")).not_to_contain_text(CONCERN)
    everybody = (ruth, grace, piotr, agrees, worries)
    assert [line for one in everybody for line in one.complaints] == []
