"""Every kind of page that each of the demonstration's people can reach, seen as they may need it.

axe-core finds no breach of WCAG 2.2 AA at a phone's width or a desk's, nothing scrolls sideways on
a phone, and the browser has nothing to complain of, so no page breaks the content security policy.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from demonstration.sign_ins import sign_ins
from tests.browser.people import DESK, PHONE, Person
from tests.browser.server import ROOT

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async rules => {
  const found = await axe.run(
    document, {runOnly: rules, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap(one => one.nodes.map(node =>
    `${one.id}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none)[0]?.message}`));
}"""
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
LINKS = "links => links.map(link => link.getAttribute('href'))"
# Files, sheets in which no script may run, and pages about the catcher and the sign-ins, which are
# checked for the public.
NOT_A_PAGE = re.compile(
    r"/file/|/pdf/|/chart/(svg|png|csv)/$|/poster/preview/$|/photos/N/$|^/caught-mail/|^/sign-ins/"
    r"|/logout/|\.ics$"
)
PUBLIC = (
    "/",
    "/privacy/",
    "/accessibility/",
    "/accounts/login/code/",
    "/accounts/login/",
    "/sign-ins/",
    "/caught-mail/",
    "/gallery/",
    "/posters/",
    "/posters/1/",
    "/no-such-page/",
    "/apply/3/",
)
# The administrator sees all of these as well, so staff look at the first page of each part.
FIRST_PAGES_ONLY = ("Programme staff",)


def shape(path: str) -> str:
    """/staff/cohorts/3/outbox/41/ → /staff/cohorts/N/outbox/N/: one page of each kind is enough."""
    return re.sub(r"(?<=/)(\d+|[0-9a-f-]{36})(?=/)", "N", path)


def pages_of(person: Person, *, deep: bool) -> Iterator[str]:
    """One page of each kind, by following the links from the person's home page."""
    queue, seen = deque(["/home/"]), {"/home/"}
    while queue:
        path = queue.popleft()
        answer = person.page.goto(path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        yield path
        if not deep and path != "/home/":
            continue
        for href in person.page.locator("main a[href], nav a[href]").evaluate_all(LINKS):
            parts = urlsplit(href)
            kind = shape(parts.path)
            if parts.scheme or not parts.path.startswith("/") or parts.query or kind in seen:
                continue
            seen.add(kind)
            if not NOT_A_PAGE.search(kind):
                queue.append(parts.path)


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong with the page that is open, at both widths."""
    page.evaluate(AXE)
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        where = f"{path} at {size['width']} px"
        found += [f"{where}: {breach}" for breach in page.evaluate(RUN, RULES)]
        if size == PHONE and (pixels := page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{where}: scrolls sideways by {pixels} px")
    return found


def test_the_pages_that_everybody_sees(somebody: Callable[..., Person], demonstration):
    visitor = somebody(demonstration, "Visitor", "", reduced_motion="reduce")
    found = []
    for path in PUBLIC:
        visitor.page.goto(path)
        found += faults_of(visitor.page, path)
    complaints = [line for line in visitor.complaints if "/no-such-page/" not in line]
    assert "\n".join(found + complaints) == ""


@pytest.mark.parametrize(
    ("role", "email"), [pytest.param(one.role, one.person.email, id=one.role) for one in sign_ins()]
)
def test_the_pages_of(role: str, email: str, somebody: Callable[..., Person], demonstration):
    person = somebody(demonstration, role, email, reduced_motion="reduce")
    person.page.goto("/sign-ins/")
    person.page.locator(f"form:has([value='{email}']) button").click()
    found, visited = [], []
    for path in pages_of(person, deep=role not in FIRST_PAGES_ONLY):
        visited.append(path)
        found += faults_of(person.page, path)
    assert len(visited) > 2
    assert "\n".join(found + person.complaints) == ""
