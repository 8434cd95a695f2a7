"""What everybody sees before signing in, and how one gets from there to a draft."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock
from core.models import OutboundEmail
from pioneers.enums import PioneerState
from pioneers.models import Application
from pioneers.selectors import public
from tests import factories as make
from tests.pioneers.applying import call, draft

pytestmark = pytest.mark.django_db
FRONT = "/"


def check_url(cohort):
    return reverse("pioneers:check_eligibility", args=[cohort.pk])


def answers(role="manager", setting="older_nursing", borough="Croydon"):
    pk = make.borough(borough).pk if borough else "other"
    return {"role": role, "setting": setting, "borough": pk}


def test_the_front_page_names_the_open_call_and_its_dates(client):
    cohort = call(places=31)
    text = client.get(FRONT).content.decode()
    assert reverse("pioneers:front") == FRONT
    assert f"{cohort.name} is open." in text
    assert "<dt>Places</dt><dd>31</dd>" in text


@pytest.mark.parametrize(
    ("state", "opens", "closes", "shown"),
    [
        (CohortState.OPEN, -1, 1, "open"),
        (CohortState.OPEN, 1, 2, "announced"),
        (CohortState.OPEN, -2, -1, "none"),
        (CohortState.PLANNING, -1, 1, "none"),
        (CohortState.SELECTING, -1, 1, "none"),
        (CohortState.RUNNING, -1, 1, "none"),
    ],
)
def test_which_calls_the_front_page_speaks_of(state, opens, closes, shown, client):
    now = clock.now()
    make.cohort(
        state=state,
        applications_open_at=now + timedelta(days=opens),
        applications_close_at=now + timedelta(days=closes),
    )
    text = client.get(FRONT).content.decode()
    said = {
        "open": "is open.</strong>" in text,
        "announced": "The next call opens on" in text,
        "none": "No call is open at the moment." in text,
    }
    assert said == {name: name == shown for name in said}


def test_the_totals_are_counted_and_leave_out_who_left_and_who_has_not_begun():
    running = make.cohort(state=CohortState.RUNNING)
    for _ in range(8):
        make.pioneer(running)
    make.pioneer(running, state=PioneerState.WITHDRAWN)
    make.pioneer(make.cohort(state=CohortState.SELECTING))
    assert public.totals() == public.Totals(pioneers=8, cohorts=1, homes=8, boroughs=1)


def test_seven_people_are_too_few_to_be_counted_out_in_public(client):
    running = make.cohort(state=CohortState.RUNNING)
    for _ in range(7):
        make.pioneer(running)
    assert public.totals() is None
    assert "So far" not in client.get(FRONT).content.decode()


def test_a_signed_in_applicant_sees_the_front_page_with_the_way_to_the_draft(sign_in):
    application = draft()
    client = sign_in(application.applicant)
    text = client.get(FRONT).content.decode()
    assert reverse("pioneers:application", args=[application.pk]) in text


def test_the_front_page_takes_as_many_queries_with_one_call_as_with_four(client, count_queries):
    call()
    first = count_queries(lambda: client.get(FRONT))
    for _ in range(3):
        call()
    assert count_queries(lambda: client.get(FRONT)) == first
    assert first <= 10


def test_who_is_eligible_gets_the_button_to_sign_in_with_the_answers(client):
    cohort = call()
    response = client.get(check_url(cohort), answers())
    assert response.context["against"] == []
    sign_in_url = urlsplit(response.context["sign_in_url"])
    start = urlsplit(parse_qs(sign_in_url.query)["next"][0])
    assert sign_in_url.path == reverse("account_request_login_code")
    assert start.path == reverse("pioneers:start_application", args=[cohort.pk])
    assert parse_qs(start.query)["role"] == ["manager"]


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({"role": "senior_nurse"}, 1),
        ({"role": "other"}, 1),
        ({"setting": "mental_health"}, 1),
        ({"setting": "other"}, 1),
        ({"borough": "Merton"}, 1),
        ({"borough": None}, 1),
        ({"role": "other", "setting": "other", "borough": None}, 3),
        ({}, 0),
    ],
)
def test_each_rule_that_is_not_met_is_named(given, reasons, client):
    cohort = call(roles=["manager", "deputy"], settings=["older_nursing"])
    cohort.boroughs.set([make.borough("Croydon")])
    response = client.get(check_url(cohort), answers(**given))
    assert len(response.context["against"]) == reasons
    assert ("Start my application" in response.content.decode()) == (reasons == 0)


def test_who_is_not_eligible_is_shown_the_call_that_would_take_them(client):
    closed_to_nurses = call(roles=["manager"])
    other = call()
    response = client.get(check_url(closed_to_nurses), answers(role="senior_nurse"))
    assert response.context["others"] == [other]


def test_a_half_answered_check_asks_for_the_rest_in_plain_words(client):
    response = client.get(check_url(call()), {"role": "manager"})
    assert response.context["form"].errors == {
        "setting": ["Choose the kind of place that fits best."],
        "borough": ["Choose the borough."],
    }


def test_a_closed_call_says_so_and_offers_no_button(client):
    cohort = call(applications_close_at=clock.now() - timedelta(days=1))
    text = client.get(check_url(cohort), answers()).content.decode()
    assert ("takes no applications now" in text, "Start my application" in text) == (True, False)


def test_a_cohort_being_planned_is_not_public(client):
    assert client.get(check_url(call(state=CohortState.PLANNING))).status_code == 404


def test_opening_the_start_page_makes_nothing_and_the_button_makes_a_draft(sign_in):
    cohort, applicant = call(), make.person()
    client = sign_in(applicant)
    url = reverse("pioneers:start_application", args=[cohort.pk])
    client.get(url, answers())
    assert Application.objects.count() == 0
    response = client.post(url, answers())
    application = Application.objects.get()
    assert response.url == reverse("pioneers:edit_application", args=[application.pk, "you"])
    assert (application.role, application.setting, application.borough.name) == (
        "manager",
        "older_nursing",
        "Croydon",
    )


def test_a_start_with_nonsense_makes_a_draft_without_it(sign_in):
    cohort = call()
    client = sign_in(make.person())
    client.post(
        reverse("pioneers:start_application", args=[cohort.pk]),
        {"role": "king", "setting": "castle", "borough": "'"},
    )
    application = Application.objects.get()
    assert (application.role, application.setting, application.borough) == ("", "", None)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "You have begun already"),
        ("submitted", "You have applied to this call already"),
        ("withdrawn", "You have applied to this call already"),
    ],
)
def test_whoever_has_an_application_is_led_to_it_in_words_that_fit(state, words, sign_in):
    own = make.application(call(), state=state)
    url = reverse("pioneers:start_application", args=[own.cohort.pk])
    page = sign_in(own.applicant).get(url).content.decode()
    said = [line for line in ("You have begun already", "You have applied") if line in page]
    assert (words in page, len(said)) == (True, 1)
    assert f'href="{reverse("pioneers:application", args=[own.pk])}"' in page


def test_starting_on_a_closed_call_is_refused_in_words(sign_in):
    cohort = call(applications_close_at=clock.now() - timedelta(days=1))
    client = sign_in(make.person())
    response = client.post(reverse("pioneers:start_application", args=[cohort.pk]))
    assert response.context["refused"].startswith("This call closed on ")


def test_a_mailed_code_leads_a_newcomer_from_the_check_to_the_start(client):
    cohort = call()
    sign_in_url = client.get(check_url(cohort), answers()).context["sign_in_url"]
    start = parse_qs(urlsplit(sign_in_url).query)["next"][0]
    page = client.get(sign_in_url).content.decode()
    assert 'name="next"' in page
    response = client.post(
        reverse("account_request_login_code"), {"email": "new@homes.example", "next": start}
    )
    body = OutboundEmail.objects.get(kind="account").body
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", body, re.M)[1]
    response = client.post(response.url, {"code": code})
    assert response.url == start
    assert client.get(start).status_code == 200
