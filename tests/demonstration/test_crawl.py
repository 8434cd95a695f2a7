"""The demonstration itself, as each of its sign-ins sees it: every page answers, in few queries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from core import clock
from core.mail import hours
from core.models import MailState, OutboundEmail, User
from demonstration.build import applying
from demonstration.sign_ins import sign_ins
from qi_projects.progress_mails import REMINDER
from tests.access.crawling import crawl, troubles

pytestmark = [pytest.mark.django_db, pytest.mark.demonstration]
# Lists of many rows lead to many pages of one kind; this many say enough.
MOST_PAGES = 150
LEAST_PAGES = {"Administrator": 60, "Programme staff": 60, "Funder": 8}


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Built once for this module and taken back after it."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMONSTRATION=True),
        transaction.atomic(),
    ):
        call_command("demo")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", [one.role for one in sign_ins()])
def test_every_page_of_a_sign_in_answers(demonstration, role):
    cache.clear()
    (email,) = [one.person.email for one in sign_ins() if one.role == role]
    client = Client()
    client.force_login(User.objects.get(email__iexact=email))
    visited = crawl(client, most=MOST_PAGES)
    assert troubles(visited) == [], f"{len(visited)} pages visited"
    assert len(visited) >= LEAST_PAGES.get(role, 10)


def person(role):
    (found,) = [one.person.email for one in sign_ins() if one.role == role]
    return User.objects.get(email__iexact=found)


def test_mail_with_a_link_to_say_how_it_goes_is_what_the_catcher_gets_first(demonstration):
    (mail,) = OutboundEmail.objects.filter(
        kind=REMINDER, state=MailState.DUE, person=person("Pioneer")
    )
    token = mail.body.partition("/updates/by-link/")[2].partition("/")[0]
    page = Client().get(reverse("qi_projects:update_by_link", args=[token]))
    assert page.status_code == 200
    assert page.context["project"].pioneer.person == mail.person
    # In the evening it waits for the morning, as every nudge does.
    with clock.at(hours.next_allowed(clock.now())):
        applying.deliver_as_history()
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_a_pioneer_can_start_a_project(demonstration):
    client = Client()
    client.force_login(person("Pioneer who begins"))
    home = client.get(reverse("reports:home"))
    assert "Start your improvement project" in home.content.decode()
    page = client.get(reverse("qi_projects:own_project"), follow=True)
    assert page.templates[0].name == "qi_projects/start.html"
