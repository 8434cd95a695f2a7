"""Asking after sign-in: who is led to the page, who is left alone, and that nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cohorts.services.consents import publish_consent, write_consent
from core import clock, consents
from core.models import ConsentGiven, ConsentKind
from tests import factories as make

pytestmark = pytest.mark.django_db
ASK = "/details/consents/asked/"
PRIVACY, PHOTO, QUOTES, ALUMNI = ConsentKind.values


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.CONSENTS_ASKED = True


def answer(person, **answers):
    ids = {consents.text_in_force(kind).pk: given for kind, given in answers.items()}
    consents.answer(person, ids, where="test", by=person)


def new_words(kind, administrator=None):
    administrator = administrator or make.administrator()
    write_consent(kind, text=f"New {kind}", changed="Something", by=administrator)
    publish_consent(kind, by=administrator)


def field(kind):
    return f"consent_{consents.text_in_force(kind).pk}"


@pytest.fixture
def pioneer():
    """Who has answered everything."""
    person = make.pioneer().person
    answer(person, privacy=True, photo=True, quotes=False, alumni=True)
    return person


@pytest.fixture
def led(client):
    """Where opening a page leads the person: None if it is simply shown."""

    def go(person, url="/home/", **extra):
        client.force_login(person)
        response = client.get(url, **extra)
        return response.url if response.status_code == 302 else None

    return go


# --- Who is led there ----------------------------------------------------------------------------


def test_whoever_has_not_read_the_notice_reads_it_before_going_on(led):
    for person in (make.person(), make.staff(), make.funder_contact(), make.pioneer().person):
        assert led(person) == f"{ASK}?next=%2Fhome%2F"


def test_whoever_has_answered_is_left_alone(led, pioneer):
    assert led(pioneer) is None


@pytest.mark.parametrize("kind", ConsentKind.values)
def test_new_words_of_any_kind_lead_there_at_the_next_sign_in(led, pioneer, kind):
    new_words(kind)
    assert led(pioneer, "/sessions/?a=1") == f"{ASK}?next=%2Fsessions%2F%3Fa%3D1"


def test_new_words_reach_somebody_who_stays_signed_in_by_the_next_day(client, pioneer):
    client.force_login(pioneer)
    assert client.get("/home/").status_code == 200
    new_words(PRIVACY)
    assert client.get("/home/").status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        assert client.get("/home/").status_code == 302


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/health/",
        "/privacy/",
        "/accessibility/",
        "/details/consents/",
        ASK,
        "/accounts/logout/",
        "/accounts/email/",
        "/accounts/2fa/",
        "/offers/no-such-token/",
        "/applications/",
    ],
)
def test_some_pages_never_lead_away(led, url):
    assert led(make.application().applicant, url) is None


def test_nobody_is_led_away_who_is_not_signed_in(client):
    assert client.get("/home/").url.startswith(reverse("account_request_login_code"))


def test_what_is_sent_always_arrives(client):
    person = make.person()
    client.force_login(person)
    client.post("/details/", {"name": "Grace Mensah", "phone": ""})
    person.refresh_from_db()
    assert person.name == "Grace Mensah"


def test_a_part_of_a_page_is_never_replaced_by_the_question(led):
    assert led(make.person(), headers={"HX-Request": "true"}) is None


def test_whoever_applies_is_not_interrupted_in_it(led):
    draft = make.application(state="draft")
    assert led(draft.applicant, f"/applications/{draft.pk}/you/") is None
    assert led(draft.applicant, f"/apply/{draft.cohort_id}/start/") is None


# --- What the page does --------------------------------------------------------------------------


def test_nothing_is_ticked_beforehand_and_the_notice_cannot_be_skipped(client):
    person = make.pioneer().person
    client.force_login(person)
    html = client.get(ASK).content.decode()
    assert " checked" not in html
    assert "Ask me later" not in html
    for sent in ({}, {"later": "1"}, {field(PHOTO): "yes"}):
        response = client.post(ASK, sent)
        assert response.status_code == 200
        assert "Please read the privacy notice and tick the box." in response.content.decode()
    assert ConsentGiven.objects.count() == 0


def test_the_notice_alone_is_enough_and_open_choices_wait_for_the_next_sign_in(client):
    person = make.pioneer().person
    client.force_login(person)
    response = client.post(ASK, {field(PRIVACY): "on", field(PHOTO): "no", "next": "/sessions/"})
    assert response.url == "/sessions/"
    assert [(one.text.kind, one.given) for one in consents.history(person)] == [
        (PHOTO, False),
        (PRIVACY, True),
    ]
    assert client.get("/home/").status_code == 200
    client.logout()
    client.force_login(person)
    assert client.get("/home/").status_code == 302


def test_choices_can_be_put_off_until_the_next_sign_in_but_not_new_notices(client, pioneer):
    administrator = make.administrator()
    new_words(PHOTO, administrator)
    client.force_login(pioneer)
    assert "Ask me later" in client.get(ASK).content.decode()
    assert client.post(ASK, {"later": "1", "next": "/sessions/"}).url == "/sessions/"
    assert client.get("/home/").status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        assert client.get("/home/").status_code == 200
    new_words(PRIVACY, administrator)
    with clock.at(clock.now() + timedelta(days=2)):
        assert client.get("/home/").status_code == 302
    assert ConsentGiven.objects.filter(text__version=2).count() == 0


def test_words_published_while_one_reads_are_asked_and_not_answered_unseen(client):
    person = make.person()
    client.force_login(person)
    seen = field(PRIVACY)
    new_words(PRIVACY)
    assert client.post(ASK, {seen: "on"}).status_code == 200
    assert ConsentGiven.objects.count() == 0


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example/", "sessions", ASK, ""]
)
def test_it_leads_only_on_within_the_system_and_never_in_circles(client, pioneer, onward):
    client.force_login(pioneer)
    assert client.get(ASK, {"next": onward}).url == "/home/"


def test_no_page_pays_for_the_question_once_it_is_answered(client, pioneer, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(pioneer)
    client.get("/home/")
    counts = []
    for asked in (True, False):
        settings.CONSENTS_ASKED = asked
        with CaptureQueriesContext(connection) as queries:
            client.get("/home/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- One's own page ------------------------------------------------------------------------------


def press(client, kind, said):
    text = consents.text_in_force(kind)
    return client.post("/details/consents/", {"text": text.pk, "answer": said}, follow=True)


def test_taking_back_takes_one_press_as_giving_does(client, pioneer):
    client.force_login(pioneer)
    html = client.get("/details/consents/").content.decode()
    assert "You said yes to version 1 on " in html
    assert "No, I take it back" in html
    assert "Your answer is noted." in press(client, PHOTO, "no").content.decode()
    assert consents.has(pioneer, PHOTO) is False
    press(client, PHOTO, "yes")
    assert consents.has(pioneer, PHOTO) is True


@pytest.mark.parametrize(
    "sent", [{}, {"text": "x", "answer": "yes"}, {"text": "1", "answer": "maybe"}]
)
def test_a_press_without_an_answer_changes_nothing(client, pioneer, sent):
    client.force_login(pioneer)
    before = ConsentGiven.objects.count()
    response = client.post("/details/consents/", sent)
    assert "Press one of the buttons beside the words." in response.content.decode()
    assert ConsentGiven.objects.count() == before


def test_an_answer_to_words_that_are_gone_is_told_so(client, pioneer):
    client.force_login(pioneer)
    old = consents.text_in_force(PHOTO).pk
    new_words(PHOTO)
    response = client.post("/details/consents/", {"text": old, "answer": "no"}, follow=True)
    assert "The words have changed while you were reading." in response.content.decode()
    assert consents.has(pioneer, PHOTO) is True


# --- The administrators' pages -------------------------------------------------------------------


def test_an_administrator_writes_looks_and_publishes(client, pioneer, settings):
    settings.CONSENTS_ASKED = False
    client.force_login(make.administrator())
    written = client.post(
        "/staff/consents/photo/write/",
        {"text": "# Pictures\n<b>We</b> take some.", "changed": "Shorter"},
    )
    assert written.url == "/staff/consents/photo/publish/"
    html = client.get(written.url).content.decode()
    assert "<h3>Pictures</h3>" in html
    assert "&lt;b&gt;We&lt;/b&gt; take some." in html
    assert "<strong>1</strong> person has answered an earlier version." in html
    assert client.post(written.url).url == "/staff/consents/"
    assert consents.text_in_force(PHOTO).version == 2
    assert client.get(written.url).status_code == 404


def test_the_privacy_page_shows_the_words_in_force(client):
    assert "What is said in a learning set" in client.get("/privacy/").content.decode()
    new_words(PRIVACY)
    html = client.get("/privacy/").content.decode()
    assert "New privacy" in html
    assert "Version 2" in html


# --- Applying ------------------------------------------------------------------------------------


@pytest.fixture
def sending(client, monkeypatch):
    """The last page of a draft that lacks nothing; returns its address and who applies."""
    monkeypatch.setattr("pioneers.services.applications.problems", lambda *args: {})
    draft = make.application(state="draft")
    client.force_login(draft.applicant)
    return f"/applications/{draft.pk}/check/", draft


def test_an_application_is_not_sent_before_the_notice_is_read(client, sending):
    url, draft = sending
    assert "I have read the privacy notice" in client.get(url).content.decode()
    html = client.post(url, {field(PHOTO): "yes"}).content.decode()
    draft.refresh_from_db()
    assert "Please read the privacy notice and tick the box." in html
    assert (draft.state, ConsentGiven.objects.count()) == ("draft", 0)


def test_sending_notes_what_was_answered_and_leaves_the_rest_open(client, sending):
    url, draft = sending
    client.post(url, {field(PRIVACY): "on", field(QUOTES): "no"})
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert [(one.text.kind, one.given, one.where) for one in consents.history(draft.applicant)] == [
        (QUOTES, False, "application"),
        (PRIVACY, True, "application"),
    ]
    assert client.get("/home/").status_code == 200


def test_whoever_read_the_notice_before_sends_with_one_press(client, sending):
    url, draft = sending
    answer(draft.applicant, privacy=True, photo=True, quotes=True, alumni=True)
    assert "privacy notice" not in client.get(url).content.decode()
    client.post(url)
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_staff_who_type_it_in_agree_to_nothing_for_the_applicant(client, sending):
    url, draft = sending
    staff = make.staff()
    answer(staff, privacy=True)
    type(draft).objects.filter(pk=draft.pk).update(entered_by=staff)
    client.force_login(staff)
    assert "I have read the privacy notice" not in client.get(url).content.decode()
    assert client.post(url).status_code < 500
    assert consents.history(draft.applicant).count() == 0
