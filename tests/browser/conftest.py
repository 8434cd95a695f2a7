"""Live systems for the browser tests: an empty one, and one that holds the demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.line import Line
from tests.browser.people import Person
from tests.browser.server import System

HOMES = "demonstration/data/invented_homes.csv"


@pytest.fixture(scope="session")
def before_the_first_call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Never started: bringing a database up to date takes long, and a copy of it takes no time."""
    system = System(tmp_path_factory.mktemp("bare"), "bare", redis_number=2)
    try:
        system.manage("prepare")
        system.manage("import_care_homes", HOMES)
        system.manage(
            "first_administrator", "--email", "ruth@programme.example", "--name", "Ruth Okafor"
        )
        yield system
    finally:
        system.stop()


@pytest.fixture(scope="module")
def programme(
    tmp_path_factory: pytest.TempPathFactory, before_the_first_call: System
) -> Iterator[System]:
    """What a programme has before its first call: the register of homes and an administrator."""
    folder = tmp_path_factory.mktemp("empty")
    system = System(folder, "empty", redis_number=2, copied_from=before_the_first_call)
    try:
        system.start()
        yield system
    finally:
        system.stop()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The demonstration, as bin/run shows it."""
    system = System(tmp_path_factory.mktemp("demonstration"), "demonstration", redis_number=3)
    try:
        system.manage("prepare", "--demonstration")
        system.start()
        yield system
    finally:
        system.stop()


@pytest.fixture
def somebody(browser: Any) -> Iterator[Callable[..., Person]]:
    """Makes people with a browser of their own; if the test fails, tells what each one saw."""
    people: list[Person] = []

    def make(
        system: System, name: str, email: str, *, on_a_line: bool = False, **context: Any
    ) -> Person:
        """With `on_a_line`, nothing passes while they have no signal, not even a new page's first
        request."""
        line = Line(system.port) if on_a_line else None
        people.append(Person(browser, system, name, email, line=line, **context))
        return people[-1]

    yield make
    for person in people:
        print(f"\n--- {person.name} at {person.page.url}")  # noqa: T201 - shown if the test failed
        print(person.page.locator("body").inner_text()[:3000], *person.complaints, sep="\n")  # noqa: T201
        person.context.close()
        if person.line:
            person.line.close()
