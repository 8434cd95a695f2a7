"""A register taken in a room without a signal, on two phones; and people who sign themselves in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import PHONE, Person
from tests.browser.server import System

pytestmark = pytest.mark.browser

NAMES = ["Abena Owusu", "Beata Nowak", "Cora Lindo", "Dilip Rao", "Esther Bello"]
SAVED = re.compile(r"^Saved at \d{1,2}(:\d\d)?[ap]m$")
# A set that is meeting at this moment, and the code of its session.
MEETING = """
import json
from datetime import timedelta
from core import clock
from tests import factories as make
from workshops import expected
from workshops.services import sign_in
cohort = make.cohort(state="running")
make.person("Owen Other", email="owen@homes.example")
lead = make.person("Miriam Lead", email="miriam@facilitators.example")
wandle = make.learning_set(cohort, name="Wandle", facilitator=lead)
for n, name in enumerate({names!r}):
    pioneer = make.member(wandle).pioneer
    pioneer.person.name, pioneer.person.email = name, f"p{{n}}@homes.example"
    pioneer.person.save()
now = clock.now()
meeting = make.session(wandle, title="Wandle set, meeting 1", day=clock.today())
meeting.starts_at, meeting.ends_at = now - timedelta(minutes=5), now + timedelta(hours=3)
meeting.save()
expected.expect([meeting], by=lead)
print("MEETING", json.dumps([meeting.pk, sign_in.code_of(meeting, by=lead).token]))
"""
ROWS = """
import json
from workshops.models import Attendance
rows = Attendance.objects.filter(session={pk}).order_by("pioneer__person__name")
print("ROWS", json.dumps([[r.pioneer.person.name.split()[0], r.state, r.came_late, r.reason,
    r.recorded_by.name.split()[0]] for r in rows]))
"""


def asked(system: System, word: str, script: str) -> Any:
    said = system.manage("shell", "-v0", "-c", script)
    return json.loads(said.split(f"{word} ", 1)[1].splitlines()[0])


@pytest.fixture(scope="module")
def meeting(programme: System) -> tuple[int, str]:
    pk, token = asked(programme, "MEETING", MEETING.format(names=NAMES))
    return pk, token


def row(person: Person, name: str) -> Locator:
    return person.page.get_by_role("group", name=name)


def taps(person: Person, name: str, choice: str) -> None:
    row(person, name).locator("label", has_text=re.compile(f"^{choice}$")).click()


def status(person: Person) -> Locator:
    return person.page.locator("[data-status]")


def test_taps_outlive_no_signal_a_reload_and_a_closed_page_and_reach_us(
    somebody: Callable[..., Person], programme: System, meeting: tuple[int, str]
):
    pk, _ = meeting
    miriam = somebody(
        programme, "Miriam Lead", "miriam@facilitators.example", viewport=PHONE, on_a_line=True
    )
    miriam.sign_in()
    register = f"/sessions/{pk}/register/"
    miriam.page.goto(register)
    assert miriam.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # Two presses and one for each exception.
    miriam.presses("Everyone came")
    expect(status(miriam)).to_have_text(SAVED)
    expect(miriam.page.locator("[data-counts]")).to_have_text("5 of 5 came")
    miriam.has_kept_the_page()

    key = miriam.page.locator("[data-key]").get_attribute("data-key")
    miriam.loses_signal()
    taps(miriam, NAMES[0], "Absent")
    row(miriam, NAMES[0]).get_by_label("Reason").select_option(label="Short-staffed")
    taps(miriam, NAMES[1], "Late")
    expect(status(miriam)).to_contain_text("Kept on this phone, not sent yet: 2.")

    miriam.page.reload()
    expect(status(miriam)).to_contain_text("Kept on this phone, not sent yet: 2.")
    taps(miriam, NAMES[2], "Part")
    miriam.page.close()
    miriam.page = miriam.context.new_page()
    miriam.page.goto(register)
    expect(status(miriam)).to_contain_text("Kept on this phone, not sent yet: 3.")
    expect(miriam.page.locator("[data-counts]")).to_have_text(
        "4 of 5 came, 1 of them late · 1 absent"
    )
    # Drawn as ever: its styles were kept, too.
    expect(row(miriam, NAMES[0]).locator(".choice-row-choices")).to_have_css("display", "grid")

    # Meanwhile somebody else taps for the same person, later.
    second = somebody(programme, "Miriam Lead", "miriam@facilitators.example", viewport=PHONE)
    second.sign_in()
    second.page.goto(register)
    taps(second, NAMES[2], "Absent")
    expect(status(second)).to_have_text(SAVED)

    assert asked(programme, "ROWS", ROWS.format(pk=pk)) == [
        ["Abena", "present", False, "", "Miriam"],
        ["Beata", "present", False, "", "Miriam"],
        ["Cora", "absent", False, "", "Miriam"],
        ["Dilip", "present", False, "", "Miriam"],
        ["Esther", "present", False, "", "Miriam"],
    ]
    miriam.has_signal_again()
    expect(status(miriam)).to_have_text(SAVED)
    expect(row(miriam, NAMES[2]).locator("[data-note]")).to_contain_text("chose “Absent” at")
    assert asked(programme, "ROWS", ROWS.format(pk=pk)) == [
        ["Abena", "absent", False, "short_staffed", "Miriam"],
        ["Beata", "present", True, "", "Miriam"],
        ["Cora", "absent", False, "", "Miriam"],
        ["Dilip", "present", False, "", "Miriam"],
        ["Esther", "present", False, "", "Miriam"],
    ]
    assert miriam.page.evaluate("key => localStorage.getItem(key)", key) is None

    said = [line for person in (miriam, second) for line in person.complaints]
    assert [line for line in said if "net::ERR_" not in line] == []


def test_a_tap_made_when_signed_out_waits_for_the_sign_in(
    somebody: Callable[..., Person], programme: System, meeting: tuple[int, str]
):
    pk, _ = meeting
    ruth = somebody(programme, "Ruth Okafor", "ruth@programme.example", viewport=PHONE)
    ruth.sign_in()
    ruth.page.goto(f"/sessions/{pk}/register/")
    ruth.context.clear_cookies(name="sessionid")
    taps(ruth, NAMES[3], "Part")
    expect(status(ruth)).to_contain_text("You have been signed out. Kept on this phone")
    ruth.presses("Sign in again")
    ruth.sign_in(after="the link")
    expect(status(ruth)).to_have_text(SAVED)
    assert asked(programme, "ROWS", ROWS.format(pk=pk))[3][:2] == ["Dilip", "part"]


def test_who_is_signed_out_comes_back_to_the_scanned_page_and_is_here(
    somebody: Callable[..., Person], programme: System, meeting: tuple[int, str]
):
    pk, token = meeting
    esther = somebody(programme, "Esther Bello", "p4@homes.example", viewport=PHONE)
    esther.page.goto(f"/here/{token}/")
    esther.sign_in(after="the scan")
    esther.presses("I am here")
    esther.sees("You are signed in")
    assert asked(programme, "ROWS", ROWS.format(pk=pk))[4][:2] == ["Esther", "present"]

    stranger = somebody(programme, "Owen Other", "owen@homes.example", viewport=PHONE)
    stranger.page.goto(f"/here/{token}/")
    stranger.sign_in(after="the scan")
    stranger.sees("We cannot find you on the list")
    expect(stranger.page.locator("main")).not_to_contain_text("Wandle")


def test_without_scripts_the_register_is_one_form(
    somebody: Callable[..., Person], programme: System, meeting: tuple[int, str]
):
    pk, _ = meeting
    miriam = somebody(
        programme, "Miriam Lead", "miriam@facilitators.example", viewport=PHONE,
        java_script_enabled=False,
    )  # fmt: skip
    miriam.sign_in()
    miriam.page.goto(f"/sessions/{pk}/register/")
    taps(miriam, NAMES[0], "Absent")  # opens the choices behind it
    taps(miriam, NAMES[0], "Excused")
    taps(miriam, NAMES[1], "Part")
    miriam.presses("Save the register")
    miriam.sees("The register is saved.")
    assert [one[1] for one in asked(programme, "ROWS", ROWS.format(pk=pk))[:2]] == [
        "excused",
        "part",
    ]
