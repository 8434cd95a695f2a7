"""Turning mails off: on one's own page, by the link in a mail, by the mail program's button."""

from __future__ import annotations

import pytest
from django.core import mail as django_mail
from django.core.signing import Signer
from django.test import Client

from core import mail
from core.mail import choices, delivery, kinds
from core.models import AuditEvent, MailChoice, OutboundEmail
from tests import factories as make

pytestmark = pytest.mark.django_db
KIND = "session_reminder"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person():
    return make.person("Grace Amponsah")


@pytest.fixture
def stranger():
    """Somebody's mail program: no cookie, no token of a form, and strict about both."""
    return Client(enforce_csrf_checks=True)


def url(person, *wanted) -> str:
    return f"/mails/off/{choices.token(person.pk, wanted or [KIND])}/"


def off(person) -> list[str]:
    return sorted(MailChoice.objects.filter(person=person).values_list("kind", flat=True))


def test_opening_the_link_changes_nothing(stranger, person):
    for method in (stranger.get, stranger.head):
        assert method(url(person)).status_code == 200
    assert off(person) == []
    assert "Reminders of your sessions" in stranger.get(url(person)).content.decode()


def test_the_mail_programs_button_turns_it_off_and_twice_is_once(stranger, person):
    for _ in range(2):
        assert stranger.post(url(person), ONE_CLICK).status_code == 200
    assert off(person) == [KIND]
    events = AuditEvent.objects.values_list("action", "actor")
    assert list(events) == [("turned off mail", person.email)]


def test_a_link_of_a_digest_turns_off_all_that_was_in_it(stranger, person):
    stranger.post(url(person, KIND, "set_reminder"))
    assert off(person) == [KIND, "set_reminder"]


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "x" + token,
        lambda token: token.partition(":")[0],
        lambda token: Signer(salt="another").sign_object([1, KIND], compress=True),
        lambda token: "nonsense",
    ],
)
def test_a_forged_link_does_nothing_and_says_so(stranger, person, forge):
    forged = f"/mails/off/{forge(choices.token(person.pk, [KIND]))}/"
    for response in (stranger.get(forged), stranger.post(forged, ONE_CLICK)):
        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()
    assert MailChoice.objects.count() == 0


@pytest.mark.parametrize("kind", ["offer", "account", "session_moved", "session_cancelled"])
def test_what_is_necessary_cannot_be_turned_off(stranger, client, person, kind):
    assert stranger.post(url(person, kind), ONE_CLICK).status_code == 404
    client.force_login(person)
    page = client.post("/details/mails/", {"kind": kind, "answer": "off"}).content.decode()
    assert "Press one of the buttons" in page
    assert off(person) == []


def test_a_link_of_somebody_who_is_no_longer_known_says_that_nothing_is_left(stranger, person):
    gone = url(person)
    person.delete()
    assert stranger.post(gone, ONE_CLICK).status_code == 404


def test_on_the_own_page_it_is_turned_off_and_on_again(client, person):
    client.force_login(person)
    assert client.get("/details/mails/").status_code == 200
    page = client.post("/details/mails/", {"kind": KIND, "answer": "off"}, follow=True)
    assert "Reminders of your sessions: turned off" in page.content.decode()
    assert off(person) == [KIND]
    client.post("/details/mails/", {"kind": KIND, "answer": "on"})
    assert off(person) == []


def test_the_own_page_is_of_nobody_else(client, person):
    MailChoice.objects.create(person=person, kind=KIND)
    client.force_login(make.person("Somebody else"))
    client.post("/details/mails/", {"kind": KIND, "answer": "on", "person": person.pk})
    assert off(person) == [KIND]


def test_every_kind_that_can_be_turned_off_is_on_the_page_in_plain_words(client, person):
    client.force_login(person)
    page = client.get("/details/mails/").content.decode()
    optional = {kind.key for kind in kinds.all_kinds() if kind.optional}
    assert {key for key in optional if f'value="{key}"' in page} == optional
    never = {"offer", "offer_reminder", "account", "session_moved", "session_cancelled"}
    assert optional & never == set()


@pytest.mark.parametrize(("turned_off", "sent"), [(True, 0), (False, 1)])
def test_what_was_turned_off_is_not_sent_and_the_outbox_says_why(person, turned_off, sent):
    context = dict.fromkeys(kinds.get("draft_nudge").placeholders, "x")
    mail.queue("draft_nudge", to=person, key="nudge", context=context)
    if turned_off:
        choices.turn_off(person, ["draft_nudge"], by=person)
    assert delivery.deliver_due() == sent == len(django_mail.outbox)
    row = OutboundEmail.objects.get(key="nudge")
    wanted = ("cancelled", "Its receiver has turned this kind of mail off.")
    assert (row.state, row.reason) == (wanted if turned_off else ("sent", ""))
