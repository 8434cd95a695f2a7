"""Is everything that the system needs at work? Asked by monitors, containers and bin/run."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import current_app
from django.db import Error as DatabaseError
from django.db import connection
from kombu.exceptions import OperationalError

from core import clock
from core.models import Heartbeat

WORKER_SILENT_AFTER = timedelta(minutes=3)
BROKER_TIMEOUT = 2


def report() -> dict[str, str]:
    """`status` is "ok" or "down"; each part is "ok" or says in words what is wrong.

    The words name no host, path or password: the page is public.
    """
    parts: dict[str, Callable[[], str]] = {
        "database": database,
        "broker": broker,
        "worker": _worker,
    }
    states = {name: check() for name, check in parts.items()}
    healthy = all(state == "ok" for state in states.values())
    return {"status": "ok" if healthy else "down", **states}


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "down: the database does not answer"
    return "ok"


def broker() -> str:
    options: dict[str, Any] = dict(current_app.conf.broker_transport_options or {})
    if "data_folder_in" in options:
        return _file_broker(options)
    # Without limits of its own, a Redis that hangs would make this page hang, too.
    limits = {
        "socket_connect_timeout": BROKER_TIMEOUT,
        "socket_timeout": BROKER_TIMEOUT,
    }
    try:
        with current_app.connection_for_write(
            connect_timeout=BROKER_TIMEOUT, transport_options=options | limits
        ) as connected:
            connected.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_TIMEOUT)
    except (OperationalError, OSError):
        return "down: the message broker does not answer"
    return "ok"


def _file_broker(options: dict[str, Any]) -> str:
    folders = {Path(options[key]) for key in ("data_folder_in", "data_folder_out")}
    if all(folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) for folder in folders):
        return "ok"
    return "down: the message broker's folder cannot be written"


def _worker() -> str:
    """The worker writes a heartbeat whenever it scans, which beat asks of it every minute."""
    try:
        beat = Heartbeat.objects.filter(name="worker").first()
    except DatabaseError:
        return "down: unknown, because the database does not answer"
    if beat is None:
        return "down: the worker has not reported yet"
    if clock.now() - beat.at > WORKER_SILENT_AFTER:
        return f"down: the worker last reported at {beat.at:%Y-%m-%d %H:%M:%S} UTC"
    return "ok"
