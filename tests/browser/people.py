"""People at their browsers: how each signs in, and how they read their mail."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.line import Line
from tests.browser.server import System

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# What the browser itself says when a page does not keep the rules.
Complaints = list[str]


class Person:
    """Somebody with an address, a browser of their own, and a mailbox at the catcher."""

    def __init__(
        self,
        browser: Any,
        system: System,
        name: str,
        email: str,
        *,
        line: Line | None = None,
        **context: Any,
    ) -> None:
        self.browser, self.system, self.name, self.email = browser, system, name, email
        self.line = line
        self.options = {"viewport": DESK, "locale": "en-GB", "timezone_id": "Europe/London"}
        self.options["base_url"] = line.url if line else system.url
        self.options |= context
        self.complaints: Complaints = []
        self.context: BrowserContext = self._context()
        self.page: Page = self.context.new_page()
        # Another window, which is not signed in.
        self.mailbox: Page = browser.new_context(base_url=system.url).new_page()

    def _context(self) -> BrowserContext:
        context = self.browser.new_context(**self.options)
        context.set_default_timeout(15_000)
        context.on("console", lambda message: self._heard(message))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.page.url}: {message.text}")

    def has_kept_the_page(self) -> None:
        """Wait until this device could open the page they are on without a signal."""
        deadline = time.monotonic() + 15
        # wait_for_function would take the promise itself for a yes.
        while not self.page.evaluate(
            "async () => Boolean(await (await caches.open('pages-v1')).match(location.pathname))"
        ):
            assert time.monotonic() < deadline, f"{self.page.url} was not kept"
            time.sleep(0.1)

    def loses_signal(self) -> None:
        if self.line:
            self.line.cut()
        self.context.set_offline(True)

    def has_signal_again(self) -> None:
        if self.line:
            self.line.mend()
        self.context.set_offline(False)

    def takes_another_device(self) -> None:
        """A fresh browser that knows nothing of this person."""
        self.context.close()
        self.context = self._context()
        self.page = self.context.new_page()

    def sign_in(self, after: str = "") -> None:
        """By a mailed code. From the page that asks for the address, or from the front door."""
        if not after:
            self.page.goto("/accounts/login/code/")
        had = len(self.mails())
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_role("button", name="Email me a code").click()
        body = self.mail("code", more_than=had)
        code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", body, re.MULTILINE)
        assert code, f"There is no code in this mail:\n{body}"
        self.page.get_by_label("Code").fill(code[1])
        self.page.get_by_role("button", name="Go on").click()
        self.page.wait_for_url(lambda url: "/accounts/" not in url)

    def mails(self) -> list[tuple[str, str]]:
        """(subject, address) of this person's caught mails, newest first."""
        self.mailbox.goto(f"/caught-mail/?to={self.email}")
        found = self.mailbox.locator("tbody th a").evaluate_all(
            "links => links.map(link => [link.innerText, link.getAttribute('href')])"
        )
        return [(subject, href) for subject, href in found]

    def mail(self, words: str, *, more_than: int = 0, within: float = 30) -> str:
        """The newest mail with these words in its subject, as soon as it is there."""
        deadline = time.monotonic() + within
        while True:
            mails = self.mails()
            new = mails[: len(mails) - more_than]
            found = [href for subject, href in new if words.lower() in subject.lower()]
            if found:
                self.mailbox.goto(found[0])
                subject, text = (self.mailbox.locator(place) for place in ("h1", "#mail-text"))
                return f"{subject.inner_text()}\n\n{text.inner_text()}"
            assert time.monotonic() < deadline, (
                f"No mail “{words}” to {self.email} within {within} s; there are: {mails}"
            )
            time.sleep(0.3)

    # What a person does on a page, in their words.

    def presses(self, name: str, *, exact: bool = False) -> None:
        """A button or a link that is named so."""
        either = self.page.get_by_role("button", name=name, exact=exact).or_(
            self.page.get_by_role("link", name=name, exact=exact)
        )
        either.first.click()

    def fills(self, **fields: Any) -> None:
        """Boxes by the name of their field; a bool ticks, a date or time is written as ISO."""
        for name, value in fields.items():
            box = self.page.locator(f"[name='{name.replace('__', '-')}']").first
            if isinstance(value, bool):
                box.set_checked(value)
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(str(value))

    def chooses(self, legend: str, choice: str) -> None:
        """One of a group of radio buttons, by its words."""
        group = self.page.get_by_role("group", name=legend)
        group.get_by_label(choice, exact=True).check()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)
