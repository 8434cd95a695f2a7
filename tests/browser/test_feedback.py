"""“How was it?” from the mail on a phone: one press on the page, and once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.browser.server import System

pytestmark = pytest.mark.browser

# Somebody who came to a meeting of this month and has said nothing yet, and the link of a mail.
LINK = """
from datetime import timedelta
from core import clock, links
from workshops import feedback, feedback_mails
from workshops.models import Attendance

rows = Attendance.objects.filter(state="present", session__ends_at__lte=clock.now())
for row in rows.select_related("session", "pioneer__person").order_by("-session__starts_at"):
    person = row.pioneer.person
    if feedback.to_answer(person).filter(pk=row.session_id).exists():
        until = clock.now() + timedelta(days=1)
        token = links.create(feedback_mails.LINK, row.session, person=person, expires_at=until)
        print("LINK", links.absolute("workshops:feedback_by_link", token))
        break
"""


def test_one_press_after_opening_says_it_and_a_second_counts_nothing(
    demonstration: System, browser: Any
) -> None:
    found = re.search(r"LINK \S*(/how-was-it/\S+)", demonstration.manage("shell", "-c", LINK))
    assert found
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    phone.goto(demonstration.url + found[1])
    phone.get_by_role("button", name="Very good").click()
    expect(phone.locator("main")).to_contain_text("Your answer is counted")
    assert not phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    phone.goto(demonstration.url + found[1])
    expect(phone.get_by_role("button", name="Very good")).to_have_count(0)
    context.close()
