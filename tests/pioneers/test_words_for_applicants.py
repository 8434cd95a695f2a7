"""What an applicant's pages say: who can see it, what taking back means, where one's own is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories as make
from tests.pioneers.applying import call, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "words"),
    [("submitted", "will no longer be read"), ("reserve", "You leave the reserve list")],
)
def test_what_taking_back_means_in_each_state(state, words, sign_in):
    application = make.application(call(), state=state)
    url = reverse("pioneers:withdraw_application", args=[application.pk])
    assert words in sign_in(application.applicant).get(url).content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "you; once you send it, the programme team"), ("submitted", "you; the programme")],
)
def test_a_page_says_who_can_see_it_and_that_readers_are_among_them(state, words, sign_in):
    application = make.application(call(), state=state)
    text = sign_in(application.applicant).get(page(application, "answers")).content.decode()
    assert words in text
    assert "the people they ask to read applications" in text


def test_who_has_an_application_is_led_to_it_and_not_to_another_start(sign_in):
    application = make.application(call())
    cohort = application.cohort
    answers = {
        "role": cohort.roles[0],
        "setting": cohort.settings[0],
        "borough": cohort.boroughs.first().pk,
    }
    url = reverse("pioneers:check_eligibility", args=[cohort.pk])
    for person, begins in ((application.applicant, False), (make.person(), True)):
        text = sign_in(person).get(url, answers).content.decode()
        assert ("Start my application" in text, "Go to your application" in text) == (
            begins,
            not begins,
        )
