"""Autosave in a real browser: nothing typed is lost, and the page never claims too much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "autosave.js"
FORM = """<!doctype html><html lang="en"><title>Apply</title><body>
<form method="post" data-autosave-url="/save/" data-autosave-key="application-1">
<input type="hidden" name="csrfmiddlewaretoken" value="token">
<label>Hope <textarea name="hope">{hope}</textarea></label>
<label><input type="radio" name="setting" value="nursing"> Nursing</label>
<p data-autosave-status role="status"></p><button>Go on</button></form>
<script src="/autosave.js"></script></body></html>"""


class Server:
    """The site as the browser sees it: `answer` says how the next save is answered."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.hope = ""
        self.answer = {"saved_at": "21:04", "errors": {}}
        self.status = 200
        self.unreachable = False

    def handle(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://site.test")
        if path == "/autosave.js":
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        elif path == "/save/" and self.unreachable:
            route.abort()
        elif path == "/save/":
            self.saved.append(route.request.post_data or "")
            route.fulfill(
                status=self.status, body=json.dumps(self.answer), content_type="application/json"
            )
        else:
            route.fulfill(body=FORM.format(hope=self.hope), content_type="text/html")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser, server) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", server.handle)
    page.goto("http://site.test/apply/")
    yield page
    context.close()


def kept(page: Page) -> object:
    return json.loads(page.evaluate("localStorage.getItem('autosave:application-1')") or "null")


def test_typing_is_saved_after_a_pause_and_nothing_stays_on_the_device(page, server):
    page.get_by_label("Hope").fill("More drinks at breakfast.")
    expect(page.get_by_role("status")).to_have_text("Saved at 21:04")
    assert len(server.saved) == 1
    assert "More drinks at breakfast." in server.saved[0]
    assert kept(page) is None


def test_without_signal_the_words_stay_on_the_device_and_go_when_it_returns(page, server):
    server.unreachable = True
    page.get_by_label("Hope").fill("Quieter nights.")
    expect(page.get_by_role("status")).to_contain_text("no signal")
    assert kept(page)["values"]["hope"] == ["Quieter nights."]
    server.unreachable = False
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("status")).to_have_text("Saved at 21:04")
    assert kept(page) is None


@pytest.mark.parametrize("status", [401, 403])
def test_signed_out_says_so_and_keeps_the_words(page, server, status):
    server.status = status
    page.get_by_label("Hope").fill("A garden group.")
    expect(page.get_by_role("link", name="Sign in again")).to_have_attribute(
        "href", "/accounts/login/code/?next=%2Fapply%2F"
    )
    assert kept(page)["values"]["hope"] == ["A garden group."]


def test_kept_words_are_offered_back_and_saved_when_taken(page, server):
    server.unreachable = True
    page.get_by_label("Hope").fill("A garden group.")
    page.get_by_label("Nursing").check()
    expect(page.get_by_role("status")).to_contain_text("no signal")
    server.unreachable = False
    page.reload()
    page.get_by_role("button", name="Put them back").click()
    expect(page.get_by_label("Hope")).to_have_value("A garden group.")
    expect(page.get_by_label("Nursing")).to_be_checked()
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved at 21:04")


def test_words_that_the_server_has_are_not_offered_again(page, server):
    server.unreachable = True
    page.get_by_label("Hope").fill("A garden group. ")
    expect(page.get_by_role("status")).to_contain_text("no signal")
    server.unreachable = False
    server.hope = "A garden group."
    page.reload()
    expect(page.get_by_role("button", name="Put them back")).to_have_count(0)
    assert kept(page) is None


def test_field_that_needs_another_look_says_why(page, server):
    server.answer = {"saved_at": "21:04", "errors": {"hope": ["Keep it under 300 words."]}}
    page.get_by_label("Hope").fill("Long")
    expect(page.get_by_text("Keep it under 300 words.")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Saved at 21:04. Something needs another look.")
