"""Real gunicorn, two sync workers, on a free port; and a plain client that times one answer."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

WORKERS = 2


@dataclass
class Server:
    """A gunicorn of `module`; `cookie` signs the requests in."""

    module: str
    cookie: str
    folder: Path

    def __enter__(self) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", f"{self.module}:application"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", str(WORKERS)]
        self.log = self.folder / f"{self.module}.{self.port}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ))
        self._wait()
        return self

    def __exit__(self, *args: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def _wait(self) -> None:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit(f"{self.module} did not start: \n{self.log.read_text()[-2000:]}")

    def get(self, path: str, cookie: str = "") -> tuple[float, int]:
        """(milliseconds until the whole answer is here, its bytes). Stops at anything but 200.

        cookie: of somebody else than whom it signs in by itself.
        """
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(
                "GET", path, headers={"Cookie": f"sessionid={cookie or self.cookie}"}
            )
            answer = connection.getresponse()
            body = answer.read()
        except OSError as error:
            raise SystemExit(f"{path}: {error}\n{self.log.read_text()[-2000:]}") from error
        took = (time.perf_counter() - began) * 1000
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}: nothing to measure.")
        return took, len(body)

    def post(self, path: str, fields: list[tuple[str, str]]) -> float:
        """Milliseconds until the whole answer to a form is here."""
        token = secrets.token_hex(16)
        headers = {
            "Cookie": f"sessionid={self.cookie}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        began = time.perf_counter()
        connection.request("POST", path, body=urlencode(fields), headers=headers)
        answer = connection.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"POST {path} answered {answer.status}: nothing to measure.")
        return took

    def memory(self) -> float:
        """Megabytes of the largest worker, shared pages counted by their share."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return max(_megabytes(int(pid)) for pid in children.split())


def _megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
