"""A reminder's link goes on with the draft in one press: once, in time, and for applicants only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from core import clock
from core.mail.kinds import plan
from core.models import MailState, OutboundEmail
from pioneers.models import Application
from pioneers.services import applications
from tests import factories as make
from tests.pioneers.applying import call, draft, page, whole_draft

pytestmark = pytest.mark.django_db


def reminded(application=None):
    """A draft, and the address in the reminder of its last day."""
    application = application or whole_draft(
        call(applications_close_at=clock.now() + timedelta(days=15))
    )
    plan()
    last = OutboundEmail.objects.filter(kind="draft_reminder").order_by("due_at").last()
    return application, re.search(r"/drafts/[\w-]+/", last.body)[0]


def signed_in_as(client):
    return int(client.session.get("_auth_user_id", 0))


def test_one_press_signs_the_applicant_in_on_the_page_where_they_stopped(client):
    application, url = reminded()
    assert "Go on with my application" in client.get(url).content.decode()
    assert signed_in_as(client) == 0
    response = client.post(url)
    assert response.url == page(application, "check")
    assert signed_in_as(client) == application.applicant_id
    assert client.get(response.url).status_code == 200


def test_the_first_page_that_still_needs_something_is_shown(client):
    application = draft(call(applications_close_at=clock.now() + timedelta(days=15)))
    assert client.post(reminded(application)[1]).url == page(application, "you")


def test_a_link_that_was_used_signs_nobody_in_again(client):
    application, url = reminded()
    client.post(url)
    assert client.get(url).url == page(application, "check")
    client.logout()
    response = client.post(url)
    assert (response.status_code, signed_in_as(client)) == (410, 0)
    assert "already been used" in response.content.decode()
    assert "nothing more to do" not in response.content.decode()
    back = reverse("pioneers:application", args=[application.pk])
    assert f"?next={back}" in response.content.decode()


@pytest.mark.parametrize("how", ["sent", "taken back", "too late", "another’s", "inactive", "cut"])
def test_a_link_that_is_no_longer_good_signs_nobody_in(how, client):
    application, url = reminded()
    now = clock.now()
    if how == "sent":
        applications.submit(application, by=application.applicant)
    elif how == "taken back":
        applications.withdraw(application, by=application.applicant)
    elif how == "too late":
        now = applications.last_moment(application)
    elif how == "another’s":
        Application.objects.update(applicant=make.person())
    elif how == "inactive":
        application.applicant.is_active = False
        application.applicant.save()
    else:
        url = url[:-4] + "/"
    with clock.at(now):
        answers = {client.get(url).status_code, client.post(url).status_code}
    assert (answers, signed_in_as(client)) == ({410}, 0)


@pytest.mark.parametrize(
    "role", ["staff", "mentor", "reviewer", "facilitator", "funder", "pioneer"]
)
def test_who_is_more_than_an_applicant_signs_in_as_always(role, client):
    application, url = reminded()
    who = application.applicant
    if role == "staff":
        make.programme().memberships.create(user=who)
    elif role == "mentor":
        make.programme().mentors.create(user=who)
    elif role == "reviewer":
        application.cohort.reviewers.create(user=who)
    elif role == "facilitator":
        make.learning_set(facilitator=who)
    elif role == "funder":
        make.funder().contacts.create(user=who)
    else:
        make.pioneer(person=who)
    response = client.post(url)
    assert (response.status_code, signed_in_as(client)) == (410, 0)
    assert "sign in as you always do" in " ".join(response.content.decode().split())


def test_somebody_else_who_is_signed_in_here_is_told_and_signed_out(sign_in):
    application, url = reminded()
    other = make.person("Somebody Else")
    client = sign_in(other)
    assert "Somebody Else is signed in here" in client.get(url).content.decode()
    client.post(url)
    assert signed_in_as(client) == application.applicant_id


def test_waiting_mail_and_the_next_sign_in_follow_a_changed_address(sign_in):
    application, url = reminded()
    who = application.applicant
    for email, primary in ((who.email, True), ("new@homes.example", False)):
        EmailAddress.objects.update_or_create(
            user=who, email=email, defaults={"primary": primary, "verified": True}
        )
    gone = OutboundEmail.objects.filter(kind="draft_reminder").order_by("due_at").first()
    OutboundEmail.objects.filter(pk=gone.pk).update(state=MailState.SENT, sent_at=clock.now())
    old, client = who.email, sign_in(who)
    client.post(reverse("account_email"), {"action_primary": "", "email": "new@homes.example"})
    who.refresh_from_db()
    assert who.email == "new@homes.example"
    rows = OutboundEmail.objects.filter(kind="draft_reminder").order_by("due_at")
    assert [row.to_email for row in rows] == [old, "new@homes.example"]
    assert plan() == 0
    client.logout()
    assert client.post(url).status_code == 302
