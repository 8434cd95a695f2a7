"""How fast due mail is delivered, beside Django's own SMTP backend in the same run.

    python -m benchmarks.mail                        SQLite, 1,000 mails of each sort
    DATABASE_URL=postgres://… python -m benchmarks.mail

The database must be empty; with SQLite one is made in a folder that is thrown away. Django sends
the same messages, made beforehand, over one connection that it keeps. We claim, check, make, fence,
send and mark each, over one connection a batch. Both in turns, to the same local server; what
counts is the median of the rounds. Ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from statistics import median
from typing import Any

LEAST = 0.8
NOON = datetime(2026, 6, 3, 12)
BODY = """Dear {first_name},

{title} is tomorrow.

When: Thursday 4 June 2026, 10am to 1pm
Where: Southwark Resource Centre, 10 Bradenham Close, London SE17 2QB

See the session: https://pioneers.example/sessions/{number}/
If you cannot come, please tell us now: https://pioneers.example/sessions/{number}/apologies/

{site}
{contact}"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, _sink() as port:
        os.environ["BENCHMARK_FOLDER"] = folder
        os.environ["BENCHMARK_SECRET"] = secrets.token_urlsafe(50)
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        return _measure(port, options.rows, options.rounds)


@contextmanager
def _sink() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.sink", str(port)])
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _measure(port: int, rows: int, rounds: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from core import clock
    from core.mail import kinds

    call_command("migrate", verbosity=0)
    connection.ensure_connection()
    print(f"{connection.vendor}: {rows:,} mails of each sort, {rounds} rounds")
    print(f"{'':26} {'Django':>8} {'ours':>8} {'of it':>6} {'queries a mail':>15}")
    people = _people(rows)
    missed = 0
    sorts: list[tuple[str, str, dict[str, Any]]] = [
        ("bench_news", "necessary mail", {}),
        ("bench_reminder", "reminders, one a person", {"reminder": True, "optional": True}),
        ("bench_decision", "decisions, one by one", {"policy": kinds.Policy.HOLD}),
    ]
    with clock.at(NOON):
        for key, title, options in sorts:
            kinds.register(
                kinds.Kind(key, title, "{title} is tomorrow", BODY, ("title",), **options)
            )
            wanted = LEAST if key != "bench_decision" else None
            missed += _sort(key, title, people, port, rounds, wanted)
        _plan(people)
    print(f"{missed} target{'' if missed == 1 else 's'} missed" if missed else "every target met")
    return min(missed, 1)


def _people(rows: int) -> list[Any]:
    from core.models import User

    User.objects.bulk_create(
        [User(email=f"person{n}@homes.example", name=f"Grace Mensah {n}") for n in range(rows)]
    )
    return list(User.objects.order_by("pk"))


def _messages(key: str, people: list[Any], stem: str = "") -> list[Any]:
    from core import mail

    return [
        mail.Message(
            kind=key,
            key=f"{stem}{key}:{person.pk}",
            to_email=person.email,
            to_name=person.name,
            person_id=person.pk,
            scope="cohort:1",
            thread=f"session:{person.pk}",
            context={"first_name": person.first_name, "title": "Set 2", "number": person.pk},
        )
        for person in people
    ]


def _sort(
    key: str, title: str, people: list[Any], port: int, rounds: int, wanted: float | None
) -> int:
    from django.core.mail import get_connection
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from core import mail
    from core.mail import composing, delivery
    from core.models import MailState, OutboundEmail

    smtp: dict[str, Any] = {"host": "127.0.0.1", "port": port, "timeout": 20}
    mail.queue_many(_messages(key, people))
    rows = OutboundEmail.objects.filter(kind=key)
    theirs = "django.core.mail.backends.smtp.EmailBackend"

    def django() -> None:
        messages = [_plainly(composing.compose(row)) for row in rows]
        reused = get_connection(theirs, **smtp)
        took.append(_seconds(lambda: reused.send_messages(messages)))

    def ours() -> None:
        rows.update(state=MailState.DUE, sent_at=None, token="", attempts=0)
        own = get_connection("core.mail.smtp.EmailBackend", **smtp)
        took.append(_seconds(lambda: delivery.deliver_due(own)))
        left = rows.exclude(state=MailState.SENT).count()
        if left:
            raise SystemExit(f"{left} of {len(people)} were not sent: nothing to measure.")

    speeds: dict[str, list[float]] = {"django": [], "ours": []}
    for number in range(rounds + 1):
        for name, work in (("django", django), ("ours", ours)):
            took: list[float] = []
            work()
            if number:  # the first round loads templates and opens the database
                speeds[name].append(len(people) / took[0])
    with CaptureQueriesContext(connection) as caught:
        ours()
    floor, speed = median(speeds["django"]), median(speeds["ours"])
    met = wanted is None or speed >= wanted * floor
    verdict = "" if wanted is None else ("met" if met else "MISSED")
    print(
        f"{title:26} {floor:6.0f}/s {speed:6.0f}/s {speed / floor:6.0%} "
        f"{len(caught) / len(people):15.2f} {verdict}"
    )
    return int(not met)


def _plainly(ours: Any) -> Any:
    """The same message as Django itself makes it."""
    from django.core.mail import EmailMultiAlternatives

    return EmailMultiAlternatives(
        ours.subject,
        ours.body,
        ours.from_email,
        ours.to,
        headers=ours.extra_headers,
        alternatives=ours.alternatives,
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _plan(people: list[Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from core import mail

    messages = [
        message for n in range(10) for message in _messages("bench_news", people, f"plan{n}:")
    ]
    with CaptureQueriesContext(connection) as caught:
        took = _seconds(lambda: mail.queue_many(messages))
    print(
        f"planning {len(messages):,}: {took:.1f} s, "
        f"{len(caught) / len(messages) * 1000:.0f} queries a thousand"
    )


if __name__ == "__main__":
    sys.exit(main())
