"""A page sent after the sign-in ran out: its words come back, and nothing else does."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.pioneers.applying import draft, page, saving, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return draft()


def signed_out_and_back(client, user):
    """The session goes on with what it holds, as it does through a sign-in."""
    client.force_login(user)


def test_words_sent_while_signed_out_wait_in_their_boxes_and_are_saved_by_the_next_press(
    application,
):
    client = Client()
    client.force_login(application.applicant)
    url = page(application, "answers")
    marks = shown(client, url)
    client.logout()
    response = client.post(url, {"q-why_now": "Written on the bus"} | marks)
    assert response.status_code == 302
    assert not application.answers.exists()
    signed_out_and_back(client, application.applicant)
    response = client.get(url)
    form = response.context["form"]
    assert (form["q-why_now"].value(), response.context["was_signed_out"]) == (
        "Written on the bus",
        True,
    )
    again = {"seen": form["seen"].value(), "tab": form["tab"].value()}
    assert client.post(url, {"q-why_now": form["q-why_now"].value()} | again).status_code == 302
    assert application.answers.get(question__key="why_now").text == "Written on the bus"
    assert "was_signed_out" not in client.get(url).context


def test_what_another_device_saved_meanwhile_is_shown_beside_it(application):
    client, other = Client(), Client()
    client.force_login(application.applicant)
    other.force_login(application.applicant)
    url = page(application, "answers")
    marks = shown(client, url)
    client.logout()
    client.post(url, {"q-why_now": "From the telephone"} | marks)
    other.post(url, {"q-why_now": "From the office"} | shown(other, url))
    signed_out_and_back(client, application.applicant)
    form = client.get(url).context["form"]
    again = {"seen": form["seen"].value(), "tab": form["tab"].value()}
    response = client.post(url, {"q-why_now": form["q-why_now"].value()} | again)
    assert (response.status_code, response.context["differing"][0]["stored"]) == (
        409,
        "From the office",
    )


def test_somebody_else_at_the_same_device_sees_none_of_it(application):
    client = Client()
    url = page(application, "answers")
    client.post(url, {"q-why_now": "A secret"})
    client.force_login(make.person())
    assert client.get(url).status_code == 404
    other = draft(application.cohort)
    client.force_login(other.applicant)
    assert "A secret" not in client.get(page(other, "answers")).content.decode()


def test_a_home_chosen_while_signed_out_empties_no_boxes(application):
    client = Client()
    url = page(application, "home")
    client.post(url, {"home": "1"})
    client.force_login(application.applicant)
    response = client.get(url)
    assert (response.context["form"].is_bound, "was_signed_out" in response.context) == (
        False,
        False,
    )


@pytest.mark.parametrize("what", ["too long", "saving as it is typed", "another page"])
def test_what_is_not_kept(what, application):
    client = Client()
    url = page(application, "answers")
    where = saving(application, "answers") if what == "saving as it is typed" else url
    text = "x" * 600_000 if what == "too long" else "Words"
    client.post("/staff/mentors/add/" if what == "another page" else where, {"q-why_now": text})
    assert "typed_signed_out" not in client.session


def test_one_network_keeps_words_for_sixty_pages_an_hour(application):
    url = page(application, "answers")
    kept = []
    for _ in range(61):
        client = Client()
        client.post(url, {"q-why_now": "Words"})
        kept.append("typed_signed_out" in client.session)
    assert kept == [True] * 60 + [False]
