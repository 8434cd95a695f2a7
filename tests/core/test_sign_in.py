"""Signing in by a mailed code: the whole way, and what a stranger learns on it (nothing)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core import people
from core.mail import delivery
from core.models import OutboundEmail

pytestmark = pytest.mark.django_db
ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


def ask(client, email: str):
    return client.post(ASK, {"email": email})


def code_in(body: str) -> str:
    (code,) = re.findall(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", body, re.MULTILINE)
    return code


def test_a_known_person_signs_in_with_the_code_that_comes_by_mail(client, mailoutbox):
    person = people.person("grace@homes.example", name="Grace Mensah")
    response = ask(client, "grace@homes.example")
    assert (response.status_code, response.url) == (302, CONFIRM)
    assert client.get(CONFIRM).status_code == 200
    row = OutboundEmail.objects.get()
    assert (row.kind, row.state, row.to_email) == ("account", "due", "grace@homes.example")
    delivery.deliver_due()
    (mail,) = mailoutbox
    row.refresh_from_db()
    assert (row.state, row.body) == ("sent", "")
    response = client.post(CONFIRM, {"code": code_in(mail.body)})
    assert (response.status_code, response.url) == (302, reverse("reports:home"))
    assert client.get("/home/").wsgi_request.user == person


def test_a_wrong_code_does_not_sign_in_and_five_end_it(client):
    people.person("grace@homes.example")
    ask(client, "grace@homes.example")
    answers = [client.post(CONFIRM, {"code": "WRNG-CODE"}).status_code for _ in range(5)]
    assert answers[0] == 200
    assert answers[-1] == 302
    assert client.get("/home/").status_code == 302


def test_a_stranger_cannot_tell_whether_an_address_is_known(client):
    people.person("grace@homes.example")
    known = ask(client, "grace@homes.example")
    shown_known = client.get(CONFIRM)
    client.cookies.clear()
    unknown = ask(client, "nobody@homes.example")
    shown_unknown = client.get(CONFIRM)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert shown_known.status_code == shown_unknown.status_code == 200
    assert _bare(shown_known, "grace") == _bare(shown_unknown, "nobody")
    assert set(known.headers) == set(unknown.headers)


def _bare(response, name: str) -> str:
    """The page without what differs at every visit: the token of its forms, the address typed."""
    text = re.sub(r"\b\w{64}\b", "<token>", response.content.decode())
    return text.replace(f"{name}@homes.example", "<address>")


def test_a_new_address_gets_a_code_too_and_nothing_to_see_behind_it(client, mailoutbox):
    """Applicants need not sign up first."""
    ask(client, "new@homes.example")
    delivery.deliver_due()
    client.post(CONFIRM, {"code": code_in(mailoutbox[0].body)})
    assert client.get("/home/").wsgi_request.user.email == "new@homes.example"
    assert client.get("/staff/cohorts/").status_code == 403


def test_a_person_who_is_gone_cannot_sign_in(client):
    person = people.person("gone@homes.example")
    person.is_active = False
    person.save()
    ask(client, "gone@homes.example")
    for row in OutboundEmail.objects.all():
        for code in re.findall(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", row.body, re.MULTILINE):
            client.post(CONFIRM, {"code": code})
    assert client.get("/home/").status_code == 302
