"""A personal link into one call: before it opens, after it closed, once, and for its time only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.models import MailState, OutboundEmail
from pioneers.models import Application, Invitation
from pioneers.services import applications
from pioneers.services import invitations as services
from tests import factories as make
from tests.pioneers.applying import ANSWERS, FIELDS, call

pytestmark = pytest.mark.django_db
EMAIL = "grace@homes.example"


def closed_call(**fields):
    return call(applications_close_at=clock.now() - timedelta(days=1), **fields)


def invite(cohort=None, **fields):
    values = {"email": EMAIL, "deadline_at": clock.now() + timedelta(days=5), **fields}
    by = values.pop("by", None) or make.staff()
    return services.invite(cohort or closed_call(), by=by, **values)


def mails():
    return OutboundEmail.objects.filter(kind="invitation").order_by("pk")


def link():
    return re.search(r"/invitations/[\w-]+/", mails().last().body)[0]


def accept(client, who, url=""):
    client.force_login(who)
    return client.post(url or link())


def grace():
    return make.person("Grace Mensah", email=EMAIL)


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [(-10, -1, "open"), (-10, -1, "selecting"), (9, 20, "open"), (9, 20, "planning")],
)
def test_an_invitation_opens_a_call_that_is_not_open_and_lets_one_send(
    opens, closes, state, client
):
    now = clock.now()
    cohort = call(
        state=state,
        applications_open_at=now + timedelta(days=opens),
        applications_close_at=now + timedelta(days=closes),
    )
    until = now + timedelta(days=25)
    invite(cohort, deadline_at=until)
    accept(client, grace())
    made, home = Application.objects.get(), make.care_home()
    assert (made.deadline_at, made.invitation.email) == (until, EMAIL)
    fields = {**FIELDS, "home": home, "borough": home.borough}
    applications.save_page(made, by=made.applicant, fields=fields, answers=ANSWERS)
    applications.submit(made, by=made.applicant)
    made.refresh_from_db()
    assert made.state == "submitted"


def test_opening_the_link_changes_nothing_and_the_button_is_the_only_step(client):
    invite()
    url = link()
    assert "Begin: mail me a code" in client.get(url).content.decode()
    client.force_login(grace())
    assert client.get(url).status_code == 200
    assert Application.objects.count() == 0
    response = client.post(url)
    assert response.url == reverse(
        "pioneers:edit_application", args=[Application.objects.get().pk, "you"]
    )


def test_who_is_not_signed_in_gets_a_code_at_the_invited_address_and_comes_back(client):
    invite()
    url = link()
    response = client.post(reverse("account_request_login_code"), {"email": EMAIL, "next": url})
    body = OutboundEmail.objects.get(kind="account", to_email=EMAIL).body
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", body, re.M)[1]
    assert client.post(response.url, {"code": code}).url == url
    client.post(url)
    assert Application.objects.get().applicant.email == EMAIL


def test_another_address_may_use_it_and_the_team_is_told(client, sign_in):
    staff = make.staff()
    invitation = invite(by=staff)
    other = make.person()
    accept(client, other)
    told = OutboundEmail.objects.get(kind="invitation_other_address")
    assert told.to_email == staff.email
    assert (EMAIL in told.body, other.email in told.body) == (True, True)
    url = reverse("pioneers:invitations", args=[invitation.cohort_id])
    line = sign_in(staff).get(url).context["invitations"][0]
    assert (line["state"], line["other"]) == ("used", True)


def test_the_invited_address_itself_tells_nobody(client):
    invite()
    accept(client, grace())
    assert not OutboundEmail.objects.filter(kind="invitation_other_address").exists()


def test_a_link_is_used_once_and_leads_its_user_back(client):
    invite()
    who = grace()
    accept(client, who)
    made = Application.objects.get()
    assert client.get(link()).url == reverse("pioneers:application", args=[made.pk])
    assert accept(client, make.person()).status_code == 410
    assert Application.objects.count() == 1


def test_who_had_begun_already_gets_the_time_of_the_invitation(client):
    who, cohort = grace(), call()
    before = applications.begin(cohort, applicant=who, by=who)
    with pytest.raises(Refused, match="Give it a later deadline instead"):
        invite(cohort, deadline_at=cohort.applications_close_at + timedelta(days=2))
    invite(
        cohort, email="x@y.example", deadline_at=cohort.applications_close_at + timedelta(days=2)
    )
    accept(client, who)
    before.refresh_from_db()
    assert before.closes_at == cohort.applications_close_at + timedelta(days=2)


@pytest.mark.parametrize(("waives", "missing"), [(False, True), (True, False)])
def test_the_rules_of_role_place_and_borough_hold_unless_they_are_waived(waives, missing, client):
    cohort = closed_call(roles=["manager"])
    invite(cohort, waives_eligibility=waives)
    accept(client, grace())
    made, home = Application.objects.get(), make.care_home()
    fields = {**FIELDS, "role": "deputy", "home": home, "borough": home.borough}
    applications.save_page(made, by=made.applicant, fields=fields, answers=ANSWERS)
    if missing:
        with pytest.raises(Refused, match="“You”"):
            applications.submit(made, by=made.applicant)
    else:
        applications.submit(made, by=made.applicant)


@pytest.mark.parametrize("how", ["revoked", "resent", "over", "begun"])
def test_a_link_that_is_no_longer_good_says_so(how, client):
    invitation = invite()
    by, url = make.staff(), link()
    now = clock.now()
    if how == "revoked":
        services.revoke(invitation, by=by)
    elif how == "resent":
        services.resend(invitation, by=by)
    elif how == "begun":
        invitation.cohort.state = "running"
        invitation.cohort.save()
    else:
        now += timedelta(days=6)
    with clock.at(now):
        assert accept(client, grace(), url).status_code == 410
        assert client.get(url).status_code == 410
    assert Application.objects.count() == 0


def test_sending_again_makes_a_new_mail_and_taking_back_stops_what_waits():
    invitation, by = invite(), make.staff()
    services.resend(invitation, by=by)
    assert [row.state for row in mails()] == [MailState.CANCELLED, MailState.DUE]
    services.revoke(invitation, by=by)
    assert {row.state for row in mails()} == {MailState.CANCELLED}
    with pytest.raises(Refused, match="was taken back"):
        services.resend(invitation, by=by)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"deadline_at": clock.now() - timedelta(days=1)}, "That moment has passed"),
        ({"deadline_at": clock.now() + timedelta(days=1)}, "The call itself closes later"),
        ({"by": "nobody"}, "Only staff"),
    ],
)
def test_what_makes_no_invitation_is_refused_in_words(fields, words):
    if fields.get("by"):
        fields = {"by": make.person(), "deadline_at": clock.now() + timedelta(days=30)}
    with pytest.raises(Refused, match=words):
        invite(call(), **fields)


def test_an_address_is_not_invited_twice():
    invitation = invite()
    with pytest.raises(Refused, match="has an invitation already"):
        invite(invitation.cohort, email=EMAIL.upper())
    services.revoke(invitation, by=make.staff())
    invite(invitation.cohort)


def test_staff_invite_on_their_page_and_an_hour_that_comes_twice_is_refused(sign_in):
    with clock.at(clock.now()):
        cohort = closed_call()
    client = sign_in(make.staff())
    url = reverse("pioneers:invitations", args=[cohort.pk])
    twice = client.post(url, {"email": EMAIL, "deadline_at": "2030-10-27T01:30"})
    assert "comes twice" in twice.context["form"].errors["deadline_at"][0]
    client.post(url, {"email": EMAIL, "name": "Grace", "deadline_at": "2030-10-27T02:30"})
    assert Invitation.objects.get().email == EMAIL


def test_the_list_takes_as_many_queries_for_30_as_for_3(sign_in, count_queries):
    cohort, staff = closed_call(), make.staff()
    client, url = sign_in(staff), reverse("pioneers:invitations", args=[cohort.pk])
    client.get(url)
    counts = []
    for many in (3, 27):
        for number in range(many):
            invitation = invite(cohort, email=f"{many}-{number}@homes.example", by=staff)
            make.application(cohort, invitation=invitation)
        counts.append(count_queries(lambda: client.get(url)))
    assert counts[0] == counts[1]
