"""Two real Celery workers with a beat each, a real mail server, a database: to be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[3]
WAITING = ("due", "claimed", "sending")


class Server:
    """Writes down what it takes before it answers that it has taken it."""

    def __init__(self) -> None:
        self.copies: Counter[str] = Counter()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.copies[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 Taken"


@dataclass
class Found:
    """What became of one run's messages."""

    messages: int = 0
    copies: Counter[int] = field(default_factory=Counter)
    resent: int = 0
    held: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    decisions_twice: list[str] = field(default_factory=list)
    kills: int = 0

    def line(self, name: str) -> str:
        copies = ", ".join(f"{n} went {times}x" for times, n in sorted(self.copies.items()))
        return (
            f"{name}: {self.messages} messages, {self.kills} kills; {copies}; "
            f"{self.resent} resent, {self.held} held; lost {len(self.lost)}, "
            f"doubled unflagged {len(self.doubled)}, "
            f"decisions twice {len(self.decisions_twice)}"
        )


class System:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Server()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.controller = Controller(self.server, hostname="127.0.0.1", port=port, ready_timeout=30)
        self.database = _own_database(os.environ.get("DATABASE_URL", ""))
        self.redis = _own_redis(os.environ.get("REDIS_URL", "")) if self.database else ""
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.core.crash.settings",
            "CRASH_FOLDER": str(folder),
            "CRASH_SMTP_PORT": str(port),
            "CRASH_DATABASE_URL": self.database,
            "CRASH_REDIS_URL": self.redis,
        }
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> System:
        self.controller.start()
        if self.database:
            _admin(self.database, "CREATE DATABASE {}")
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=self.env, check=True)
        self.empty_broker()
        self.workers = [self._start(number) for number in range(2)]
        return self

    def __exit__(self, *args: object) -> None:
        for worker in self.workers:
            self._kill(worker)
        self.controller.stop()
        self.empty_broker()
        if self.database:
            _admin(self.database, "DROP DATABASE {} WITH (FORCE)")

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        """A worker with one process, and a beat of its own."""
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--beat"]
        command += ["--concurrency", "1", "--hostname", f"crash{number}@%h", "--without-gossip"]
        command += ["--without-mingle", "--schedule", str(self.folder / f"schedule{number}")]
        with (self.folder / f"worker{number}.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def _kill(self, worker: subprocess.Popen[bytes]) -> None:
        """With all that it started: they are a group of their own."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=20)

    def kill_worker(self, number: int) -> None:
        self._kill(self.workers[number])
        self.workers[number] = self._start(number)

    def empty_broker(self) -> None:
        if self.redis:
            import redis

            redis.Redis.from_url(self.redis).flushdb()
            return
        queue = self.folder / "broker" / "queue"
        shutil.rmtree(queue, ignore_errors=True)
        queue.mkdir(parents=True, exist_ok=True)

    def order(
        self, run: str, many: int, points: dict[str, float], kills: int, *, by_day: bool = True
    ) -> None:
        """From now on plan this, and be killed there. Reminders go by day only."""
        words = json.dumps(
            {"run": run, "many": many, "points": points, "kills": kills, "by_day": by_day}
        )
        new = self.folder / "order.new"
        new.write_text(words)
        new.replace(self.folder / "order")

    def kills(self, run: str) -> int:
        return len(list(self.folder.glob(f"kill-{run}-*")))

    def killed_at(self, run: str) -> Counter[str]:
        return Counter(path.read_text() for path in self.folder.glob(f"kill-{run}-*"))

    def rows(self, run: str) -> list[dict[str, Any]]:
        names = ["id", "key", "kind", "state", "resends", "message_id", "folded_into_id"]
        query = f"SELECT {', '.join(names)} FROM core_outboundemail WHERE scope = '{run}'"
        return [dict(zip(names, row, strict=True)) for row in self._query(query)]

    def _query(self, query: str) -> list[tuple[Any, ...]]:
        if not self.database:
            connection = sqlite3.connect(self.folder / "db.sqlite3", timeout=20)
            try:
                return connection.execute(query).fetchall()
            finally:
                connection.close()
        import psycopg2

        connection = psycopg2.connect(self.database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall()
        finally:
            connection.close()

    def until_none_is_due(self, run: str, kind: str, seconds: float = 300) -> None:
        """Wait until workers have taken every message of this kind."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            states = [row["state"] for row in self.rows(run) if row["kind"] == kind]
            if states and "due" not in states:
                return
            time.sleep(0.1)
        raise AssertionError(f"{run}: after {seconds} s there is still {kind} due")

    def settle(self, run: str, many: int, *, kills: int = 0, seconds: float = 300) -> None:
        """Wait until nothing of it waits any more."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            rows = self.rows(run)
            waiting = [row for row in rows if row["state"] in WAITING]
            if len(rows) >= many and not waiting and self.kills(run) >= kills:
                return
            time.sleep(0.2)
        states = Counter(row["state"] for row in self.rows(run))
        logs = "\n".join(path.read_text()[-2000:] for path in self.folder.glob("worker*.log"))
        raise AssertionError(f"{run}: after {seconds} s {states}, {self.kills(run)} kills\n{logs}")

    def found(self, run: str, many: int) -> Found:
        """Count the copies of each message, and whether what is wrong is to be seen."""
        rows = {row["id"]: row for row in self.rows(run)}
        found = Found(kills=self.kills(run))
        for row in rows.values():
            if row["kind"] == "digest":
                continue
            found.messages += 1
            # What was folded is as good as the digest that took it along.
            carrier = rows.get(row["folded_into_id"], row)
            copies = self.server.copies[carrier["message_id"]]
            found.copies[copies] += 1
            found.resent += bool(carrier["resends"])
            found.held += carrier["state"] == "unknown"
            if not copies and carrier["state"] != "unknown":
                found.lost.append(row["key"])
            if copies > 2 or (copies == 2 and not carrier["resends"]):
                found.doubled.append(row["key"])
            if copies > 1 and row["kind"] == "crash_decision":
                found.decisions_twice.append(row["key"])
        found.lost += ["a row"] * (many - found.messages)
        return found


def _own_database(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    return parts._replace(path=f"/crash_{os.getpid()}").geturl()


def _own_redis(url: str) -> str:
    """The last of the server's sixteen, which these tests empty."""
    return urlsplit(url)._replace(path="/15").geturl() if url else ""


def _admin(database: str, statement: str) -> None:
    import psycopg2

    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement.format(urlsplit(database).path[1:]))
    connection.close()
