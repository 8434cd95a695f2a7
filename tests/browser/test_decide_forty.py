"""Forty applications decided, and everybody told: n presses and three."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.selecting import cohort_to_choose, email

pytestmark = pytest.mark.browser
COUNT, PLACES = 40, 18


def test_forty_are_decided_and_told_in_forty_three_presses(somebody, programme):
    cohort = cohort_to_choose(programme, number=41, count=COUNT, places=PLACES)
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    ruth.sign_in()
    ruth.page.goto(f"/staff/cohorts/{cohort}/decisions/")
    presses = decides_each(ruth)
    ruth.sees("18 offers, 10 reserve, 12 no.")

    ruth.presses("See what will happen")
    ruth.sees("18 offers, 10 reserve, 12 no.")
    ruth.sees("The letter, as Applicant Number00 gets it")
    ruth.presses("Apply 40 decisions")
    ruth.sees("Nobody has been told")
    told = somebody(programme, "Applicant Number00", email(0, 41))
    assert told.mails() == []
    ruth.presses("Release 40 letters")
    ruth.sees("40 letters released.")
    presses += 3

    assert presses == COUNT + 3
    assert "Your place is not certain until you say yes" in told.mail("we offer you a place")
    kept = somebody(programme, "Applicant Number20", email(20, 41))
    assert "reserve list" in kept.mail("reserve list")
    refused = somebody(programme, "Applicant Number39", email(39, 41))
    assert "More good applications than places".lower() in refused.mail("Your application").lower()
    assert ruth.complaints == []


def decides_each(ruth: Person) -> int:
    """One press on each row, from the best down; each is saved before the next."""
    presses = 0
    for n in range(COUNT):
        word = "Offer" if n < PLACES else "Reserve" if n < 28 else "No place"
        row = ruth.page.get_by_role("group", name=f"Decision on Applicant Number{n:02d}")
        button = row.get_by_role("button", name=word, exact=True)
        button.click()
        presses += 1
        expect(button).to_have_attribute("aria-pressed", "true")
    return presses


def test_without_javascript_the_same_buttons_do_the_same(somebody, programme):
    cohort = cohort_to_choose(programme, number=42, count=3, places=1)
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example", java_script_enabled=False)
    ruth.sign_in()
    ruth.page.goto(f"/staff/cohorts/{cohort}/decisions/")
    for n, word in enumerate(("Offer", "Reserve", "No place")):
        row = ruth.page.get_by_role("group", name=f"Decision on Applicant Number{n:02d}")
        row.get_by_role("button", name=word, exact=True).click()
    ruth.sees("1 offer, 1 reserve, 1 no.")
    ruth.page.get_by_label("The reason, which they are told").select_option("dates")
    ruth.presses("Save the reason")
    ruth.presses("See what will happen")
    ruth.sees("Cannot come to the dates")
    ruth.presses("Apply 3 decisions")
    ruth.presses("Release 3 letters")
    ruth.sees("3 letters released.")
    assert ruth.complaints == []
