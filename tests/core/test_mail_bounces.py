"""Addresses that do not exist: refused at once by the server, or reported afterwards (RFC 3464)."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from core import mail
from core.mail import bounces, checks, delivery
from core.models import BouncedAddress, MailState, OutboundEmail
from tests import factories as make
from tests.core import mails, smtp
from tests.core.mails import DECISION, LETTER, queued, states

pytestmark = pytest.mark.django_db
NO_SUCH = "550 5.1.1 No such user here"


@pytest.fixture(autouse=True)
def _kinds():
    with mails.known():
        yield


@pytest.fixture
def server():
    with smtp.running() as (server, connection):
        server.connection = connection
        yield server


def blocked() -> list[str]:
    return list(BouncedAddress.objects.values_list("email", flat=True))


def test_no_such_mailbox_stops_all_mail_there_and_nothing_else(server):
    gone, fine = make.person("Grace Mensah"), make.person("Ada Obi")
    first, second = queued(LETTER, "Set-1", gone), queued(DECISION, "Set-2", gone)
    other = queued(LETTER, "Set-3", fine)
    server.answer_to[gone.email] = NO_SUCH
    assert delivery.deliver_due(server.connection) == 1
    assert states(first, second, other) == ["bounced", "failed", "sent"]
    assert first.reason == f"The mail server refused it: {NO_SUCH}"
    assert second.reason == checks.COMES_BACK
    assert blocked() == [gone.email.lower()]
    # Days later it is not even tried: a server that is asked too often stops listening to us.
    server.answer_to.clear()
    later = queued(LETTER, "Set-4", gone)
    assert delivery.deliver_due(server.connection) == 0
    assert (states(later), later.reason) == (["failed"], checks.COMES_BACK)
    assert server.recipients == [fine.email]


def test_whoever_asks_for_a_sign_in_code_gets_it_all_the_same(server):
    person = make.person("Grace Mensah")
    bounces.note(person.email, "once")
    mail.queue("account", to=person, key="code", context={"subject": "Your code", "body": "7QX2"})
    assert delivery.deliver_due(server.connection) == 1
    assert server.recipients == [person.email]


@pytest.mark.parametrize(
    ("answer", "state", "stops"),
    [
        (NO_SUCH, "bounced", True),
        ("550 Unknown user", "bounced", True),
        ("553 5.1.3 Bad address", "bounced", True),
        ("550 5.7.1 Message refused by policy", "failed", False),
        ("552 5.2.2 Mailbox full", "failed", False),
        ("554 5.3.0 Transaction failed", "failed", False),
        ("450 4.2.1 Try again", "due", False),
    ],
)
def test_only_no_such_mailbox_is_the_addresses_own_fault(server, answer, state, stops):
    row = queued(LETTER)
    server.answer_to[row.to_email] = answer
    delivery.deliver_due(server.connection)
    assert states(row) == [state]
    assert blocked() == ([row.to_email.lower()] if stops else [])


def test_a_refusal_of_the_words_says_nothing_of_the_address(server):
    row = queued(LETTER)
    server.answer = "550 5.1.1 We do not like these words"
    delivery.deliver_due(server.connection)
    assert (states(row), blocked()) == (["failed"], [])


def report(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    back: str = "message/rfc822",
    recipient: str = "gone@homes.example",
) -> bytes:
    """A report as in RFC 3464, appendix E, with the fields in question."""
    return f"""Date: Thu, 4 Jun 2026 09:00:00 +0100
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.homes.example>
To: <pioneers@localhost.example>
Subject: Returned mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="RAA14128"

--RAA14128

Your message could not be delivered.

--RAA14128
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.homes.example
Arrival-Date: Thu, 4 Jun 2026 08:59:00 +0100

Final-Recipient: RFC822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such
 user here

--RAA14128
Content-Type: {back}

Message-ID: {message_id}
Subject: Set-1 is tomorrow
To: gone@homes.example

Dear Grace
--RAA14128--
""".encode()


def sent() -> OutboundEmail:
    row = queued(LETTER, fields={"state": "sent", "sent_at": mails.NOON})
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("back", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_its_mail_as_come_back_and_stops_mail_there(back):
    row = sent()
    assert bounces.take(report(row.message_id, back=back)) == row
    assert states(row) == ["bounced"]
    assert row.reason == "It came back: 5.1.1 smtp; 550 5.1.1 No such user here"
    assert blocked() == [row.to_email.lower()]
    # The same report again finds nothing more to do.
    assert bounces.take(report(row.message_id, back=back)) is None


@pytest.mark.parametrize("changes", [{"action": "delayed"}, {"status": "4.4.7"}])
def test_a_report_of_a_delay_changes_nothing(changes):
    row = sent()
    assert bounces.take(report(row.message_id, **changes)) is None
    assert (states(row), blocked()) == (["sent"], [])


def test_a_report_that_our_words_were_unwelcome_does_not_stop_the_address():
    row = sent()
    assert bounces.take(report(row.message_id, status="5.7.1")) == row
    assert (states(row), blocked()) == (["bounced"], [])


def test_a_forged_report_can_stop_no_other_address_than_the_mails_own():
    row = sent()
    other = make.person("Ada Obi").email
    assert bounces.take(report("<made-up@testserver>", recipient=other)) is None
    bounces.take(report(row.message_id, recipient=other))
    assert blocked() == [row.to_email.lower()]


@pytest.mark.parametrize("state", [MailState.DUE, MailState.HELD, MailState.CANCELLED])
def test_a_report_of_what_never_left_changes_nothing(state):
    row = queued(LETTER, fields={"state": state})
    assert bounces.take(report(row.message_id)) is None
    assert (states(row), blocked()) == ([state], [])


@pytest.mark.parametrize("raw", [b"", b"Subject: Hello\n\nI am on leave.", b"\xff\xfe\x00" * 50])
def test_what_is_no_report_changes_nothing(raw):
    assert bounces.take(raw) is None


def test_the_command_reads_one_report_from_its_input(monkeypatch, capsys):
    row = sent()
    for raw, words in [
        (report(row.message_id), f"Marked as come back: mail {row.pk} to {row.to_email}.\n"),
        (b"Subject: Hello\n\nHello", "No mail of ours came back in this message.\n"),
    ]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("read_bounces")
        assert capsys.readouterr().out == words
