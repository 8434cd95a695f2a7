"""Changing an application after it was sent: only into something complete, and in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock
from core.errors import Refused
from core.models import AuditEvent, OutboundEmail
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.services import amending, applications
from tests import factories as make
from tests.pioneers.applying import call, page, saving, sent, shown
from tests.pioneers.questions import ask, driving

pytestmark = pytest.mark.django_db
WHY = "I became manager in spring and want to grow into it."
WHY_ANSWERS = {
    "q-why_now": WHY,
    "q-challenge": "Keeping a tired team together.",
    "q-improvement": "More drinks before lunch.",
}


def own(application):
    return reverse("pioneers:application", args=[application.pk])


def changes(application):
    rows = AuditEvent.objects.filter(
        subject_type="pioneers.application",
        subject_id=str(application.pk),
        action="changed sent application",
    )
    return [(row.actor, row.detail) for row in rows]


def why(application):
    return application.answers.get(question__key="why_now").text


def test_a_whole_change_takes_the_place_of_what_was_sent_and_is_recorded(sign_in):
    application = sent()
    client = sign_in(application.applicant)
    url = page(application, "answers")
    typed = WHY_ANSWERS | {"q-why_now": "Because."} | shown(client, url)
    assert client.post(url, typed).url == own(application)
    application.refresh_from_db()
    assert (why(application), application.state) == ("Because.", ApplicationState.SUBMITTED)
    assert application.amended_at >= application.submitted_at
    assert changes(application) == [(application.applicant.email, {"fields": ["why_now"]})]
    kinds = OutboundEmail.objects.order_by("pk").values_list("kind", flat=True)
    assert sorted(kinds) == ["application_received", "release_ask"]  # as when it was sent


def test_a_change_with_a_gap_is_not_saved_over_what_was_sent_and_stays_on_the_screen(sign_in):
    application = sent()
    client = sign_in(application.applicant)
    url = page(application, "answers")
    typed = WHY_ANSWERS | {"q-why_now": "New words", "q-challenge": ""} | shown(client, url)
    response = client.post(url, typed)
    assert response.context["gaps"] == [
        "Answer: What is the hardest part of leading your team at the moment?"
    ]
    assert response.context["form"]["q-why_now"].value() == "New words"
    application.refresh_from_db()
    assert (why(application), application.amended_at) == (WHY, None)
    assert changes(application) == []


def test_a_wrong_value_is_not_saved_over_what_was_sent(sign_in):
    application = sent()
    client = sign_in(application.applicant)
    url = page(application, "you")
    typed = {"name": "New", "phone": "1", "role": "deputy", "years_in_role": "many"}
    response = client.post(url, typed | shown(client, url))
    assert response.context["form"]["name"].value() == "New"
    application.refresh_from_db()
    assert application.name == "Blessing Okafor"


def test_saving_while_typing_does_not_touch_what_was_sent_and_says_where_the_words_are(sign_in):
    application = sent()
    client = sign_in(application.applicant)
    marks = shown(client, page(application, "answers"))
    answer = client.post(saving(application, "answers"), {"q-why_now": "Half a sent"} | marks)
    assert answer.json() == {
        "saved_at": None,
        "errors": {},
        "words": "Kept on this device. Press “Save the change” to put it in your application.",
    }
    assert why(application) == WHY


def test_a_change_from_two_devices_shows_both(sign_in):
    application = sent()
    client = sign_in(application.applicant)
    url = page(application, "answers")
    first, second = shown(client, url), shown(client, url)
    client.post(url, WHY_ANSWERS | {"q-why_now": "From the telephone"} | first)
    response = client.post(url, WHY_ANSWERS | {"q-why_now": "From the office"} | second)
    assert (response.status_code, response.context["differing"]) == (
        409,
        [
            {
                "label": "Why do you want to join, and why now?",
                "stored": "From the telephone",
                "typed": "From the office",
            }
        ],
    )


@pytest.mark.parametrize(
    ("after", "open_"),
    [(timedelta(seconds=-1), True), (timedelta(0), False), (timedelta(days=1), False)],
)
def test_a_sent_application_is_changed_until_its_last_moment(after, open_, sign_in):
    application = sent()
    client = sign_in(application.applicant)
    url = page(application, "answers")
    typed = WHY_ANSWERS | {"q-why_now": "Later"} | shown(client, url)
    with clock.at(applications.last_moment(application) + after):
        response = client.post(url, typed)
        assert client.get(url).status_code == (200 if open_ else 302)
    assert why(application) == ("Later" if open_ else WHY)
    if not open_:
        assert response.context["gaps"][0].startswith("The time to change this application is over")
        assert response.context["form"]["q-why_now"].value() == "Later"


def test_once_staff_choose_nothing_is_changed_any_more():
    application = sent()
    application.cohort.state = CohortState.SELECTING
    application.cohort.save()
    with pytest.raises(Refused, match="time to change"):
        amending.change(
            application, by=application.applicant, page="you", fields={"phone": "020 1"}
        )


def test_a_decision_whose_letter_waits_does_not_show_in_what_can_be_changed():
    application = sent()
    before = amending.can_change(application)
    Application.objects.filter(pk=application.pk).update(
        state=ApplicationState.DECLINED, decided_at=clock.now()
    )
    application.refresh_from_db()
    assert (before, amending.can_change(application)) == (True, True)


@pytest.mark.parametrize("who", ["staff", "another"])
def test_nobody_else_changes_a_sent_application(who):
    application = sent()
    by = make.staff(application.cohort.programme) if who == "staff" else make.person()
    with pytest.raises(Refused):
        amending.change(application, by=by, page="you", fields={"phone": "1"})


def test_a_changed_answer_that_opens_a_question_elsewhere_asks_it_at_once(sign_in):
    cohort = call()
    drive, park = driving(cohort, page="Travel", required=True)
    application = sent(cohort)
    client = sign_in(application.applicant)
    url = page(application, "answers")
    typed = WHY_ANSWERS | {"q-do_you_drive": "yes"} | shown(client, url)
    response = client.post(url, typed)
    assert response.context["gaps"] == ["Answer: Where do you park?"]
    assert "q-where_do_you_park" in response.context["form"].fields
    assert not application.answers.filter(question=drive).exclude(text="").exists()
    again = typed | {"q-where_do_you_park": "In the yard"}
    assert client.post(url, again).url == own(application)
    found = application.answers.filter(question__in=[drive, park]).order_by("question")
    assert [row.text for row in found] == ["yes", "In the yard"]


def test_what_is_needed_later_is_asked_on_the_own_page_and_answered_after_the_call(sign_in):
    cohort = call()
    application = sent(cohort)
    needed = cohort.applications_close_at.date() + timedelta(days=20)
    ask(cohort, "What can you not eat?", page="Later", required=True, required_from=needed)
    client = sign_in(application.applicant)
    with clock.at(cohort.applications_close_at + timedelta(days=3)):
        response = client.get(own(application))
        assert [(row["text"], row["by"], row["overdue"]) for row in response.context["late"]] == [
            ("What can you not eat?", needed, False)
        ]
        nothing = "You need to do nothing until then."
        assert nothing not in response.content.decode()
        url = page(application, response.context["late"][0]["page"])
        typed = {"q-what_can_you_not_eat": "Nuts"} | shown(client, url)
        assert client.post(url, typed).url == own(application)
        assert client.get(page(application, "you")).status_code == 302
        response = client.get(own(application))
        assert response.context["late"][0]["answered"]
        assert nothing in response.content.decode()
    assert application.answers.get(question__key="what_can_you_not_eat").text == "Nuts"


def test_after_its_day_a_frozen_question_keeps_its_answer(sign_in):
    cohort = call()
    frozen = ask(cohort, "Which food?", frozen_from=clock.today() + timedelta(days=2))
    application = sent(cohort)
    client = sign_in(application.applicant)
    url = page(application, "answers")
    client.post(url, WHY_ANSWERS | {"q-which_food": "Fish"} | shown(client, url))
    with clock.at(clock.now() + timedelta(days=2)):
        typed = WHY_ANSWERS | {"q-why_now": "New", "q-which_food": "Meat"} | shown(client, url)
        assert client.post(url, typed).status_code == 302
    assert application.answers.get(question=frozen).text == "Fish"
    assert why(application) == "New"


@pytest.mark.parametrize(
    ("state", "cohort_state", "stages"),
    [
        ("draft", "open", []),
        ("submitted", "open", ["current", "todo", "todo"]),
        ("submitted", "selecting", ["done", "current", "todo"]),
        ("declined", "selecting", ["done", "done", "current"]),
        ("offered", "selecting", ["done", "done", "current"]),
        ("withdrawn", "open", []),
    ],
)
def test_the_own_page_says_where_it_stands(state, cohort_state, stages, sign_in):
    application = make.application(call(state=cohort_state), state=state)
    response = sign_in(application.applicant).get(own(application))
    assert [stage["state"] for stage in response.context["stages"]] == stages


def test_a_private_answer_does_not_move_the_stages(sign_in):
    application = make.application(call(), state="declined", decided_at=clock.now())
    response = sign_in(application.applicant).get(own(application))
    assert [stage["state"] for stage in response.context["stages"]] == ["current", "todo", "todo"]


def test_staff_see_that_it_was_changed_what_the_register_got_wrong_and_the_old_yes(sign_in):
    application = sent()
    client = sign_in(make.staff(application.cohort.programme))
    where = reverse("pioneers:staff_application", args=[application.pk])
    assert "Changed after it was sent" not in client.get(where).content.decode()
    fields = {"facts_right": False, "facts_note": "We have 38 beds."}
    amending.change(application, by=application.applicant, page="home", fields=fields)
    application.cohort.starts_on += timedelta(days=7)
    application.cohort.save()
    text = client.get(where).content.decode()
    for words in (
        "Changed after it was sent on",
        "Something is different: We have 38 beds.",
        "Said yes to other dates",
    ):
        assert words in text
