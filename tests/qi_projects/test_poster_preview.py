"""static/js/poster.js in a real browser: counts words, and shows the sheet again after a pause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "poster.js"
FORM = """<!doctype html><html><body>
<form id="poster-form" data-preview-url="/preview/" method="post" action="/write/">
<label>Results <textarea name="results" id="id_results" data-fits="4">One two</textarea></label>
<p data-count-of="id_results"><span data-count></span></p>
<button data-show-it formaction="/preview/" formtarget="sheet">Show it</button></form>
<div data-preview-place>
<iframe name="sheet" src="/preview/" sandbox="allow-same-origin"></iframe></div>
<script src="/poster.js"></script></body></html>"""
SHEET = '<!doctype html><html><body><p class="poster">{words}</p></body></html>'


class Server:
    def __init__(self) -> None:
        self.posted: list[str] = []
        self.broken = False

    def handle(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://site.test")
        if path == "/poster.js":
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        elif path == "/preview/" and self.broken:
            route.fulfill(status=500, body="Something went wrong", content_type="text/html")
        elif path == "/preview/":
            words = parse_qs(route.request.post_data or "").get("results", ["stored"])[0]
            self.posted.append(words)
            route.fulfill(body=SHEET.format(words=words), content_type="text/html")
        else:
            route.fulfill(body=FORM, content_type="text/html")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser, server) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", server.handle)
    page.goto("http://site.test/write/")
    yield page
    context.close()


def sheet(page: Page):
    return page.frame_locator("[data-preview-place] iframe:not(.sheet-page-coming)")


def test_typing_shows_the_words_on_the_sheet_after_one_pause(page, server):
    expect(sheet(page).get_by_text("stored")).to_be_visible()
    page.get_by_label("Results").press("End")
    page.get_by_label("Results").press_sequentially(" three", delay=20)
    expect(sheet(page).get_by_text("One two three")).to_be_visible()
    assert server.posted == ["stored", "One two three"]
    assert page.locator("iframe").count() == 1


def test_previews_are_no_steps_of_the_back_button(page):
    before = page.evaluate("history.length")
    for words in ("First", "Second"):
        page.get_by_label("Results").fill(words)
        expect(sheet(page).get_by_text(words)).to_be_visible()
    assert page.evaluate("history.length") == before


def test_words_are_counted_against_what_fits(page):
    count = page.locator("[data-count-of]")
    expect(count).to_have_text("2")
    page.get_by_label("Results").fill("Now there are five words")
    expect(count).to_have_text("5")
    expect(count).to_have_class("count-over")


def test_sheet_that_cannot_be_drawn_leaves_the_last_one(page, server):
    expect(sheet(page).get_by_text("stored")).to_be_visible()
    server.broken = True
    page.get_by_label("Results").fill("Lost")
    page.wait_for_timeout(1500)
    expect(sheet(page).get_by_text("stored")).to_be_visible()
