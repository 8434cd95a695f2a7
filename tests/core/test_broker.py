"""The folder that takes Redis's place: a process killed while it writes stops nobody else."""

from __future__ import annotations

import pytest
from kombu import Connection

from config.celery import app
from config.settings.base import file_broker


# kombu remembers queues for as long as the process lives: each test has one of another name.
@pytest.fixture
def broker(tmp_path):
    assert app  # which puts our transport in the place of kombu's
    options = file_broker(tmp_path)
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection, tmp_path


def test_a_message_that_is_half_written_is_passed_over_and_the_next_is_read(broker):
    connection, folder = broker
    queue = connection.SimpleQueue("doorbell")
    (folder / "queue" / "0_killed.doorbell.msg").write_text("")
    queue.put("look")
    message = queue.get(timeout=2)
    message.ack()
    assert message.payload == "look"
    assert list((folder / "queue").iterdir()) == []


def test_nobody_finds_a_message_before_it_is_whole(broker):
    connection, folder = broker
    (folder / "queue" / "0_killed.new").write_text('{"bo')
    connection.SimpleQueue("second").put("look")
    names = sorted(path.name.rpartition(".")[2] for path in (folder / "queue").iterdir())
    assert names == ["msg", "new"]


def test_a_list_of_queues_that_is_half_written_is_begun_anew(broker):
    connection, folder = broker
    (folder / "control" / "third.exchange").write_text("")
    queue = connection.SimpleQueue("third")
    queue.put("look")
    assert queue.get(timeout=2).payload == "look"
    assert (folder / "control" / "third.exchange").read_text() != ""
