"""Fixtures that every folder of tests shares."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and the like must not leak from one test to the next."""
    cache.clear()


@pytest.fixture
def sign_in(client):
    """Sign a person in, in this test's client; returns the client."""

    def sign(user):
        client.force_login(user)
        return client

    return sign


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Real Chromium. One for each module: while Playwright runs, Django's tables are closed."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "google-chrome", "google-chrome-stable")
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, names)), None),
            args=["--no-sandbox", "--disable-gpu", "--no-first-run", *quiet],
        )
        yield browser
        browser.close()
