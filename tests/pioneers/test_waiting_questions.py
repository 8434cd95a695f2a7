"""Questions that wait for an earlier answer, on the pages, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core import links
from core.models import ActionLink, OutboundEmail
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.services import applications
from tests import factories as make
from tests.pioneers.applying import call, draft, page, shown, whole_draft
from tests.pioneers.questions import ask, driving

pytestmark = pytest.mark.django_db
DRIVE, PARK = "q-do_you_drive", "q-where_do_you_park"


@pytest.fixture
def cohort():
    made = call()
    driving(made, required=True)
    return made


def send(client, url, **typed):
    return client.post(url, {**shown(client, url), **typed})


def hidden(response):
    """Whether the page holds the waiting question, and hides it."""
    text = response.content.decode()
    return f'name="{PARK}"' in text, 'hidden="hidden"' in text


def test_without_javascript_the_next_page_waits_until_the_opened_question_was_shown(
    cohort, sign_in
):
    application = draft(cohort)
    client = sign_in(application.applicant)
    url = page(application, "answers")
    assert hidden(client.get(url)) == (True, True)
    response = send(client, url, **{DRIVE: "yes"})
    assert [row.text for row in response.context["opened"]] == ["Where do you park?"]
    assert hidden(response) == (True, False)
    form = response.context["form"]
    again = {name: form[name].value() for name in ("seen", "tab")}
    assert client.post(url, {DRIVE: "yes", **again}).url == page(application, "answers-2")


def test_with_javascript_the_question_was_there_and_one_goes_on(cohort, sign_in):
    application = draft(cohort)
    client = sign_in(application.applicant)
    url = page(application, "answers")
    park = cohort.questions.get(text="Where do you park?")
    response = send(client, url, **{DRIVE: "yes", PARK: "", "asked": str(park.pk)})
    assert response.url == page(application, "answers-2")
    found = client.get(page(application, "check")).context["found_by_page"]
    assert "Answer: Where do you park?" in found["answers"]


def test_a_hidden_answer_is_kept_and_comes_back_and_is_not_required_meanwhile(cohort, sign_in):
    application = whole_draft(cohort)
    client = sign_in(application.applicant)
    url = page(application, "answers")
    typed = {f"q-{row.question.key}": row.text for row in application.answers.all()}
    send(client, url, **typed, **{DRIVE: "yes", PARK: "In the yard"})
    send(client, url, **typed, **{DRIVE: "no", PARK: "In the yard"})
    response = client.get(page(application, "check"))
    texts = [item["text"] for item in response.context["sections"][2]["answers"]]
    assert ("Do you drive?" in texts, "Where do you park?" in texts) == (True, False)
    assert response.context["found_by_page"] == {}
    send(client, url, **typed, **{DRIVE: "yes", PARK: "In the yard"})
    assert client.get(url).context["form"][PARK].value() == "In the yard"


def test_a_page_on_which_nothing_is_asked_is_no_step_and_its_number_stays(cohort, sign_in):
    drive = cohort.questions.get(text="Do you drive?")
    ask(cohort, "Which car?", page="Car", shown_if=drive, shown_if_answer="yes")
    ask(cohort, "Anything else?", page="Else")
    application = draft(cohort)
    client = sign_in(application.applicant)

    def labels():
        return [step["label"] for step in client.get(page(application, "you")).context["steps"]]

    assert labels()[2:] == [
        "Your answers",
        "Your training",
        "Taking part",
        "Else",
        "Dates and manager",
        "Check and send",
    ]
    applications.save_page(application, by=application.applicant, answers={"do_you_drive": "yes"})
    assert labels()[5:7] == ["Car", "Else"]
    assert client.get(page(application, "answers-5")).status_code == 200
    assert client.get(page(application, "answers-6")).status_code == 404


def test_a_step_on_which_nothing_must_be_answered_is_done_once_something_is(cohort, sign_in):
    ask(cohort, "Anything else?", page="Else")
    application = whole_draft(cohort)
    client = sign_in(application.applicant)

    def states(*labels):
        steps = client.get(page(application, "check")).context["steps"]
        return [step["state"] for step in steps if step["label"] in labels]

    assert states("Your home", "Your answers", "Else") == ["todo", "done", "todo"]
    applications.save_page(
        application,
        by=application.applicant,
        fields={"facts_right": True},
        answers={"anything_else": "No, thank you."},
    )
    assert states("Your home", "Your answers", "Else") == ["done", "done", "done"]


def test_kinds_have_their_own_boxes_and_what_is_wrong_is_kept(cohort, sign_in):
    ask(cohort, "How many?", kind="number")
    ask(cohort, "How do you travel?", kind="several", choices=["bus", "train", "car"])
    application = draft(cohort)
    client = sign_in(application.applicant)
    url = page(application, "answers")
    typed = {"q-how_many": "a few", "q-how_do_you_travel": ["car", "bus"]}
    response = send(client, url, **typed)
    assert response.context["form"].errors == {"q-how_many": ["Please write a number, such as 12."]}
    text = client.get(url).content.decode()
    assert ('inputmode="numeric"' in text, text.count('type="checkbox"')) == (True, 3)
    answers = dict(application.answers.values_list("question__key", "text"))
    assert (answers["how_many"], answers["how_do_you_travel"]) == ("a few", "bus\ncar")


def test_a_conflict_over_choices_reads_as_the_form_does(cohort, sign_in):
    ask(cohort, "How do you travel?", kind="several", choices=["bus", "train", "car"])
    application = draft(cohort)
    client = sign_in(application.applicant)
    url = page(application, "answers")
    first, second = shown(client, url), shown(client, url)
    client.post(url, {DRIVE: "no", "q-how_do_you_travel": ["bus", "car"], **first})
    response = client.post(url, {DRIVE: "yes", "q-how_do_you_travel": ["train"], **second})
    assert [(row["stored"], row["typed"]) for row in response.context["differing"]] == [
        ("No", "Yes"),
        ("Bus\nCar", "Train"),
    ]


def test_taking_back_an_offered_application_stops_its_link_and_tells_nobody(sign_in):
    application = make.application(call(), state=ApplicationState.OFFERED)
    links.create(
        "answer-offer",
        application,
        person=application.applicant,
        expires_at=application.cohort.applications_close_at,
    )
    client = sign_in(application.applicant)
    client.post(reverse("pioneers:withdraw_application", args=[application.pk]))
    assert Application.objects.get(pk=application.pk).state == ApplicationState.WITHDRAWN
    assert ActionLink.objects.filter(revoked_at__isnull=True).count() == 0
    assert OutboundEmail.objects.count() == 0
