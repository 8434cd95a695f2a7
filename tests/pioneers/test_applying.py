"""Begin, save, send, take back: the services, and who may call them in which state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock
from core.errors import Refused
from core.models import AuditEvent, MailState, OutboundEmail
from pioneers import permissions
from pioneers.enums import CAN_CHANGE, ApplicationState
from pioneers.models import Application
from pioneers.services import applications
from tests import factories as make
from tests.pages import html_of
from tests.pioneers.applying import ANSWERS, call, draft, page, saving, sent, whole_draft

pytestmark = pytest.mark.django_db


def actions(application):
    rows = AuditEvent.objects.filter(
        subject_type="pioneers.application", subject_id=str(application.pk)
    )
    return sorted(rows.values_list("action", "actor"))


def test_beginning_twice_gives_the_same_draft_and_one_event():
    cohort, applicant = call(), make.person("Grace Mensah", phone="020 7946 0222")
    first = applications.begin(cohort, applicant=applicant, by=applicant, role="manager")
    second = applications.begin(cohort, applicant=applicant, by=applicant)
    assert first == second
    assert (first.name, first.phone, first.role) == ("Grace Mensah", "020 7946 0222", "manager")
    assert actions(first) == [("began application", applicant.email)]


def test_nobody_begins_an_application_for_somebody_else():
    with pytest.raises(Refused):
        applications.begin(call(), applicant=make.person(), by=make.staff())
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": CohortState.SELECTING}, "takes no applications"),
        ({"state": CohortState.PLANNING}, "takes no applications"),
        ({"applications_close_at": clock.now() - timedelta(minutes=1)}, "This call closed on"),
        (
            {
                "applications_open_at": clock.now() + timedelta(days=1),
                "applications_close_at": clock.now() + timedelta(days=9),
            },
            "takes applications from",
        ),
    ],
)
def test_a_call_that_is_not_open_takes_no_new_draft_and_says_why(fields, words):
    applicant = make.person()
    with pytest.raises(Refused, match=words):
        applications.begin(call(**fields), applicant=applicant, by=applicant)


def test_sending_a_whole_draft_changes_its_state_and_mails_one_receipt():
    application = whole_draft()
    applicant = application.applicant
    applications.submit(application, by=applicant)
    applications.submit(application, by=applicant)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert application.submitted_at is not None
    mails = OutboundEmail.objects.filter(kind="application_received")
    assert [(mail.to_email, mail.state, mail.scope) for mail in mails] == [
        (applicant.email, MailState.DUE, application.cohort.scope)
    ]
    assert "{" not in mails[0].body
    assert actions(application) == [
        ("asked line manager", applicant.email),
        ("began application", applicant.email),
        ("submitted application", applicant.email),
    ]


def test_the_name_and_telephone_of_who_came_by_themselves_are_kept_with_the_person():
    applicant = make.person()
    applicant.name = ""
    applicant.save()
    application = whole_draft(applicant=applicant)
    applications.submit(application, by=applicant)
    applicant.refresh_from_db()
    assert (applicant.name, applicant.phone) == ("Blessing Okafor", "020 7946 0111")


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"name": ""}, "“You”"),
        ({"home": None}, "“Your home”"),
        ({"years_in_role": None}, "“You”"),
        ({"manager_email": "ruth@"}, "“Dates and manager”"),
        ({"agrees_to_dates": False}, "“Dates and manager”"),
        ({"role": ""}, "“You”"),
    ],
)
def test_an_unfinished_draft_is_not_sent_and_the_page_is_named(fields, missing):
    application = whole_draft(**fields)
    with pytest.raises(Refused, match=missing):
        applications.submit(application, by=application.applicant)
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT
    assert OutboundEmail.objects.count() == 0


def test_who_is_not_eligible_is_told_so_on_sending():
    cohort = call(roles=["manager"], settings=["mental_health"])
    cohort.boroughs.set([make.borough("Merton")])
    application = whole_draft(cohort)
    with pytest.raises(Refused, match="“You”, “Your home”"):
        applications.submit(application, by=application.applicant)


def test_an_answer_over_its_words_is_kept_but_not_sent():
    application = whole_draft()
    long = "word " * 6000
    applications.save_page(application, by=application.applicant, answers={"why_now": long})
    with pytest.raises(Refused, match="“Your answers”"):
        applications.submit(application, by=application.applicant)
    assert application.answers.get(question__key="why_now").text == long


def test_what_was_begun_in_time_can_be_sent_within_the_grace_and_not_after():
    application = whole_draft()
    closes = application.cohort.applications_close_at
    with clock.at(closes + applications.GRACE), pytest.raises(Refused, match="This call closed on"):
        applications.submit(application, by=application.applicant)
    with clock.at(closes + applications.GRACE - timedelta(seconds=1)):
        applications.submit(application, by=application.applicant)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_a_draft_of_a_closed_call_keeps_what_is_still_typed():
    application = whole_draft()
    with clock.at(application.cohort.applications_close_at + timedelta(days=1)):
        applications.save_page(
            application, by=application.applicant, answers={"why_now": "Typed too late."}
        )
    assert application.answers.get(question__key="why_now").text == "Typed too late."


def test_once_staff_have_begun_to_choose_a_draft_is_not_sent():
    application = whole_draft()
    application.cohort.state = CohortState.SELECTING
    application.cohort.save()
    with pytest.raises(Refused, match="takes no applications"):
        applications.submit(application, by=application.applicant)


def test_a_save_that_knows_an_old_revision_is_a_conflict_and_changes_nothing():
    application = draft()
    applications.save_page(application, by=application.applicant, fields={"phone": "1"})
    with pytest.raises(applications.Conflict):
        applications.save_page(
            application,
            by=application.applicant,
            fields={"phone": "2"},
            revision=application.revision - 1,
        )
    application.refresh_from_db()
    assert application.phone == "1"


def test_staffs_fields_cannot_be_saved_as_if_they_were_the_applicants():
    application = draft()
    with pytest.raises(ValueError, match="decision"):
        applications.save_page(application, by=application.applicant, fields={"decision": "offer"})


def test_taking_back_is_recorded_once_and_cannot_be_begun_again():
    application = sent()
    applications.withdraw(application, by=application.applicant)
    applications.withdraw(application, by=application.applicant)
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert [action for action, _ in actions(application)].count("withdrew application") == 1
    with pytest.raises(Refused, match="You took back"):
        applications.begin(
            application.cohort, applicant=application.applicant, by=application.applicant
        )


def test_a_confirmed_place_is_not_taken_back_here():
    application = make.application(call(), state=ApplicationState.CONFIRMED)
    with pytest.raises(Refused, match="can no longer be taken back"):
        applications.withdraw(application, by=application.applicant)


STATES = list(ApplicationState.values)


def people_around(application):
    return {
        "applicant": application.applicant,
        "staff": make.staff(application.cohort.programme),
        "staff of another programme": make.staff(make.another_programme()),
        "another applicant": draft(application.cohort).applicant,
        "funder": make.funder_contact(),
    }


@pytest.mark.parametrize("state", STATES)
def test_who_may_see_and_edit_an_application_in_each_state(state):
    application = make.application(call(), state=state)
    seen, edited, withdrawn = set(), set(), set()
    for who, user in people_around(application).items():
        if Application.objects.visible_to(user).filter(pk=application.pk).exists():
            seen.add(who)
        if permissions.edits_application(user, application):
            edited.add(who)
        if permissions.withdraws_application(user, application):
            withdrawn.add(who)
    assert seen == {"applicant", "staff"}
    assert edited == ({"applicant"} if state in CAN_CHANGE else set())
    assert withdrawn == {"applicant", "staff"}


@pytest.mark.parametrize("state", STATES)
def test_what_each_person_is_answered_on_the_applicants_pages(state, client):
    application = make.application(call(), state=state)
    own = 200 if state in (ApplicationState.DRAFT, ApplicationState.SUBMITTED) else 302
    urls = {
        reverse("pioneers:application", args=[application.pk]): 200,
        reverse("pioneers:withdraw_application", args=[application.pk]): 200,
        page(application, "you"): own,
        page(application, "home"): own,
        page(application, "answers"): own,
        page(application, "dates"): own,
        page(application, "answers-2"): own,
        page(application, "check"): 200 if state == ApplicationState.DRAFT else 302,
        saving(application, "you"): 302,
    }
    expected = {
        "applicant": urls,
        "staff": dict.fromkeys(urls, 403),
        "staff of another programme": dict.fromkeys(urls, 404),
        "another applicant": dict.fromkeys(urls, 404),
        "funder": dict.fromkeys(urls, 404),
    }
    for who, user in people_around(application).items():
        client.force_login(user)
        answered = {url: client.get(url).status_code for url in urls}
        assert (who, answered) == (who, expected[who])
    client.logout()
    assert {client.get(url).status_code for url in urls} == {302}


@pytest.mark.parametrize("who", ["staff", "staff of another programme", "another applicant"])
def test_nobody_else_saves_sends_or_takes_back_through_the_pages(who, client):
    application = whole_draft()
    client.force_login(people_around(application)[who])
    for url in [
        page(application, "you"),
        saving(application, "you"),
        page(application, "check"),
        reverse("pioneers:withdraw_application", args=[application.pk]),
    ]:
        assert client.post(url, {"name": "Mallory"}).status_code in (403, 404)
    application.refresh_from_db()
    assert (application.state, application.name) == (ApplicationState.DRAFT, "Blessing Okafor")


@pytest.mark.parametrize("url_name", ["pioneers:application", "pioneers:applications"])
def test_a_private_decision_is_on_no_page_of_the_applicant(url_name, sign_in):
    application = sent()
    client = sign_in(application.applicant)
    args = [application.pk] if url_name == "pioneers:application" else []
    before = html_of(client.get(reverse(url_name, args=args)))
    Application.objects.filter(pk=application.pk).update(
        decision="decline", decline_reason="too_thin", reserve_rank=7
    )
    assert html_of(client.get(reverse(url_name, args=args))) == before


def test_the_default_questions_are_those_that_every_whole_draft_answers():
    keys = set(call().questions.filter(required=True).values_list("key", flat=True))
    assert keys == set(ANSWERS)
