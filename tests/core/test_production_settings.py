"""Production does not start half set up: it stops and says what to set, and how."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "SECRET_KEY": "p" * 60,
    "SEALING_KEYS": "s" * 43,
    "SITE_URL": "https://pioneers.example",
    "ALLOWED_HOSTS": "pioneers.example",
    "DATABASE_URL": "postgres://user:password@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://user:password@127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "Care Home Pioneers <team@pioneers.example>",
    "MEDIA_ROOT": "/nonexistent",
}
REMEDIES = {
    "SECRET_KEY": "Make one with: python3 -c",
    "SEALING_KEYS": "Make a key with: python3 -c",
    "SITE_URL": "Set it to the public address",
    "ALLOWED_HOSTS": "Set it to the host names people use",
    "DATABASE_URL": "Set it to postgres://",
    "REDIS_URL": "Set it to redis://",
    "EMAIL_URL": "Set it to smtp+tls://",
    "DEFAULT_FROM_EMAIL": "Set it to the sender",
    "MEDIA_ROOT": "Set it to the folder",
}


def start(code: str = "", **changed: str | None) -> subprocess.CompletedProcess[str]:
    """Import the production settings in a fresh Python with these variables and no others."""
    values = {name: value for name, value in {**WHOLE, **changed}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings.production as s\n{code}"],
        env={"PATH": os.environ["PATH"], **values},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_missing_variable_stops_the_start_and_says_how_to_set_it(name):
    done = start(**{name: None})
    assert done.returncode != 0
    assert f"The setting {name} is missing. {REMEDIES[name]}" in done.stderr


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be at least 50 characters long."),
        ({"SEALING_KEYS": "short"}, "A key in SEALING_KEYS is not 32 bytes in base64."),
        ({"SEALING_KEYS": f"{'s' * 43},nonsense!"}, "A key in SEALING_KEYS is not 32 bytes"),
        ({"SEALING_KEYS": " , "}, "SEALING_KEYS holds no key."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"SECRET_KEY": "   "}, "The setting SECRET_KEY is missing."),
    ],
)
def test_a_value_that_opens_a_door_stops_the_start(changed, words):
    done = start(**changed)
    assert done.returncode != 0
    assert words in done.stderr


def test_with_everything_set_it_starts_closed():
    done = start(
        "print(s.DEBUG, s.SECOND_FACTOR_REQUIRED, s.DEMONSTRATION, s.SESSION_COOKIE_SECURE,"
        "'demonstration' in s.INSTALLED_APPS, s.SECURE_SSL_REDIRECT)"
    )
    assert done.stdout.split() == ["False", "True", "False", "True", "False", "True"], done.stderr
