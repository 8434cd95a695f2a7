"""bin/run as people start it: from the command to the ready line, and to the last process."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = ROOT / "bin" / "run"


def two_free_ports() -> int:
    """A port that is free together with the next one."""
    for port in range(8700, 8900, 2):
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no two free ports")


def environment(data: Path) -> dict[str, str]:
    own = {
        "DATA_DIR": str(data),
        "ADMIN_EMAIL": "first@programme.example",
        "ADMIN_NAME": "Ruth Okafor",
    }
    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    if "REDIS_URL" in kept:
        # Another Redis database than the tests', so that this worker takes none of their tasks.
        kept["REDIS_URL"] = kept["REDIS_URL"].removesuffix("/0") + "/1"
    return kept | own


def processes_of(data: Path) -> list[str]:
    """Every process that was started with this data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"DATA_DIR={data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = two_free_ports()
    # Ctrl-C is heard, even where these tests run in the background of a shell: that has its
    # programs ignore it, and no shell script can listen again to what was ignored when it began.
    process = subprocess.Popen(
        ["env", "--default-signal=INT", RUN, "--empty", "--port", str(port)],
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process, port
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=40)


def read_until_ready(process: subprocess.Popen[str]) -> str:
    lines = []
    assert process.stdout is not None
    # A system that waits for something would have this test wait with it.
    patience = threading.Timer(240, process.terminate)
    patience.start()
    try:
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ready: "):
                return line
    finally:
        patience.cancel()
    raise AssertionError("It never got ready:\n" + "".join(lines))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_everything_starts_is_ready_and_stops(started, tmp_path: Path, number: signal.Signals):
    process, port = started
    assert read_until_ready(process) == f"Ready: http://127.0.0.1:{port}/\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10) as answer:
        assert answer.status == 200

    message = EmailMessage()
    message["To"], message["Subject"] = "amara@home.example", "Caught by bin/run"
    with smtplib.SMTP("127.0.0.1", port + 1, timeout=10) as client:
        client.send_message(message, "p@programme.example")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/caught-mail/", timeout=10) as answer:
        assert "Caught by bin/run" in answer.read().decode()

    assert len(processes_of(tmp_path)) > 4
    process.send_signal(number)
    assert process.wait(timeout=40) == 128 + number
    deadline = time.monotonic() + 5
    while processes_of(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(tmp_path) == []


def run(*arguments: str, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RUN, *arguments],
        env=environment(data) | settings,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_port_in_use_is_named_and_nothing_is_started(tmp_path: Path):
    port = two_free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        result = run("--empty", "--port", str(port), data=tmp_path)
    assert result.returncode == 1
    assert f"Port {port + 1} cannot be used: Address already in use." in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "scheme", "what"),
    [("DATABASE_URL", "postgres", "database"), ("REDIS_URL", "redis", "message broker")],
)
def test_a_server_that_does_not_answer_is_named_and_the_folder_stays_free(
    setting: str, scheme: str, what: str, tmp_path: Path
):
    port = two_free_ports()
    nobody = f"{scheme}://127.0.0.1:{port + 1}/0"
    result = run("--empty", "--port", str(port), data=tmp_path, **{setting: nobody})
    assert result.returncode == 1
    assert f"The {what} does not answer. {setting} says where it is" in result.stderr
    assert not (tmp_path / "holds").exists()


@pytest.mark.parametrize("port", ["abc", "", "0", "65535", "8000x", "-1"])
def test_what_is_not_a_port_is_refused_in_words(port: str, tmp_path: Path):
    result = run("--port", port, data=tmp_path)
    assert result.returncode == 1
    assert f'The port must be a number from 1 to 65534, not "{port}".' in result.stderr


def test_the_demonstrations_folder_cannot_be_opened_as_real_data(tmp_path: Path):
    (tmp_path / "holds").write_text("demonstration\n")
    result = run("--empty", data=tmp_path)
    assert result.returncode == 1
    assert f"{tmp_path} holds the demonstration." in result.stderr


def test_help_names_every_option(tmp_path: Path):
    result = run("--help", data=tmp_path)
    assert result.returncode == 0
    assert [word for word in ("--port", "--data", "--empty") if word not in result.stdout] == []
