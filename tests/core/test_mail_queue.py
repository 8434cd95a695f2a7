"""Into the outbox: once per key, with the words of staff, and nothing that a name could add."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock, mail
from core.errors import Refused
from core.mail import editing, kinds, words
from core.models import AuditEvent, EmailTemplate, MailState, OutboundEmail
from tests import factories as make

pytestmark = pytest.mark.django_db
# The outbox fills these in for every kind.
OF_EVERY_MAIL = ("site", "contact")


def queued(key: str = "k", **options) -> OutboundEmail:
    person = options.pop("to", None) or make.person("Grace Mensah")
    context = options.pop("context", {"cohort": "Cohort 3", "link": "http://x/"})
    mail.queue(
        options.pop("kind", "draft_reminder"), to=person, key=key, context=context, **options
    )
    return OutboundEmail.objects.get(key=key)


def test_the_same_key_twice_is_one_row():
    first = queued()
    queued()
    assert list(OutboundEmail.objects.all()) == [first]


def test_the_same_key_twice_in_one_call_is_one_row():
    message = mail.Message("draft_reminder", "k", "a@homes.example", {})
    assert mail.queue_many([message, message]) == 1
    assert mail.queue_many([message]) == 0
    assert OutboundEmail.objects.count() == 1


def test_many_messages_take_as_many_queries_as_few(django_assert_num_queries):
    """Look for known keys, look for staff's words, insert (SQLite takes 35 rows at once)."""

    def messages(n: int):
        return [mail.Message("draft_reminder", f"{n}-{i}", "a@homes.example", {}) for i in range(n)]

    with django_assert_num_queries(3):
        mail.queue_many(messages(2))
    with django_assert_num_queries(3):
        mail.queue_many(messages(30))


def test_a_message_is_due_now_unless_said_otherwise():
    later = clock.now() + timedelta(days=2)
    assert queued("now").state == MailState.DUE
    assert queued("later", due_at=later).due_at == later
    assert queued("held", hold=True).state == MailState.HELD


def test_released_mail_is_due_and_the_release_is_recorded():
    staff, row = make.staff(), queued(hold=True)
    assert mail.release(OutboundEmail.objects.all(), by=staff) == 1
    row.refresh_from_db()
    assert row.state == MailState.DUE
    assert mail.release(OutboundEmail.objects.all(), by=staff) == 0
    events = AuditEvent.objects.filter(action="released mail")
    assert [event.actor for event in events] == [staff.email]


def test_the_words_of_staff_are_used_where_there_are_some():
    EmailTemplate.objects.create(kind="draft_reminder", subject="Hello {first_name}", body="{nope}")
    row = queued()
    assert (row.subject, row.body) == ("Hello Grace", "{nope}")


def test_a_name_cannot_add_headers_or_lines():
    row = queued(to=make.person("Grace\r\nBcc: all@homes.example"))
    assert row.to_name == "Grace Bcc: all@homes.example"
    row = queued("k2", context={"cohort": "Three\nBcc: all@homes.example"})
    assert "\n" not in row.subject


def test_what_a_name_says_is_never_read_as_a_placeholder():
    row = queued(to=make.person("{link} Mensah"), context={"cohort": "C", "link": "SECRET"})
    assert "Dear {link}" in row.body


def test_a_placeholder_that_the_kind_does_not_have_is_refused_in_words():
    words.check("Dear {first_name}", ("first_name",))
    with pytest.raises(
        Refused, match=r"This mail has no \{surname\}. You can use: \{first_name\}."
    ):
        words.check("Dear {surname}", ("first_name",))


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.key)
def test_the_default_words_of_each_kind_use_only_its_own_placeholders(kind):
    words.check(kind.subject + kind.body, (*kind.placeholders, *OF_EVERY_MAIL))
    assert kind.title


def test_the_message_id_is_the_same_for_the_same_key_and_no_other():
    assert mail.outbox.message_id("a") == mail.outbox.message_id("a")
    assert mail.outbox.message_id("a") != mail.outbox.message_id("b")
    assert mail.outbox.message_id("a").endswith("@testserver>")


@pytest.mark.parametrize("action", ["hold", "cancel"])
def test_mail_that_has_left_can_no_longer_be_changed(action):
    staff, row = make.staff(), queued()
    OutboundEmail.objects.filter(pk=row.pk).update(state="sent", sent_at=clock.now())
    with pytest.raises(Refused, match="can no longer be changed: it is “Sent”"):
        getattr(editing, action)(row, by=staff)
    with pytest.raises(Refused, match="can no longer be changed"):
        editing.edit(row, subject="a", body="b", by=staff)
    row.refresh_from_db()
    assert row.state == MailState.SENT


def test_only_failed_or_doubtful_mail_is_sent_again():
    staff, row = make.staff(), queued()
    with pytest.raises(Refused, match="there is nothing to send again"):
        editing.retry(row, by=staff)
    OutboundEmail.objects.filter(pk=row.pk).update(state="failed", reason="550", attempts=3)
    editing.retry(row, by=staff)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.reason) == (MailState.DUE, 0, "")


def test_each_change_of_a_mail_is_recorded_with_who_made_it():
    staff, row = make.staff(), queued()
    editing.edit(row, subject="New\nsubject", body="New words", by=staff)
    editing.hold(row, by=staff)
    editing.cancel(row, by=staff)
    row.refresh_from_db()
    assert (row.subject, row.body, row.state) == ("New subject", "New words", MailState.CANCELLED)
    recorded = AuditEvent.objects.filter(actor=staff.email).values_list("action", flat=True)
    assert sorted(recorded) == ["cancelled mail", "edited mail", "held mail"]
