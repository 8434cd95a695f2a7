"""A mail server that is slow, full, hangs up or is gone for an hour: nothing is lost or doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.mail import checks, delivery, sending
from core.models import OutboundEmail
from tests import factories as make
from tests.core import mails, smtp
from tests.core.mails import DECISION, LETTER, NOON, NUDGE, queued, states

pytestmark = pytest.mark.django_db
PATIENCE = 0.2


@pytest.fixture(autouse=True)
def _kinds():
    with mails.known():
        yield


@pytest.fixture
def server():
    with smtp.running(timeout=PATIENCE) as (server, connection):
        server.connection = connection
        yield server


def ids(server) -> list[str]:
    return sorted(message["Message-ID"] for message in server.taken)


def ids_of(*rows: OutboundEmail) -> list[str]:
    return sorted(row.message_id for row in rows)


def run(server, minutes: float) -> None:
    """What the worker does each minute, as it is so many minutes after noon."""
    with clock.at(NOON + timedelta(minutes=minutes)):
        delivery.recover()
        delivery.deliver_due(server.connection)


LATER = sending.lease() + timedelta(seconds=1)


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
@pytest.mark.parametrize("trouble", ["slow", "hangs up"])
@pytest.mark.parametrize("kind", [LETTER, DECISION])
def test_a_break_before_the_words_have_left_is_tried_again_and_goes_once(
    server, kind, trouble, command
):
    rows = [queued(kind, f"Set-{number}") for number in range(3)]
    if trouble == "slow":
        server.waits[command] = PATIENCE * 2
    else:
        server.hangs_up_at.add(command)
    run(server, 0)
    assert states(*rows) == ["due"] * 3
    assert [row.attempts for row in rows] == [1] * 3
    assert [row.reason.startswith("The mail server hung up: ") for row in rows] == [True] * 3
    server.waits.clear()
    server.hangs_up_at.clear()
    run(server, 3)
    assert states(*rows) == ["sent"] * 3
    assert ids(server) == ids_of(*rows)


@pytest.mark.parametrize("trouble", ["slow", "hangs up"])
def test_a_break_after_the_words_have_left_doubles_a_letter_once_and_a_decision_never(
    server, trouble
):
    letter, decision = queued(LETTER), queued(DECISION)
    if trouble == "slow":
        server.waits["DATA"] = PATIENCE * 2
    else:
        server.hangs_up_at.add("DATA")
    run(server, 0)
    # It cannot be known whether they went: nobody touches them before the lease is over.
    assert states(letter, decision) == ["sending"] * 2
    run(server, 1)
    assert ids(server) == ids_of(letter, decision)
    server.waits.clear()
    server.hangs_up_at.clear()
    run(server, LATER / timedelta(minutes=1))
    assert states(letter, decision) == ["sent", "unknown"]
    assert (letter.resends, decision.resends) == (1, 0)
    assert ids(server) == ids_of(letter, letter, decision)


def test_a_letter_of_which_both_copies_are_in_doubt_is_left_to_staff(server):
    letter = queued(LETTER)
    server.hangs_up_at.add("DATA")
    for number in range(4):
        run(server, number * LATER / timedelta(minutes=1))
    assert states(letter) == ["unknown"]
    assert ids(server) == ids_of(letter, letter)


def test_a_server_that_answers_slowly_and_in_time_gets_everything_once(server, settings):
    # What is fenced and not begun is let go again before another worker may think it stuck.
    settings.MAIL_LEASE = 0.3
    rows = [queued(LETTER, f"Set-{number}") for number in range(5)]
    server.waits["DATA"] = PATIENCE / 3
    assert delivery.deliver_due(server.connection) == 5
    assert states(*rows) == ["sent"] * 5
    assert [row.attempts for row in rows] == [1] * 5
    assert ids(server) == ids_of(*rows)


@pytest.mark.parametrize("full", ["sender", "mailbox", "words"])
def test_what_is_full_for_an_hour_gets_each_mail_once_afterwards(server, full):
    words = "452 4.3.1 Insufficient system storage"
    rows = [queued(LETTER), queued(DECISION, "Set-2"), queued(NUDGE, "Set-3")]
    if full == "sender":
        server.answer_to_sender = words
    elif full == "words":
        server.answer = words
    else:
        server.answer_to = {row.to_email: words for row in rows}
    for minute in range(60):
        run(server, minute)
    assert states(*rows) == ["due"] * 3
    assert {row.reason for row in rows} == {f"The mail server asked us to wait: {words}"}
    # After 1, 2, 4, 8 and 16 minutes and a little more, so not each minute.
    assert [row.attempts for row in rows] == [6] * 3
    server.answer, server.answer_to_sender, server.answer_to = "250 Taken", "", {}
    for minute in range(60, 80):
        run(server, minute)
    assert states(*rows) == ["sent"] * 3
    assert ids(server) == ids_of(*rows)


def test_after_a_server_was_gone_for_an_hour_each_mail_goes_once_unless_its_time_is_over(server):
    rows = [queued(LETTER), queued(DECISION, "Set-2"), queued(NUDGE, "Set-3")]
    late = queued(NUDGE, "Set-4", expires_at=NOON + timedelta(minutes=30))
    there, server.connection = server.connection, smtp.nowhere()
    for minute in range(60):
        run(server, minute)
    assert states(*rows, late) == ["due"] * 3 + ["expired"]
    # That nobody listened is no attempt of this mail: it is not given up for it.
    assert [row.attempts for row in rows] == [0] * 3
    assert late.reason == checks.TOO_LATE
    server.connection = there
    for minute in range(60, 63):
        run(server, minute)
    assert states(*rows, late) == ["sent"] * 3 + ["expired"]
    assert ids(server) == ids_of(*rows)


def test_a_server_that_goes_in_the_middle_keeps_what_it_took_and_the_rest_goes_later(server):
    person = make.person("Grace Mensah")
    rows = [queued(LETTER, f"Set-{number}", person) for number in range(4)]
    server.connection.open()
    token, claimed = delivery.claim(10)
    batch = sending.Batch(claimed, token, server.connection)
    batch._send_one = _gone_after(2, batch, server)
    with clock.at(NOON):
        assert batch.send() == 2
    assert states(*rows) == ["sent", "sent", "due", "due"]
    run(server, 3)
    assert states(*rows) == ["sent"] * 4
    assert ids(server) == ids_of(*rows)


def _gone_after(many: int, batch, server):
    """Its ears close after so many mails, and the connection with them."""
    send, sent = batch._send_one, []

    def work(row):
        if len(sent) == many:
            server.hangs_up_at.add("MAIL")
            there, batch.connection.port = batch.connection.port, 1
            try:
                return send(row)
            finally:
                server.hangs_up_at.clear()
                batch.connection.port = there
        sent.append(row)
        return send(row)

    return work
