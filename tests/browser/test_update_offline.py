"""A sixty-second update on a phone: without a signal, with a server that fails, and sent twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from tests.browser.people import PHONE, Person
from tests.browser.server import System

pytestmark = pytest.mark.browser

KEPT = "Kept on this phone; it will be sent when there is a signal."
# Projects with one measure each, by their Pioneers' addresses, and the links of these.
BEGUN = """
import json
from tests import factories as make
from tests.qi_projects.running import begun, running_cohort
from qi_projects import update_links
cohort, made = running_cohort(), {{}}
for word in {words!r}:
    one = begun(cohort, title=f"The first cup, {{word}}")
    one.person.name, one.person.email = "Abena Owusu", f"{{word}}@homes.example"
    one.person.save()
    link = update_links.urls_for([(one.project, one.person)])[0]
    made[word] = [one.project.pk, link]
print("BEGUN", json.dumps(made))
"""
WORDS = ["quick", "offline", "twice", "asked", "mine", "theirs", "plain"]
UPDATES = """
import json
from qi_projects.models import Update
rows = Update.objects.filter(project={pk}).order_by("pk")
print("UPDATES", json.dumps([[r.text, r.observation and r.observation.plain,
    r.photo and [r.photo.alt_text, r.photo.width, r.photo.height]] for r in rows]))
"""


def asked(system: System, word: str, script: str) -> Any:
    said = system.manage("shell", "-v0", "-c", script)
    return json.loads(said.split(f"{word} ", 1)[1].splitlines()[0])


def told(system: System, pk: int) -> Any:
    return asked(system, "UPDATES", UPDATES.format(pk=pk))


@pytest.fixture(scope="module")
def begun(programme: System) -> dict[str, tuple[int, str]]:
    made = asked(programme, "BEGUN", BEGUN.format(words=WORDS))
    return {word: (pk, link.removeprefix(programme.url)) for word, (pk, link) in made.items()}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """As large as a phone makes them: noise, so that it does not shrink to nothing."""
    path = tmp_path / "trolley.jpg"
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(path, "JPEG", quality=90)
    assert path.stat().st_size > 1_000_000
    return path


def status(person: Person) -> Locator:
    return person.page.locator("[data-status]")


def waits(person: Person) -> int:
    """How many updates this phone still has."""
    return person.page.evaluate(
        """() => new Promise((done) => {
            const opening = indexedDB.open("updates", 1);
            opening.onsuccess = () => {
                const rows = opening.result.transaction("kept").objectStore("kept").count();
                rows.onsuccess = () => done(rows.result);
            };
        })"""
    )


def test_open_type_save_is_all_with_a_signal(
    somebody: Callable[..., Person], programme: System, begun: Any
):
    pk, link = begun["quick"]
    abena = somebody(programme, "Abena Owusu", "quick@homes.example", viewport=PHONE)
    abena.page.goto(link)
    assert abena.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # Nothing is asked of a photograph before there is one.
    expect(abena.page.get_by_label("What does it show?")).to_be_hidden()
    abena.page.get_by_label("early drinks").fill("17")
    abena.presses("Save")
    abena.sees("17 is on the chart")
    expect(abena.page.locator("svg:visible")).to_have_count(1)
    assert told(programme, pk) == [["", "17", None]]
    assert waits(abena) == 0
    assert abena.complaints == []


def test_an_update_with_its_photograph_outlives_no_signal_a_reload_and_a_closed_page(
    somebody: Callable[..., Person], programme: System, begun: Any, photo: Path
):
    pk, link = begun["offline"]
    abena = somebody(
        programme, "Abena Owusu", "offline@homes.example", viewport=PHONE, on_a_line=True
    )
    abena.page.goto(link)
    abena.has_kept_the_page()

    abena.loses_signal()
    abena.page.get_by_label("early drinks").fill("62")
    abena.page.get_by_label("One sentence").fill("Squash went round twice.")
    abena.page.get_by_label("A photograph").set_input_files(photo)
    expect(abena.page.get_by_label("What does it show?")).to_be_visible()
    abena.presses("Save")  # without the words of the photograph: it stays, and says so
    expect(abena.page.get_by_label("early drinks")).to_have_value("62")
    abena.page.get_by_label("What does it show?").fill("The drinks trolley")
    abena.page.get_by_label("Everybody in it has agreed").check()
    abena.presses("Save")
    expect(status(abena)).to_contain_text(KEPT)

    # A second one, on the same visit.
    abena.presses("Write something else")
    abena.page.get_by_label("One sentence").fill("Nights joined in.")
    abena.presses("Save")
    expect(status(abena)).to_contain_text("There are 2 of them.")

    abena.page.reload()
    expect(status(abena)).to_contain_text("There are 2 of them.")
    abena.page.close()
    abena.page = abena.context.new_page()
    abena.page.goto(link)
    expect(status(abena)).to_contain_text(KEPT)
    assert told(programme, pk) == []

    abena.has_signal_again()
    expect(status(abena)).to_contain_text("What this phone had kept is sent.")
    # As large as the server keeps a photograph, made so on the phone.
    assert told(programme, pk) == [
        ["Squash went round twice.", "62", ["The drinks trolley", 1600, 1200]],
        ["Nights joined in.", None, None],
    ]
    assert waits(abena) == 0
    said = [line for line in abena.complaints if "net::ERR_" not in line]
    assert said == []


def test_a_server_that_fails_and_an_answer_that_is_lost_make_one_update(
    somebody: Callable[..., Person], programme: System, begun: Any
):
    pk, link = begun["twice"]
    abena = somebody(programme, "Abena Owusu", "twice@homes.example", viewport=PHONE)
    sent: list[str] = []

    def fails(route: Route) -> None:
        """First the server fails; then it saves and the answer is lost; then all is well."""
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.headers.get("content-type", ""))
        if len(sent) == 1:
            route.fulfill(status=500, body="Something broke")
        elif len(sent) == 2:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    abena.page.goto(link)
    abena.context.route(re.compile("/updates/by-link/"), fails)
    abena.page.get_by_label("early drinks").fill("62")
    abena.presses("Save")
    expect(status(abena)).to_contain_text(KEPT)
    expect(abena.page.locator("main")).to_contain_text("62 is on the chart", timeout=20_000)
    assert len(sent) == 3
    assert told(programme, pk) == [["", "62", None]]
    assert waits(abena) == 0


def test_what_the_server_asks_about_comes_back_into_the_form_with_everything_typed(
    somebody: Callable[..., Person], programme: System, begun: Any, photo: Path
):
    pk, link = begun["asked"]
    abena = somebody(programme, "Abena Owusu", "asked@homes.example", viewport=PHONE)
    abena.page.goto(link)
    abena.page.get_by_label("early drinks").fill("-4")
    abena.page.get_by_label("One sentence").fill("Mrs Brown drank two.")
    abena.page.get_by_label("A photograph").set_input_files(photo)
    abena.page.get_by_label("What does it show?").fill("The drinks trolley")
    abena.page.get_by_label("Everybody in it has agreed").check()
    abena.presses("Save")
    abena.sees("looks like somebody’s name")
    assert waits(abena) == 0
    abena.page.get_by_label("One sentence").fill("Somebody drank two.")
    abena.presses("Save")
    abena.sees("cannot be less than 0")
    abena.page.get_by_label("early drinks").fill("4")
    abena.presses("Save")
    abena.sees("4 is on the chart")
    assert told(programme, pk) == [["Somebody drank two.", "4", ["The drinks trolley", 1600, 1200]]]


def test_who_signs_out_finds_it_again_and_nobody_else_on_that_phone_does(
    somebody: Callable[..., Person], programme: System, begun: Any
):
    pk, _ = begun["mine"]
    other, _ = begun["theirs"]
    phone = somebody(programme, "Abena Owusu", "mine@homes.example", viewport=PHONE)
    phone.sign_in()
    phone.page.goto(f"/updates/of/{pk}/")
    phone.context.clear_cookies(name="sessionid")
    phone.page.get_by_label("One sentence").fill("Written at the end of a shift.")
    phone.presses("Save")
    expect(status(phone)).to_contain_text("You have been signed out. What you wrote is kept")

    # Somebody else signs in on the same phone.
    phone.email = "theirs@homes.example"
    phone.sign_in()
    phone.page.goto(f"/updates/of/{other}/")
    expect(status(phone)).to_be_empty()
    expect(phone.page.locator("main")).not_to_contain_text("end of a shift")
    assert told(programme, other) == []

    phone.context.clear_cookies(name="sessionid")
    phone.email = "mine@homes.example"
    phone.page.goto(f"/updates/of/{pk}/")
    phone.sign_in(after="the sign-in page")
    expect(status(phone)).to_contain_text("What this phone had kept is sent.")
    assert told(programme, pk) == [["Written at the end of a shift.", None, None]]


def test_without_scripts_it_is_one_plain_form(
    somebody: Callable[..., Person], programme: System, begun: Any
):
    pk, link = begun["plain"]
    abena = somebody(
        programme, "Abena Owusu", "plain@homes.example", viewport=PHONE, java_script_enabled=False
    )
    abena.page.goto(link)
    abena.page.get_by_label("early drinks").fill("9")
    abena.presses("Save")
    abena.sees("9 is on the chart")
    assert told(programme, pk) == [["", "9", None]]
