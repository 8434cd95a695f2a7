"""“I can't come” from the mail on a phone: one press once the page is open, and one for a pause."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.browser.server import System

pytestmark = pytest.mark.browser

# Somebody who is expected at a meeting with another one that fits, and the link of a new mail.
LINK = """
from core import clock
from workshops import apology_links, other_meetings
from workshops.models import Attendance, Session

coming = Session.objects.coming().filter(learning_set__isnull=False)
rows = Attendance.objects.filter(session__in=coming, state="expected", makes_up_for=None)
for row in rows.select_related("session", "pioneer__person", "pioneer__home").order_by("pk"):
    row.state = "apologies"
    if other_meetings.that_fit(row) and row.pioneer.home_id:
        print("LINK", apology_links.urls_for([(row.session, row.pioneer.person_id)])[0])
        break
"""


@pytest.fixture
def phone(browser: Any):
    """A phone that is not signed in, and counts what is pressed."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    yield page
    context.close()


def test_one_press_after_opening_and_the_place_elsewhere_is_one_more(
    demonstration: System, phone: Any
) -> None:
    found = re.search(r"LINK \S*(/cant-come/\S+)", demonstration.manage("shell", "-c", LINK))
    assert found
    presses = []

    def press(name: str) -> None:
        presses.append(name)
        phone.get_by_role("button", name=name).first.click()

    phone.goto(demonstration.url + found[1])
    expect(phone.get_by_role("heading", name="Can’t come?")).to_be_visible()

    press("Outbreak in the home")
    expect(phone.get_by_text("We know that you can’t come")).to_be_visible()
    assert len(presses) == 1

    press("I will come to this one")
    expect(phone.get_by_role("heading", name="You come to another set’s meeting")).to_be_visible()
    press("Pause for two weeks")
    expect(phone.get_by_text("Your home is paused until")).to_be_visible()
    assert len(presses) == 3
    assert not phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
