"""Somebody says no; the next in reserve is offered the place, and says yes in two presses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Person
from tests.browser.selecting import cohort_to_choose, email

pytestmark = pytest.mark.browser


def chooses(ruth: Person, cohort: int) -> None:
    """One place, two in reserve; told."""
    ruth.page.goto(f"/staff/cohorts/{cohort}/decisions/")
    for n, word in enumerate(("Offer", "Reserve", "Reserve")):
        row = ruth.page.get_by_role("group", name=f"Decision on Applicant Number{n:02d}")
        button = row.get_by_role("button", name=word, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    ruth.presses("See what will happen")
    ruth.presses("Apply 3 decisions")
    ruth.presses("Release 3 letters")
    ruth.sees("3 letters released.")


def answers(person: Person, subject: str, button: str) -> None:
    """Two presses and no password for a yes: the link and the button. A no is opened first."""
    link = re.search(r"http\S+/offers/\S+", person.mail(subject))
    assert link
    person.page.goto(link[0])
    if button.startswith("No"):
        person.page.get_by_text("I cannot take the place").click()
    person.presses(button)


def test_a_place_given_up_goes_to_the_next_by_itself(somebody, programme):
    cohort = cohort_to_choose(programme, number=51, count=3, places=1, promotes=True)
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    ruth.sign_in()
    chooses(ruth, cohort)
    first, second = (
        somebody(programme, f"Applicant {n}", email(n, 51), viewport=PHONE) for n in (0, 1)
    )
    assert "What you can expect" in second.mail("You are on the reserve list")

    answers(first, "we offer you a place", "No, somebody else may have it")
    first.sees("Thank you for telling us")
    answers(second, "is free for you", "Yes, I take the place")
    second.sees("Your place is confirmed")
    second.mail("is confirmed")

    ruth.page.goto(f"/staff/cohorts/{cohort}/offers/")
    rows = ruth.page.locator("#reserve tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Applicant Number02")
    assert [line for one in (ruth, first, second) for line in one.complaints] == []


def test_otherwise_staff_give_it_with_one_press(somebody, programme):
    cohort = cohort_to_choose(programme, number=52, count=3, places=1)
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    ruth.sign_in()
    chooses(ruth, cohort)
    first, second = (
        somebody(programme, f"Applicant {n}", email(n, 52), viewport=PHONE) for n in (0, 1)
    )
    answers(first, "we offer you a place", "No, somebody else may have it")

    ruth.page.goto("/home/")
    ruth.sees("place is free, and somebody waits in reserve")
    ruth.presses("Offer it to the next")
    ruth.presses("Offer it to Applicant Number01")
    ruth.sees("Applicant Number01 is offered the place.")
    answers(second, "is free for you", "Yes, I take the place")
    second.sees("Your place is confirmed")
    assert [line for one in (ruth, first, second) for line in one.complaints] == []
