"""Staff move a session in three presses; the mail comes, and the calendar on the phone follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.workshops.calendars import read

pytestmark = pytest.mark.browser

SCRIPT = """
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo
from cohorts.models import Cohort, Programme
from core import clock, people
from pioneers.models import Pioneer
from workshops import expected
from workshops.models import Session

today = clock.today()
monday = today + timedelta(days=35 - today.weekday())
cohort = Cohort.objects.create(
    programme=Programme.objects.get(slug="south-london"), number=71, label="2026/27",
    state="running", places=5, applications_open_at=clock.ago(days=90),
    applications_close_at=clock.ago(days=60), starts_on=today - timedelta(days=30),
    ends_on=today + timedelta(days=200),
)
ann = people.person("ann@homes.example", name="Ann Bee")
Pioneer.objects.create(cohort=cohort, person=ann, role="manager", setting="older_residential")
starts = datetime.combine(monday, time(10), tzinfo=ZoneInfo("Europe/London"))
session = Session.objects.create(
    cohort=cohort, kind="workshop", title="Workshop 2", starts_at=starts,
    ends_at=starts + timedelta(hours=3), place="Elm Room", state="published",
)
expected.expect([session])
print("MADE", cohort.pk, session.pk, monday + timedelta(days=1))
"""


def test_three_presses_and_every_calendar_follows(somebody, programme):
    printed = programme.manage("shell", "-c", SCRIPT)
    cohort, _, day = printed.rpartition("MADE")[2].split()
    ann = somebody(programme, "Ann Bee", "ann@homes.example", viewport=PHONE)
    ann.sign_in()
    ann.page.goto("/sessions/")
    ann.presses("Have these dates on your phone")
    ann.presses("Make my address")
    address = ann.page.get_by_label("Your private calendar address").input_value()
    (before,) = read(ann.context.request.get(address).text())

    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    ruth.sign_in()
    ruth.page.goto(f"/staff/cohorts/{cohort}/timetable/")
    ruth.page.get_by_role("link", name="Change Workshop 2").first.click()  # 1
    ruth.fills(day=day)
    ruth.presses("See who is told")  # 2
    ruth.sees("Ann Bee")
    ruth.sees("Reminders go out on")
    ruth.presses("Move and tell 1 person")  # 3
    ruth.sees("Workshop 2 is changed. 1 person gets the mail.")

    assert "was planned for" in ann.mail("Please note the change: Workshop 2")
    (after,) = read(ann.context.request.get(address).text())
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after["starts"][:16] == f"{day} 10:00"
    for width in (PHONE["width"], 1280):
        ruth.page.set_viewport_size({"width": width, "height": 844})
        ruth.page.goto(f"/staff/cohorts/{cohort}/timetable/")
        ruth.page.get_by_role("link", name="Change Workshop 2").first.click()
        expect(ruth.page.get_by_label("Place")).to_be_visible()
        ruth.page.get_by_label("Online", exact=True).check()
        expect(ruth.page.get_by_label("Place")).to_be_hidden()
        expect(ruth.page.get_by_label("Joining link")).to_be_visible()
        assert ruth.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [line for one in (ruth, ann) for line in one.complaints] == []
