"""Words that staff hide from blind readers, beside the names that are found by themselves."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.errors import Refused
from core.models import AuditEvent
from pioneers import blindness
from pioneers.models import Answer, Question, Reviewer, SelectionPlan
from pioneers.services import redaction
from tests import factories as make

pytestmark = pytest.mark.django_db
WROTE = "We won the Golden Teapot in 2019. Everybody calls me Bibi, and the teapot is golden."


@pytest.fixture
def read_blind():
    cohort, reader = make.cohort(), make.staff()
    SelectionPlan.objects.create(cohort=cohort, blind=True)
    Reviewer.objects.create(cohort=cohort, user=reader)
    application = make.application(cohort)
    question = Question.objects.create(cohort=cohort, key="why", text="Why?", for_reviewers=True)
    Answer.objects.create(application=application, question=question, text=WROTE)
    return application, reader


def hide(application, words):
    return redaction.hide_words(application, words=words, by=make.staff())


def test_a_blind_reader_reads_something_else_in_place_of_hidden_words(read_blind, client):
    application, reader = read_blind
    hide(application, "golden  TEAPOT\n\nBibi\nBibi")
    assert application.hidden_words == "golden TEAPOT\nBibi"
    client.force_login(reader)
    for name in ("read_application", "staff_application"):
        page = client.get(reverse(f"pioneers:{name}", args=[application.pk])).content.decode()
        assert "We won the [hidden] in 2019. Everybody calls me [hidden]" in page
        assert "Bibi" not in page


def test_staff_who_do_not_read_see_the_words_and_the_way_to_hide_them(read_blind, client):
    application, reader = read_blind
    url = reverse("pioneers:hide_words", args=[application.pk])
    page = reverse("pioneers:staff_application", args=[application.pk])
    client.force_login(make.staff())
    assert client.post(url, {"words": "Bibi"}).status_code == 302
    assert "calls me [hidden]" in client.get(url).content.decode()
    shown = client.get(page).content.decode()
    assert ("calls me Bibi" in shown, url in shown) == (True, True)
    client.force_login(reader)
    assert url not in client.get(page).content.decode()


def test_whoever_reads_blind_neither_sees_nor_changes_the_list(read_blind, client):
    application, reader = read_blind
    hide(application, "Bibi")
    client.force_login(reader)
    url = reverse("pioneers:hide_words", args=[application.pk])
    assert (client.get(url).status_code, client.post(url, {"words": ""}).status_code) == (403, 403)
    application.refresh_from_db()
    assert application.hidden_words == "Bibi"


def test_nothing_offers_it_where_nobody_reads_blind(client):
    application = make.application()
    client.force_login(make.staff())
    page = client.get(reverse("pioneers:staff_application", args=[application.pk]))
    assert reverse("pioneers:hide_words", args=[application.pk]) not in page.content.decode()


@pytest.mark.parametrize(
    ("words", "refused"),
    [("of", "too short"), ("x" * 201, "200 letters"), ("\n".join(map(str, range(100, 151))), "50")],
)
def test_what_cannot_be_hidden_is_refused_in_words_and_kept_in_the_box(words, refused, client):
    application = make.application()
    with pytest.raises(Refused, match=refused):
        hide(application, words)
    client.force_login(make.staff())
    url = reverse("pioneers:hide_words", args=[application.pk])
    page = client.post(url, {"words": words})
    assert (page.status_code, page.context["form"]["words"].value()) == (200, words)
    application.refresh_from_db()
    assert application.hidden_words == ""


def test_the_trail_says_how_many_lines_and_not_which():
    application = make.application()
    hide(application, "Bibi\nGolden Teapot")
    event = AuditEvent.objects.get(action="hid words from blind readers")
    assert (event.detail, "Bibi" in str(event.__dict__)) == ({"lines": 2}, False)


def test_hidden_words_are_text_and_not_a_pattern():
    application = make.application()
    application.hidden_words = "a.c (x"
    masked = blindness.mask("abc (x and a.c (x", application)
    assert masked == "abc (x and [hidden]"
