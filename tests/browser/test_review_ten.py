"""A reviewer from outside reads and scores ten applications on a phone, press by press."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Person

pytestmark = pytest.mark.browser
TEN = 10


def test_ten_applications_are_read_with_one_press_for_each_score_and_one_for_the_next(
    somebody, demonstration
):
    toby = somebody(demonstration, "Toby Marsh", "")
    nia = somebody(demonstration, "Nia Outside", "nia@readers.example", viewport=PHONE)
    signs_in_as_staff(toby)
    prepares(toby, reviewer=nia)

    nia.sign_in()
    nia.page.goto("/home/")
    presses = starts(nia)
    assert presses == 2
    criteria = nia.page.locator("fieldset.choice-row").count()
    read = []
    for _ in range(TEN):
        read.append(nia.page.locator("h1").inner_text())
        assert scores(nia) == criteria + 1
    assert len(set(read)) == TEN
    nia.page.goto("/reading/")
    nia.sees("10 read")
    assert [line for person in (toby, nia) for line in person.complaints] == []


def signs_in_as_staff(toby: Person) -> None:
    toby.page.goto("/sign-ins/")
    toby.presses("Sign in as Toby")


def prepares(toby: Person, *, reviewer: Person) -> None:
    toby.page.goto("/staff/cohorts/")
    toby.page.get_by_role("link", name=re.compile("Cohort 10")).first.click()
    cohort = re.search(r"/staff/cohorts/(\d+)/", toby.page.url)
    assert cohort, toby.page.url
    toby.page.goto(f"/staff/cohorts/{cohort[1]}/reading/plan/")
    toby.fills(reviews_each=3)
    toby.presses("Save")
    toby.page.goto(f"/staff/cohorts/{cohort[1]}/reading/reviewers/add/")
    toby.fills(name=reviewer.name, email=reviewer.email)
    toby.presses("Add them")
    toby.sees(reviewer.email)
    toby.presses("Allot evenly")
    toby.sees("Shared out")


def starts(nia: Person) -> int:
    """From the home page to the first application: how many presses."""
    nia.page.get_by_role("link", name="Reading", exact=True).locator("visible=true").first.click()
    nia.presses("Start reading")
    expect(nia.page.get_by_role("button", name="Save and next")).to_be_visible()
    return 2


def scores(nia: Person) -> int:
    """One row of scores after the other, then "Save and next": how many presses."""
    before, presses = nia.page.url, 0
    for row in nia.page.locator("fieldset.choice-row").all():
        row.locator("label", has_text="4").click()
        presses += 1
    nia.presses("Save and next")
    nia.page.wait_for_url(lambda url: url != before)
    return presses + 1
