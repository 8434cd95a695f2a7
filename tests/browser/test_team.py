"""A writer is invited to a project, types a number, is seen to have typed it, and is taken out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Person
from tests.browser.server import System

pytestmark = pytest.mark.browser

BEGUN = """
import json
from tests.qi_projects.running import begun
one = begun(title="The first cup")
one.person.name, one.person.email = "Abena Owusu", "abena@homes.example"
one.person.save()
print("BEGUN", json.dumps(one.project.pk))
"""


def test_a_writer_is_invited_types_a_number_and_is_taken_out_again(
    somebody: Callable[..., Person], programme: System
):
    said = programme.manage("shell", "-v0", "-c", BEGUN)
    pk = json.loads(said.split("BEGUN ", 1)[1].splitlines()[0])
    project = f"/projects/{pk}/"
    abena = somebody(programme, "Abena Owusu", "abena@homes.example", viewport=PHONE)
    dee = somebody(programme, "Dee Deputy", "dee@homes.example", viewport=PHONE)

    abena.sign_in()
    invites(abena, project, dee)
    joins(dee, project)
    types_a_number(dee)
    sees_nothing_else(dee, project)
    is_seen_to_have_typed_it(abena, project)

    may_only_look_now(abena, dee, project)
    is_taken_out(abena, dee, project)
    # The browser notes each page that is not there for her.
    dee.complaints[:] = [one for one in dee.complaints if "404" not in one and "403" not in one]
    assert [abena.complaints, dee.complaints] == [[], []]


def fits(person: Person) -> None:
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def invites(abena: Person, project: str, dee: Person) -> None:
    abena.page.goto(project)
    abena.presses("Invite somebody")
    fits(abena)
    abena.fills(name="Dee Deputy", email=dee.email)
    abena.presses("Send the invitation")
    # Nothing is given unless it was chosen, and nothing typed is lost.
    abena.sees("Please choose what they may do.")
    expect(abena.page.get_by_label("Their name")).to_have_value("Dee Deputy")
    abena.page.get_by_label("Look, comment and write", exact=False).check()
    abena.presses("Send the invitation")
    abena.sees("Dee Deputy is invited.")
    abena.sees("May look, comment and write · invited")


def joins(dee: Person, project: str) -> None:
    mail = dee.mail("Would you help with")
    link = re.search(r"/projects/join/\S+", mail)
    assert link
    dee.page.goto(link[0])
    fits(dee)
    dee.sees("Abena Owusu asks you to join the team of “The first cup”")
    had = len(dee.mails())
    dee.presses("Go on: mail me a code")
    code = re.search(
        r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", dee.mail("code", more_than=had), re.MULTILINE
    )
    assert code
    dee.page.get_by_label("Code").fill(code[1])
    dee.presses("Go on")
    dee.page.wait_for_url("**/projects/join/**")
    dee.presses("Yes, I join the team")
    dee.page.wait_for_url(f"**{project}")
    dee.sees("You are in the team of Abena Owusu’s project")
    fits(dee)


def types_a_number(dee: Person) -> None:
    dee.page.get_by_label("Add a number to early drinks").fill("17")
    dee.presses("Save", exact=True)
    dee.sees("17 is on the chart for")


def sees_nothing_else(dee: Person, project: str) -> None:
    dee.page.goto("/home/")
    dee.page.get_by_role("link", name="The first cup").click()
    dee.page.wait_for_url(f"**{project}")
    links = dee.page.get_by_role("navigation").get_by_role("link")
    found = {one.get_attribute("href") for one in links.all()}
    assert "/projects/ours/" in found
    assert {
        one for one in found if one and one.startswith(("/sets/", "/sessions/", "/staff/"))
    } == (set())


def is_seen_to_have_typed_it(abena: Person, project: str) -> None:
    abena.page.goto(project)
    abena.sees("The newest number was typed by Dee Deputy.")


def may_only_look_now(abena: Person, dee: Person, project: str) -> None:
    dee.page.goto(project)
    abena.page.get_by_role("link", name="Change what Dee Deputy may do").click()
    abena.page.get_by_label("Look: the whole project", exact=False).check()
    abena.presses("Save", exact=True)
    abena.sees("It holds for Dee Deputy from now on.")
    # Her page is still open with the box in it.
    dee.page.get_by_label("Add a number to early drinks").fill("18")
    with dee.page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        dee.presses("Save", exact=True)
    assert posted.value.status == 403


def is_taken_out(abena: Person, dee: Person, project: str) -> None:
    abena.page.get_by_role("link", name=re.compile("^Take out")).click()
    abena.presses("Take them out")
    abena.sees("Dee Deputy no longer sees the project.")
    answer = dee.page.goto(project)
    assert answer is not None
    assert answer.status == 404
    dee.page.goto("/home/")
    expect(dee.page.get_by_role("link", name="The first cup")).to_have_count(0)
