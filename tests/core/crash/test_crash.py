"""Never lost silently, never doubled unflagged: with real workers, killed for real.

On SQLite with the file broker, or on PostgreSQL with Redis where DATABASE_URL and REDIS_URL say so.
CRASH_MESSAGES=1000 plans as many at each point, too, and -s prints what was counted.
"""

from __future__ import annotations

import os
import sys
import time

import pytest

from tests.core.crash.system import Found, System

pytestmark = pytest.mark.crash
AT_A_POINT = int(os.environ.get("CRASH_MESSAGES", "60"))
POINTS = (
    "planning",
    "before the doorbell",
    "before the claim",
    "after the claim",
    "before the words",
    "after the words",
    "after the mark",
)


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    with System(tmp_path_factory.mktemp("crash")) as system:
        yield system


@pytest.fixture
def report(record_testsuite_property):
    """The figures, for whoever runs this with -s, and for a report of the tests."""

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        record_testsuite_property("crash", line)

    return say


def kept(found: Found) -> None:
    assert (found.lost, found.doubled, found.decisions_twice) == ([], [], [])


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_this_point_loses_nothing_and_doubles_nothing_unseen(system, report, point):
    run, many = point.replace(" ", "-"), AT_A_POINT
    # The bell is rung once: what has been planned is not planned again.
    kills = 1 if point == "before the doorbell" else 3
    # At the points that each message passes a kill comes later than at the first.
    odds = 0.2 if "words" in point else 1
    system.order(run, many, {point: odds}, kills)
    if point == "before the claim":
        while not system.kills(run):
            time.sleep(0.05)
        system.empty_broker()
    system.settle(run, many, kills=kills)
    found = system.found(run, many)
    report(found.line(point))
    kept(found)
    if "words" not in point:
        # Everywhere else it is known whether the mail has gone.
        assert (found.copies, found.held) == ({1: many}, 0)


def test_kills_anywhere_while_a_thousand_are_due_lose_nothing_and_double_nothing_unseen(
    system, report
):
    run, many, kills = "random", 1000, 16
    odds = {"before the words": 0.012, "after the words": 0.012, "after the mark": 0.2}
    odds |= {point: 0.08 for point in POINTS if point not in odds}
    # Decisions go first, one by one; by day then reminders, ten at a time: both are killed.
    system.order(run, many, odds, kills, by_day=False)
    for number in range(4):
        time.sleep(4)
        system.empty_broker()
        system.kill_worker(number % 2)
    system.until_none_is_due(run, "crash_decision")
    among_decisions = system.kills(run)
    odds |= {"before the words": 0.04, "after the words": 0.04}
    system.order(run, many, odds, among_decisions + kills)
    time.sleep(2)
    system.empty_broker()
    system.settle(run, many)
    found = system.found(run, many)
    report(found.line("anywhere, and 4 times a whole worker"))
    places = ", ".join(f"{many} {point}" for point, many in sorted(system.killed_at(run).items()))
    report(f"killed: {places}")
    kept(found)
    assert among_decisions > 0
    assert found.kills - among_decisions > kills / 2
