"""“Tell me about the next call”: once, only of a call that fits, and no longer than wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.mail.kinds import plan
from core.models import MailState, OutboundEmail
from pioneers.models import CallInterest
from pioneers.services import next_call as services
from tests import factories as make

pytestmark = pytest.mark.django_db
EMAIL = "grace@homes.example"


def ask(**fields):
    services.ask(make.programme(), **{"email": EMAIL, **fields})


def mails():
    return OutboundEmail.objects.filter(kind="next_call")


def test_the_answer_is_the_same_whether_or_not_the_address_was_known(client):
    url = reverse("pioneers:next_call")
    pages = []
    for _ in range(2):
        response = client.post(url, {"email": EMAIL}, follow=True)
        pages.append([str(message) for message in response.context["messages"]])
    assert pages[0] == pages[1] == [pages[0][0]]
    assert "We write to this address once" in pages[0][0]
    assert CallInterest.objects.count() == 1
    assert OutboundEmail.objects.count() == 0


def test_one_network_leaves_thirty_addresses_an_hour_and_loses_nothing_typed(client):
    url = reverse("pioneers:next_call")
    for n in range(30):
        assert client.post(url, {"email": f"a{n}@homes.example"}).status_code == 302
    answer = client.post(url, {"email": EMAIL})
    assert "try again in an hour" in answer.content.decode()
    assert answer.context["form"]["email"].value() == EMAIL
    # A header that anybody can send makes no other address of it.
    forged = client.post(url, {"email": EMAIL}, headers={"x-forwarded-for": "198.51.100.7"})
    assert (forged.status_code, CallInterest.objects.count()) == (200, 30)
    elsewhere = client.post(url, {"email": EMAIL}, REMOTE_ADDR="198.51.100.7")
    assert (elsewhere.status_code, CallInterest.objects.count()) == (302, 31)


def test_an_opening_call_is_told_of_once_however_often_the_planner_runs():
    ask()
    assert plan() == 0
    cohort = make.cohort()
    assert plan() == 1
    assert plan() == 0
    make.cohort()
    assert plan() == 0
    row = mails().get()
    assert (row.to_email, row.scope, "{" in row.body) == (EMAIL, cohort.scope, False)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, True),
        ({"role": "manager"}, True),
        ({"role": "senior_nurse"}, False),
        ({"setting": "mental_health"}, False),
        ({"setting": "older_nursing", "role": "manager"}, True),
    ],
)
def test_only_a_call_that_fits_is_told_of(fields, told):
    make.cohort(roles=["manager"], settings=["older_nursing"])
    ask(**fields)
    assert services.tell_of_calls() == int(told)


@pytest.mark.parametrize(("borough", "told"), [("Croydon", 1), ("Merton", 0)])
def test_a_call_for_another_borough_is_not_told_of(borough, told):
    make.cohort().boroughs.set([make.borough("Croydon")])
    ask(borough=make.borough(borough))
    assert services.tell_of_calls() == told


def test_the_call_that_they_looked_at_is_not_the_next_one():
    looked_at = make.cohort()
    ask(instead_of=looked_at)
    assert services.tell_of_calls() == 0
    make.cohort()
    assert services.tell_of_calls() == 1


def test_the_link_stops_it_and_who_asks_again_waits_again(client):
    ask()
    make.cohort()
    services.tell_of_calls()
    url = "/next-call/stop/" + mails().get().body.split("/next-call/stop/")[1].split()[0]
    ask()
    assert client.get(url).status_code == 200
    assert CallInterest.objects.filter(stopped_at=None).count() == 2
    assert "write to you no more" in client.post(url, follow=True).content.decode()
    assert CallInterest.objects.filter(stopped_at=None).count() == 0
    assert mails().get().state == MailState.CANCELLED
    again = client.post(url)
    assert (again.status_code, "Sign in with a code" in again.content.decode()) == (410, False)
    ask()
    assert services.tell_of_calls() == 1


def test_planning_takes_as_many_queries_for_30_who_wait_as_for_3(count_queries):
    make.cohort()
    counts = []
    for many in (3, 30):
        for number in range(many):
            ask(email=f"{many}-{number}@homes.example")
        counts.append(count_queries(services.tell_of_calls))
    assert counts[0] == counts[1]


def test_staff_see_how_many_wait(sign_in):
    cohort = make.cohort(applications_open_at=clock.now() + timedelta(days=1))
    ask()
    client = sign_in(make.staff())
    context = client.get(reverse("pioneers:eligibility", args=[cohort.pk])).context
    assert (context["waiting"], context["told"]) == (1, 0)


def test_the_form_of_the_check_carries_its_answers_and_nonsense_counts_as_nothing(client):
    cohort = make.cohort(roles=["manager"])
    borough = make.borough()
    url = reverse("pioneers:next_call")
    client.post(url, {"email": EMAIL, "role": "deputy", "borough": borough.pk, "call": cohort.pk})
    row = CallInterest.objects.get()
    assert (row.role, row.setting, row.borough, row.instead_of) == ("deputy", "", borough, cohort)
    client.post(url, {"email": EMAIL, "role": "king", "borough": "'", "call": "9" * 40})
    row.refresh_from_db()
    assert (row.role, row.borough, row.instead_of) == ("", None, None)
