"""From row to mail against a real mail server, with everything that can go wrong on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from core import clock, mail
from core.mail import delivery, sending
from core.models import MailState, OutboundEmail
from core.people import AccountAdapter
from tests import factories as make
from tests.core import smtp

pytestmark = pytest.mark.django_db
LETTER, DECISION, SECRET = "application_received", "offer", "account"


def queued(kind: str = LETTER, **fields) -> OutboundEmail:
    number = OutboundEmail.objects.count()
    person = make.person(fields.pop("name", "Grace Mensah"))
    context = {"subject": "Your code", "body": "The code is 7QX2"}
    mail.queue(kind, to=person, key=f"{kind}-{number}", context=context)
    row = OutboundEmail.objects.get(key=f"{kind}-{number}")
    OutboundEmail.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


@pytest.fixture
def server():
    with smtp.running() as (server, connection):
        server.connection = connection
        yield server


def text_of(message) -> str:
    return message.get_body(("plain",)).get_content()


def again(row: OutboundEmail) -> OutboundEmail:
    row.refresh_from_db()
    return row


def test_a_due_mail_is_sent_once_and_marked(server):
    row = queued()
    assert delivery.deliver_due(server.connection) == 1
    assert delivery.deliver_due(server.connection) == 0
    assert again(row).state == MailState.SENT
    (taken,) = server.taken
    assert (taken["Subject"], taken["Message-ID"]) == (row.subject, row.message_id)
    assert taken["To"] == f"Grace Mensah <{row.to_email}>"
    assert text_of(taken).strip().replace("\r\n", "\n") == row.body.strip()


def test_what_is_held_or_not_due_yet_stays(server):
    queued(state=MailState.HELD)
    queued(due_at=clock.now() + timedelta(hours=1))
    queued(next_attempt_at=clock.now() + timedelta(hours=1))
    assert delivery.deliver_due(server.connection) == 0
    assert server.taken == []


def test_a_name_with_signs_of_its_own_goes_without_the_name(server):
    row = queued(name='Grace" <evil@homes.example>, "x')
    delivery.deliver_due(server.connection)
    assert server.recipients == [row.to_email]
    assert server.taken[0]["To"] == row.to_email


def test_of_two_workers_each_message_is_claimed_by_one():
    rows = [queued() for _ in range(4)]
    first, mine = delivery.claim(3)
    second, yours = delivery.claim(3)
    assert first != second
    assert [len(mine), len(yours)] == [3, 1]
    assert {row.pk for row in mine} | {row.pk for row in yours} == {row.pk for row in rows}


def test_a_worker_that_slept_past_its_lease_sends_nothing(server):
    row = queued()
    token, (claimed,) = delivery.claim(1)
    server.connection.open()
    with clock.at(clock.now() + sending.lease() + timedelta(seconds=1)):
        assert sending.Batch([claimed], token, server.connection).send() == 0
    assert (server.taken, again(row).state) == ([], MailState.CLAIMED)


def test_a_worker_whose_claim_another_has_taken_over_sends_nothing(server):
    row = queued()
    token, (claimed,) = delivery.claim(1)
    OutboundEmail.objects.update(token="another")
    server.connection.open()
    assert sending.Batch([claimed], token, server.connection).send() == 0
    assert (server.taken, again(row).state) == ([], MailState.CLAIMED)


def test_a_claim_of_a_killed_worker_is_due_again_after_its_lease():
    row = queued()
    delivery.claim(1)
    assert delivery.recover()["reclaimed"] == 0
    with clock.at(clock.now() + sending.lease() + timedelta(seconds=1)):
        assert delivery.recover()["reclaimed"] == 1
    assert again(row).state == MailState.DUE


def stuck(kind: str) -> OutboundEmail:
    past = clock.now() - timedelta(seconds=1)
    return queued(kind, state=MailState.SENDING, lease_until=past, token="t")


def test_a_reminder_that_may_have_gone_is_sent_once_more_and_then_left_to_staff():
    row = stuck(LETTER)
    found = delivery.recover()
    assert (found["resent"], found["unknown"]) == (1, 0)
    assert (again(row).state, row.resends) == (MailState.DUE, 1)
    past = clock.now() - timedelta(seconds=1)
    OutboundEmail.objects.update(state=MailState.SENDING, lease_until=past)
    found = delivery.recover()
    assert (found["resent"], found["unknown"]) == (0, 1)
    assert again(row).state == MailState.UNKNOWN


def test_a_decision_that_may_have_gone_is_left_to_staff_at_once():
    row = stuck(DECISION)
    assert delivery.recover()["unknown"] == 1
    assert (again(row).state, row.resends) == (MailState.UNKNOWN, 0)


@pytest.mark.parametrize("state", [MailState.DUE, MailState.HELD])
def test_what_comes_too_late_is_not_sent(server, state):
    row = queued(state=state, expires_at=clock.now() - timedelta(minutes=1))
    delivery.recover()
    delivery.deliver_due(server.connection)
    assert (again(row).state, server.taken) == (MailState.EXPIRED, [])


def test_a_server_that_asks_to_wait_is_asked_again_later_and_later(server):
    server.answer = "451 Try again later"
    row = queued()
    waits = []
    for _ in range(3):
        with clock.at(again(row).next_attempt_at or clock.now()):
            assert delivery.deliver_due(server.connection) == 0
            again(row)
            waits.append((row.next_attempt_at - clock.now()).total_seconds() / 60)
        assert (row.state, row.attempts) == (MailState.DUE, len(waits))
    assert [1 <= waits[0] <= 1.2, 2 <= waits[1] <= 2.4, 4 <= waits[2] <= 4.8] == [True] * 3
    assert row.reason == "The mail server asked us to wait: 451 Try again later"


def test_a_server_that_asks_to_wait_for_ever_is_given_up_after_eight_times(server):
    server.answer = "451 Try again later"
    row = queued(attempts=sending.MOST_ATTEMPTS - 1)
    delivery.deliver_due(server.connection)
    assert again(row).state == MailState.FAILED


def test_a_refused_address_fails_with_the_servers_words_and_the_next_still_goes(server):
    refused, fine = queued(), queued()
    server.answer_to[refused.to_email] = "552 Mailbox full for good"
    assert delivery.deliver_due(server.connection) == 1
    assert again(refused).state == MailState.FAILED
    assert refused.reason == "The mail server refused it: 552 Mailbox full for good"
    assert again(fine).state == MailState.SENT


def test_a_server_that_is_down_postpones_everything_unsent():
    row = queued()
    assert delivery.deliver_due(smtp.nowhere()) == 0
    assert (again(row).state, row.attempts, row.token) == (MailState.DUE, 0, "")
    assert row.next_attempt_at > clock.now() + timedelta(seconds=50)
    assert row.reason.startswith("The mail server could not be reached")


def test_the_words_of_a_sign_in_code_are_wiped_once_sent(server):
    row = queued(SECRET)
    assert "7QX2" in row.body
    delivery.deliver_due(server.connection)
    assert "7QX2" in text_of(server.taken[0])
    assert (again(row).state, row.body) == (MailState.SENT, "")


def test_other_words_stay_to_be_read(server):
    row = queued()
    delivery.deliver_due(server.connection)
    assert again(row).body != ""


def test_account_mails_belong_to_no_cohorts_outbox():
    AccountAdapter().send_mail(
        "account/email/password_changed", "a@homes.example", {"user": make.person()}
    )
    row = OutboundEmail.objects.get(to_email="a@homes.example")
    assert (row.kind, row.scope) == ("account", "")


def test_send_due_sends_as_of_the_time_it_is_given(capsys, mailoutbox):
    later = clock.now() + timedelta(days=3)
    row = queued("place_confirmed", due_at=later)
    call_command("send_due")
    assert again(row).state == MailState.DUE
    call_command("send_due", "--now", (later + timedelta(minutes=1)).isoformat())
    assert again(row).state == MailState.SENT
    assert [mail.to for mail in mailoutbox] == [[f'"Grace Mensah" <{row.to_email}>']]
    assert capsys.readouterr().out.splitlines() == [
        "0 planned or re-dated, 0 sent.",
        "0 planned or re-dated, 1 sent.",
    ]
