"""GET /health/: what works, and the name of what does not."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from core import health
from core.models import Heartbeat

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 7, 23, 12, 0, tzinfo=UTC)
on_files = pytest.mark.skipif(
    not settings.CELERY_BROKER_URL.startswith("filesystem"),
    reason="the broker is not a folder",
)


def test_everything_at_work_answers_200(client: Client):
    Heartbeat.objects.create(name="worker", at=NOON)
    with time_machine.travel(NOON + timedelta(minutes=3), tick=False):
        response = client.get(reverse("core:health"))
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "worker": "ok",
    }


def test_a_worker_silent_for_over_three_minutes_is_named_with_503(client: Client):
    Heartbeat.objects.create(name="worker", at=NOON)
    with time_machine.travel(NOON + timedelta(minutes=3, seconds=1), tick=False):
        response = client.get(reverse("core:health"))
    assert response.status_code == 503
    assert response.json() == {
        "status": "down",
        "database": "ok",
        "broker": "ok",
        "worker": "down: the worker last reported at 2025-07-23 12:00:00 UTC",
    }


def test_a_worker_that_never_reported_is_down():
    Heartbeat.objects.create(name="something else", at=NOON)
    assert health.report()["worker"] == "down: the worker has not reported yet"


@on_files
def test_a_broker_whose_folder_is_gone_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "queue"
    folder.mkdir()
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    monkeypatch.setitem(current_app.conf, "broker_transport_options", options)
    assert health.report()["broker"] == "ok"
    shutil.rmtree(folder)
    assert health.report()["broker"] == "down: the message broker's folder cannot be written"


def test_a_broker_that_nobody_answers_for_is_down_within_a_few_seconds(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setitem(current_app.conf, "broker_transport_options", {})
    monkeypatch.setitem(current_app.conf, "broker_url", "redis://:secret@127.0.0.1:1/0")
    monkeypatch.setitem(current_app.conf, "broker_write_url", "redis://:secret@127.0.0.1:1/0")
    started = datetime.now(UTC)
    assert health.report()["broker"] == "down: the message broker does not answer"
    assert datetime.now(UTC) - started < timedelta(seconds=5)


def test_a_database_that_does_not_answer_is_down_and_the_page_still_answers(
    client: Client,
):
    def refuse(*args: object) -> None:
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(refuse):
        response = client.get(reverse("core:health"))
    assert response.status_code == 503
    assert response.json() == {
        "status": "down",
        "database": "down: the database does not answer",
        "broker": "ok",
        "worker": "down: unknown, because the database does not answer",
    }
