"""Applying on a telephone whose signal, battery and sign-in give out: nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import DESK, PHONE, Person
from tests.browser.server import System
from tests.browser.test_journey import (
    asks_whether_she_can_apply,
    creates_a_cohort,
    moves_cohort,
    signs_in_and_begins,
)

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^Saved at \d{1,2}:\d\d")
WHY, CHALLENGE = "[name='q-why_now']", "[name='q-challenge']"
CLOSE_THE_CALL = (
    "from datetime import timedelta; from core import clock; "
    "from cohorts.models import Cohort; "
    "Cohort.objects.update(applications_close_at=clock.now() - timedelta(seconds=1))"
)


def test_nothing_is_lost_with_no_signal_no_battery_no_sign_in_and_two_devices(
    somebody: Callable[..., Person], programme: System
):
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    grace = somebody(
        programme, "Grace Mensah", "grace@kingfisher.example", viewport=PHONE, on_a_line=True
    )
    office = somebody(programme, "Grace Mensah", "grace@kingfisher.example", viewport=DESK)
    ruth.sign_in()
    creates_a_cohort(ruth)
    moves_cohort(ruth, "Open for applications")

    asks_whether_she_can_apply(grace)
    signs_in_and_begins(grace)
    says_who_and_where(grace)
    types_in_a_tunnel(grace)
    loses_the_page_without_signal(grace)
    is_signed_out_while_typing(grace)
    presses_save_when_signed_out(grace)
    writes_on_two_devices(grace, office)
    finishes_after_the_deadline(grace, programme)

    # The browser itself notes each request that found no signal, and each answer 409.
    expected = ("ERR_INTERNET_DISCONNECTED", "409 (Conflict)")
    said = [line for person in (ruth, grace, office) for line in person.complaints]
    assert [line for line in said if not any(words in line for words in expected)] == []


def status(person: Person) -> Locator:
    return person.page.locator("[data-autosave-status]")


def types(person: Person, box: str, words: str) -> None:
    """At the end of what is there, key by key."""
    person.page.locator(box).press("Control+End")
    person.page.locator(box).press_sequentially(words)


def says_who_and_where(grace: Person) -> None:
    grace.fills(name=grace.name, phone="020 7946 0018", years_in_role=4)
    grace.presses("Save and go on")
    grace.fills(q="kingf")
    grace.presses("This one")
    grace.chooses("Is this right?", "Yes, that is right")
    grace.presses("Save and go on")
    expect(grace.page.locator(WHY)).to_be_visible()
    assert grace.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def types_in_a_tunnel(grace: Person) -> None:
    types(grace, WHY, "The new unit")
    expect(status(grace)).to_have_text(SAVED)
    grace.loses_signal()
    types(grace, WHY, " opens in spring.")
    expect(status(grace)).to_contain_text("no signal")
    expect(grace.page.locator(".word-count").first).to_have_text("6 of 200 words")
    grace.presses("Save and go on")  # the browser's own page would take the words away
    expect(grace.page.locator(WHY)).to_have_value("The new unit opens in spring.")
    grace.has_signal_again()
    expect(status(grace)).to_have_text(SAVED)
    grace.page.reload()
    expect(grace.page.locator(WHY)).to_have_value("The new unit opens in spring.")


def loses_the_page_without_signal(grace: Person) -> None:
    """The battery is empty; later, on another page, the telephone says what it still has."""
    address = grace.page.url
    grace.loses_signal()
    types(grace, CHALLENGE, "Three senior carers left.")
    expect(status(grace)).to_contain_text("no signal")
    grace.page.close()
    grace.has_signal_again()
    grace.page = grace.context.new_page()
    grace.page.goto(address.replace("/answers/", "/"))
    grace.sees("This device kept words of another page that did not reach us.")
    throws_away_what_a_page_that_is_gone_kept(grace)
    grace.presses("Go to “Your answers”")
    expect(grace.page.locator(CHALLENGE)).to_have_value("")
    grace.presses("Put them back")
    expect(grace.page.locator(CHALLENGE)).to_have_value("Three senior carers left.")
    expect(status(grace)).to_have_text(SAVED)


def throws_away_what_a_page_that_is_gone_kept(grace: Person) -> None:
    """Its link leads nowhere, so its words need another way out; those of other pages stay."""
    grace.page.evaluate(
        """() => {
          const [key] = Object.keys(localStorage).filter((name) => name.startsWith("autosave:"));
          const gone = JSON.stringify({ at: Date.now(), values: {}, url: "/gone/", title: "Gone" });
          localStorage.setItem(`${key}-gone`, gone);
        }"""
    )
    grace.page.reload()
    notices = grace.page.locator("[data-autosave-elsewhere] .notice")
    expect(notices).to_have_count(2)
    gone = notices.filter(has_text="Gone")
    gone.get_by_role("button", name="Throw them away").click()
    expect(gone).to_have_count(0)
    grace.page.reload()
    expect(notices).to_have_count(1)
    expect(notices).to_contain_text("Go to “Your answers”")


def is_signed_out_while_typing(grace: Person) -> None:
    """She signs in again in another tab, and comes back to this one."""
    [cookie] = [one for one in grace.context.cookies() if one["name"] == "sessionid"]
    grace.context.clear_cookies(name="sessionid")
    types(grace, CHALLENGE, " Agency")
    expect(status(grace)).to_contain_text("You have been signed out.")
    link = grace.page.get_by_role("link", name="Sign in again")
    expect(link).to_have_attribute(
        "href", re.compile(r"\?next=%2Fapplications%2F\d+%2Fanswers%2F$")
    )
    grace.context.add_cookies([cookie])
    types(grace, CHALLENGE, " nights.")
    expect(status(grace)).to_have_text(SAVED)
    grace.page.reload()
    expect(grace.page.locator(CHALLENGE)).to_have_value("Three senior carers left. Agency nights.")


def presses_save_when_signed_out(grace: Person) -> None:
    grace.context.clear_cookies(name="sessionid")
    grace.fills(q__improvement="Drinks that people want.")
    grace.presses("Save and go on")
    grace.sign_in(after="a press of the button")
    grace.sees("Your words are here")
    expect(grace.page.locator("[name='q-improvement']")).to_have_value("Drinks that people want.")
    grace.presses("Save and go on")
    grace.sees("What leadership or improvement training")


def writes_on_two_devices(grace: Person, office: Person) -> None:
    address = urlsplit(grace.page.url).path.replace("answers-2", "answers")
    office.sign_in()
    office.page.goto(address)
    grace.page.goto(address)
    grace.loses_signal()
    grace.fills(q__why_now="Written on the telephone.")
    expect(status(grace)).to_contain_text("no signal")
    office.fills(q__why_now="Written in the office.")
    expect(status(office)).to_have_text(SAVED)
    grace.has_signal_again()
    expect(status(grace)).to_have_text(re.compile("^Not saved yet"))
    grace.sees("You changed this page in another tab or on another device.")
    grace.presses("Save and go on")
    grace.sees("This page was changed somewhere else too")
    grace.sees("Written in the office.")
    expect(grace.page.locator(WHY)).to_have_value("Written on the telephone.")
    grace.fills(q__why_now="Written on the telephone and in the office.")
    grace.presses("Save and go on")
    grace.sees("What leadership or improvement training")


def finishes_after_the_deadline(grace: Person, programme: System) -> None:
    """The call closes while she types; what was begun in time may still be sent for an hour."""
    types(grace, "[name='q-training_done']", "A leadership day")
    programme.manage("shell", "-c", CLOSE_THE_CALL)
    types(grace, "[name='q-training_done']", " with the ICB.")
    expect(status(grace)).to_have_text(SAVED)
    grace.presses("Save and go on")
    grace.chooses("When could you best come", "Morning")
    grace.presses("Save and go on")
    grace.fills(
        agrees_to_dates=True, manager_name="Omar Haddad", manager_email="omar@kingfisher.example"
    )
    grace.presses("Save and go on")
    grace.sees("Written on the telephone and in the office.")
    grace.sees("Three senior carers left. Agency nights.")
    grace.sees("A leadership day with the ICB.")
    grace.presses("Send my application")
    grace.sees("We have your application")
