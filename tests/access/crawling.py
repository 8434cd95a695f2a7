"""Follow every link that a person can see, as a browser would, and note what was answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# The page of a project takes the most: it reads all that a project has.
MOST_QUERIES = 15
# Signing out would end the visit, and files are not pages.
NOT_FOLLOWED = ("/accounts/logout/", "/static/")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        target = values.get("href") if tag == "a" else None
        if tag in ("img", "iframe", "embed"):
            target = values.get("src")
        if values.get("hx-get"):
            self.found.append(values["hx-get"] or "")
        if target:
            self.found.append(target)


@dataclass(frozen=True)
class Visited:
    url: str
    status: int
    queries: int
    text: str
    came_from: str


def links_of(html: str, base: str) -> Iterator[str]:
    parser = _Links()
    parser.feed(html)
    for link in parser.found:
        whole = urldefrag(urljoin(base, link)).url
        inside = whole.startswith("/") and not whole.startswith("//")
        if inside and not whole.startswith(NOT_FOLLOWED):
            yield whole


def crawl(
    client: Client,
    start: str = "/home/",
    most: int = 400,
    follow: Callable[[str], bool] = lambda url: True,
) -> list[Visited]:
    """Every page reachable from `start`. Redirects are visited as pages of their own."""
    seen, visited = {start}, []
    waiting = deque([(start, "")])
    while waiting and len(visited) < most:
        url, came_from = waiting.popleft()
        connection.queries_log.clear()  # it holds 9,000 and complains beyond
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        html = _text(response)
        visited.append(Visited(url, response.status_code, len(queries), html, came_from))
        further = list(links_of(html, url))
        if response.status_code in (301, 302):
            further = list(links_of(f'<a href="{response.url}">', url))
        for link in further:
            if link not in seen and follow(link):
                seen.add(link)
                waiting.append((link, url))
    return visited


def _text(response: Any) -> str:
    if getattr(response, "streaming", False):
        b"".join(response.streaming_content)
        return ""
    if "html" not in response.get("Content-Type", ""):
        return ""
    return response.content.decode()


def troubles(visited: list[Visited]) -> list[str]:
    """What is wrong with the pages visited, one line each."""
    bad = [
        f"{page.url} answered {page.status} (from {page.came_from})"
        for page in visited
        if page.status not in (200, 301, 302)
    ]
    slow = [
        f"{page.url} took {page.queries} queries" for page in visited if page.queries > MOST_QUERIES
    ]
    return bad + slow
