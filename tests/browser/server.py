"""The whole system, live, as bin/run starts it: web server, worker with its clock, mail catcher."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]
# Where the programs of the virtual environment are.
PROGRAMS = Path(sys.executable).parent


class System:
    """One running system with a data folder, ports and (on PostgreSQL) a database of its own."""

    def __init__(
        self, folder: Path, name: str, redis_number: int, copied_from: System | None = None
    ) -> None:
        if copied_from:
            shutil.copytree(copied_from.folder, folder, dirs_exist_ok=True)
        self.folder = folder
        self.port, smtp_port = free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.database = f"pioneers_browser_{name}_{os.getpid()}"
        kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        self.environment = kept | {
            "CONSENTS_ASKED": "0",  # the page after signing in has its own tests
            "DATA_DIR": str(folder),
            "DEMONSTRATION": "1",  # staff's second factor is not what these tests are about
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PATH": f"{PROGRAMS}:{os.environ.get('PATH', '')}",
            "PYTHONUNBUFFERED": "1",
            "SITE_URL": self.url,
            "SMTP_PORT": str(smtp_port),
            "WEB_PORT": str(self.port),
        }
        if os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = self._own_database(copied_from)
        if os.environ.get("REDIS_URL"):
            self.environment["REDIS_URL"] = self._own_redis(redis_number)

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.supervisor = subprocess.Popen(
                [PROGRAMS / "honcho", "--procfile", "Procfile", "start", "web", "worker", "mail"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + 90
        while not self.healthy():
            assert self.supervisor.poll() is None, f"It stopped:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"Never healthy:\n{self.log.read_text()}"
            time.sleep(0.3)

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=10) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        if self.supervisor is not None:
            self.supervisor.terminate()
            try:
                self.supervisor.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.supervisor.kill()
                self.supervisor.wait()
        if "DATABASE_URL" in self.environment and os.environ.get("DATABASE_URL"):
            self._ask_postgres(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def _own_database(self, copied_from: System | None) -> str:
        like = f' TEMPLATE "{copied_from.database}"' if copied_from else ""
        self._ask_postgres(f'CREATE DATABASE "{self.database}"{like}')
        return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.database}"))

    def _ask_postgres(self, statement: str) -> None:
        import psycopg2

        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def _own_redis(self, number: int) -> str:
        """Another Redis database than the other tests', so that no worker takes others' tasks."""
        import redis

        url = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}"))
        redis.Redis.from_url(url).flushdb()
        return url


def free_ports() -> tuple[int, int]:
    with socket.socket() as web, socket.socket() as smtp:
        web.bind(("127.0.0.1", 0))
        smtp.bind(("127.0.0.1", 0))
        return web.getsockname()[1], smtp.getsockname()[1]
