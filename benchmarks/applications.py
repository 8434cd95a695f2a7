"""How fast the staff's pages of applications are, beside bare Django in the same run.

    python -m benchmarks.applications                        SQLite, 10,000 applications
    DATABASE_URL=postgres://… python -m benchmarks.applications --rows 100000

The database must be empty; with SQLite one is made in a folder that is thrown away. Every round
asks for each page once, so that a busy moment of the machine falls on all of them; what counts
are medians, and their ratio to the floor of the same run. Ends with 1 where a target is missed, but
for the pages of a cohort that runs: those are shown beside it.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.servers import Server

if TYPE_CHECKING:
    from benchmarks.seed import Seeded

CLIENTS = 4
# 80 a second where the floor reaches 350: as a part of the floor it holds on any machine.
LEAST_OF_FLOOR = 80 / 350
MOST_GROWTH = 1.5
MOST_MEMORY = 2.0
MOST_EXPORT = 15  # seconds for ten thousand rows


@dataclass(frozen=True)
class Measured:
    """A page, at most how many times its floor, and at most how many queries."""

    name: str
    path: str
    floor: str
    times: float
    queries: int
    # Who asks: the organiser, unless it says otherwise.
    cookie: str = ""
    # Outside the contract: a miss is printed and is no failure.
    aside: bool = False


def pages(seeded: Seeded) -> list[Measured]:
    big, small = (f"/staff/cohorts/{pk}/applications/" for pk in (seeded.cohort, seeded.small))
    one = f"/staff/applications/{seeded.application}/"

    def listed(name: str, query: str, start: str = big) -> Measured:
        return Measured(name, f"{start}{query}", "floor-list", 4, 6)

    return [
        listed("list", ""),
        listed("list of 1,000", "", small),
        listed("list, a state", "?state=submitted"),
        listed("list, a borough", f"?borough={seeded.borough}"),
        listed("list, role and setting", "?role=manager&setting=older_nursing"),
        listed("list, words", "?q=kowalski"),
        listed("list, by score", "?order=score"),
        listed("list, by name", "?order=name"),
        listed("list, release missing", "?release=missing"),
        listed("list, an answer", f"?question={seeded.question}&answer=listen"),
        listed("list, not scored by me", "?unread=on"),
        listed("list, drafts untouched", "?untouched=14"),
        listed("list, an answer shown", f"?columns=home&columns=q{seeded.question}"),
        listed("list, page 100", "?page=100"),
        Measured("one application", one, "floor-one", 7, 12),
        Measured("home", "/home/", "floor-one", 10, 12),
        Measured("cohort at a glance", f"/staff/cohorts/{seeded.cohort}/", "floor-one", 10, 12),
        *_of_running(seeded),
    ]


def _of_running(seeded: Seeded) -> list[Measured]:
    """Of a cohort of thirty that runs."""
    glance = f"/staff/cohorts/{seeded.running}/"
    lead, pioneer = seeded.lead_cookie, seeded.pioneer_cookie
    project = f"/projects/{seeded.project}/"
    return [
        Measured("running: at a glance", glance, "floor-one", 10, 12, lead, aside=True),
        Measured(
            "running: wall of charts", f"{glance}wall/", "floor-list", 4, 12, lead, aside=True
        ),
        Measured("running: a Pioneer’s home", "/home/", "floor-one", 10, 12, pioneer, aside=True),
        Measured("running: a project", project, "floor-one", 7, 12, pioneer, aside=True),
    ]


def floors(seeded: Seeded) -> dict[str, str]:
    return {"floor-one": f"/one/{seeded.cohort}/", "floor-list": f"/list/{seeded.cohort}/"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=5, help="of requests by four clients")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        os.environ["BENCHMARK_FOLDER"] = folder
        os.environ["BENCHMARK_SECRET"] = secrets.token_urlsafe(50)
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        seeded = _prepare(options.rows)
        counted = _queries(seeded)
        return _measure(seeded, counted, Path(folder), options)


def _prepare(rows: int) -> Seeded:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.seed import seed

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    seeded = seed(rows)
    with connection.cursor() as cursor:
        # A database that has just been filled knows nothing of what is in it. PostgreSQL's own
        # housekeeping would come a minute later.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(
        f"{connection.vendor}: {rows:,} applications, seeded in {time.perf_counter() - began:.0f} s"
    )
    connection.close()
    return seeded


def _queries(seeded: Seeded) -> dict[str, int]:
    """Per page, counted in this process; the first visit may fill what later ones find."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    found = {}
    for page in pages(seeded):
        client.cookies["sessionid"] = page.cookie or seeded.cookie
        client.get(page.path)
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(page.path)
        if answer.status_code != 200:
            raise SystemExit(f"{page.path} answered {answer.status_code}: nothing to measure.")
        found[page.name] = len(caught)
    connection.close()
    return found


def _measure(seeded: Seeded, counted: dict[str, int], folder: Path, options: Any) -> int:
    with (
        Server("benchmarks.floor.wsgi", seeded.floor_cookie, folder) as bare,
        Server("benchmarks.wsgi", seeded.cookie, folder) as ours,
        # Of its own, so that what it has loaded does not count as memory of the other.
        Server("benchmarks.wsgi", seeded.lead_cookie, folder) as beside,
    ):
        least = floors(seeded)
        jobs = [(bare, name, path, "") for name, path in least.items()]
        jobs += [
            (beside if page.aside else ours, page.name, page.path, page.cookie)
            for page in pages(seeded)
        ]
        took: dict[str, list[float]] = {name: [] for _, name, *_ in jobs}
        sizes: dict[str, int] = {}
        for number in range(options.rounds + 3):
            for server, name, path, cookie in jobs:
                milliseconds, sizes[name] = server.get(path, cookie)
                if number >= 3:  # the first rounds load templates and open connections
                    took[name].append(milliseconds)
        times = {name: median(values) for name, values in took.items()}
        speed = _per_second(ours, pages(seeded)[0].path, options.seconds)
        floor_speed = _per_second(bare, least["floor-list"], options.seconds)
        memory, floor_memory = ours.memory(), bare.memory()
        took_to_export = _export(ours, seeded)
    missed = _report(pages(seeded), times, sizes, counted)
    growth = times["list"] / times["list of 1,000"]
    missed += _line("the list against 1,000 rows", f"{growth:.2f} times", growth <= MOST_GROWTH)
    missed += _line(
        f"the list, {CLIENTS} clients",
        f"{speed:.0f} a second, {speed / floor_speed:.0%} of the floor’s {floor_speed:.0f}",
        speed >= LEAST_OF_FLOOR * floor_speed,
    )
    missed += _line(
        f"all {options.rows:,} as XLSX, with an answer",
        f"{took_to_export:.1f} s",
        took_to_export <= MOST_EXPORT * options.rows / 10_000,
    )
    missed += _line(
        "memory of a worker",
        f"{memory:.0f} MB, {memory / floor_memory:.2f} times the floor",
        memory <= MOST_MEMORY * floor_memory,
    )
    print(f"{missed} target{'' if missed == 1 else 's'} missed" if missed else "every target met")
    return min(missed, 1)


def _report(
    measured: list[Measured],
    times: dict[str, float],
    sizes: dict[str, int],
    counted: dict[str, int],
) -> int:
    print(f"{'page':30} {'ms':>7} {'times':>6} {'at most':>8} {'queries':>8} {'kB':>5}")
    for name in ("floor-one", "floor-list"):
        print(f"{name:30} {times[name]:7.1f} {'':24} {sizes[name] / 1000:5.0f}")
    missed = 0
    for page in measured:
        ratio = times[page.name] / times[page.floor]
        met = ratio <= page.times and counted[page.name] <= page.queries
        missed += not met and not page.aside
        verdict = "met" if met else "missed, outside the contract" if page.aside else "MISSED"
        print(
            f"{page.name:30} {times[page.name]:7.1f} {ratio:6.1f} {page.times:8.0f} "
            f"{counted[page.name]:3} of {page.queries:2} {sizes[page.name] / 1000:5.0f} "
            f"{verdict}"
        )
    return missed


def _line(name: str, words: str, met: bool) -> int:
    print(f"{name:30} {words:44} {'met' if met else 'MISSED'}")
    return int(not met)


def _export(server: Server, seeded: Seeded) -> float:
    """Seconds until the whole workbook is here."""
    columns = ["name", "email", "state", "role", "home", "borough", "release", "q-why_now"]
    path = f"/staff/cohorts/{seeded.cohort}/applications/export/?all=1"
    return server.post(path, [("kind", "xlsx"), *(("columns", key) for key in columns)]) / 1000


def _per_second(server: Server, path: str, seconds: float) -> float:
    until = time.perf_counter() + seconds

    def ask(_: int) -> int:
        done = 0
        while time.perf_counter() < until:
            server.get(path)
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(ask, range(CLIENTS))) / seconds


if __name__ == "__main__":
    sys.exit(main())
