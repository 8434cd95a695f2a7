"""Staff drag a proposed date to another day, and swap two people of a draft on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE
from tests.browser.server import System

pytestmark = pytest.mark.browser

SCRIPT = """
from datetime import date
from cohorts.models import Borough, Cohort, Programme
from core import clock, people
from pioneers.models import CareHome, Pioneer
from workshops.services import composing, proposing

programme = Programme.objects.get(slug="south-london")
cohort = Cohort.objects.create(
    programme=programme, number=61, label="2029/30", state="running",
    applications_open_at=clock.now().replace(year=2028),
    applications_close_at=clock.now().replace(year=2028, hour=23, minute=59, second=59),
    starts_on=date(2029, 9, 3), ends_on=date(2030, 5, 31), set_meeting_count=2,
)
cohort.boroughs.set(Borough.objects.all())
for n, home in enumerate(CareHome.objects.exclude(borough=None).order_by("pk")[:6]):
    person = people.person("planned%d@homes.example" % n, name="Planned Number%d" % n)
    Pioneer.objects.create(
        cohort=cohort, person=person, home=home, role="manager", setting="older_residential"
    )
composing.compose(cohort, number=2, keep=True, by=people.system())
proposing.propose_timetable(cohort, by=people.system())
print("COHORT", cohort.pk)
"""


@pytest.fixture(scope="module")
def cohort(programme: System) -> int:
    return int(programme.manage("shell", "-c", SCRIPT).rpartition("COHORT")[2])


def at_the_timetable(somebody, programme, cohort):
    """A member of staff, and the second workshop's row."""
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example")
    ruth.sign_in()
    ruth.page.set_viewport_size({"width": 1280, "height": 1000})
    ruth.page.goto(f"/staff/cohorts/{cohort}/timetable/")
    return ruth, ruth.page.locator("tr[data-title='Workshop 2']")


def test_a_proposed_date_is_dragged_and_moved_by_key_and_the_list_follows(
    somebody, programme, cohort
):
    ruth, row = at_the_timetable(somebody, programme, cohort)
    page = ruth.page
    was = row.get_attribute("data-day")
    chip = page.get_by_role("button", name="Workshop 2,")
    target = chip.locator(
        "xpath=ancestor::div[contains(@class, 'calendar-week')]/following-sibling::div[1]/div[2]"
    )
    day = target.get_attribute("data-date")
    chip.drag_to(target)
    expect(row).to_have_attribute("data-day", day)
    expect(row).to_contain_text("Moved by staff from")

    chip.press("ArrowRight")
    expect(row).not_to_have_attribute("data-day", day)
    page.get_by_role("button", name="A day earlier").first.click()
    expect(row).to_have_attribute("data-day", day)
    page.reload()
    assert (was, row.get_attribute("data-day")) == (was, day)
    assert was != day
    assert ruth.complaints == []


def test_a_drag_held_at_the_edge_brings_later_weeks_and_given_up_it_says_where_the_date_stays(
    somebody, programme, cohort
):
    ruth, row = at_the_timetable(somebody, programme, cohort)
    page = ruth.page
    day, words = row.get_attribute("data-day"), row.locator("[data-words]").inner_text()
    chip, grid = page.get_by_role("button", name="Workshop 2,"), page.get_by_label("Weeks")
    chip.scroll_into_view_if_needed()
    grid.scroll_into_view_if_needed()
    at, edges = chip.bounding_box(), grid.bounding_box()
    page.mouse.move(at["x"] + 20, at["y"] + 8)
    page.mouse.down()
    page.mouse.move(at["x"] + 40, edges["y"] + edges["height"] - 12, steps=3)
    shown = grid.evaluate("grid => grid.scrollTop")
    page.wait_for_function(
        "([grid, was]) => grid.scrollTop > was + 120", arg=[grid.element_handle(), shown]
    )
    page.keyboard.press("Escape")
    page.mouse.up()
    said = page.locator(".calendar-said")
    expect(said).to_contain_text(re.sub(r"^\w+ (\d+) .*", r"\1", words))
    expect(said).to_contain_text("Workshop 2: ")
    page.reload()
    assert row.get_attribute("data-day") == day
    assert ruth.complaints == []


def test_two_are_swapped_on_a_phone_after_the_cost_is_seen(somebody, programme, cohort):
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example", viewport=PHONE)
    ruth.sign_in()
    page = ruth.page
    page.goto(f"/staff/cohorts/{cohort}/sets/compose/")
    page.get_by_role("link", name="Move or swap Planned Number0").click()
    swap = page.locator("li.draft-change").filter(has_text="Swap with").first
    words = swap.get_by_role("heading").inner_text().splitlines()[0]
    swap.get_by_role("button").click()
    ruth.sees("The draft is changed: Planned Number0: Swap with")
    ruth.presses("Make it so")
    ruth.sees("The learning sets are made: 6 Pioneers placed.")
    assert words.startswith("Swap with")
    assert ruth.complaints == []
