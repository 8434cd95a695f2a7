"""The line manager's word: asked by mail, given by a link, changed, and asked of another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import audit, clock
from core.errors import Refused
from core.models import ActionLink, AuditEvent, MailState, OutboundEmail
from pioneers.enums import ApplicationState, ReleaseRound
from pioneers.models import Answer, Application, Question, ReleaseAgreement
from pioneers.selectors.releases import newest_of
from pioneers.services import amending, applications, releases
from tests import factories as make
from tests.pages import html_of
from tests.pioneers.applying import sent, whole_draft
from tests.pioneers.releasing import (
    TAKES,
    WORRIES,
    address,
    answers,
    asked,
    link_of,
    mails,
    seen,
    standing,
)

pytestmark = pytest.mark.django_db


def test_sending_an_application_writes_to_the_line_manager_once():
    application = whole_draft()
    for _ in range(2):
        applications.submit(application, by=application.applicant)
    [mail] = mails(application)
    assert (mail.to_email, mail.to_name, mail.person_id) == (
        "ruth@provider.example",
        "Ruth Adeyemi",
        None,
    )
    assert mail.subject.startswith("Can you let Blessing Okafor come to ")
    assert standing(application) == ("asked", "", "")


def test_neither_mail_nor_page_shows_anything_else_of_the_application(client):
    """Every other field holds a word that stands nowhere else."""
    home = make.care_home("canary-home", provider_name="canary-provider", postcode="SW1 9ZZ")
    application = make.application(
        applicant=make.person("canary-account", email="canary@account.example"),
        name="Grace Mensah",
        phone="canary-phone",
        home=home,
        home_as_typed="canary-typed",
        facts_note="canary-facts",
        decision="decline",
        years_in_role=31973,
    )
    question = Question.objects.create(cohort=application.cohort, key="q", text="canary-question")
    Answer.objects.create(application=application, question=question, text="canary-answer")
    releases.ask(application, by=application.applicant)
    page = html_of(client.get(address(mails(application)[0])))
    for text in (mails(application)[0].body, mails(application)[0].subject, page):
        assert "Grace Mensah" in text
        for secret in ("canary", "SW1 9ZZ", "31973", "older", "Croydon", "Deputy"):
            assert secret not in text


def test_the_page_shows_the_dates_and_both_answers_and_needs_no_account(client):
    application = asked(name="Grace Mensah")
    page = client.get(address(mails(application)[0])).content.decode()
    assert "First day of the programme" in page
    assert "Yes, I agree to release Grace Mensah for these dates" in page
    assert "I have a concern" in page


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_mail_scanner_that_opens_the_link_changes_nothing(client, method):
    application = asked()
    before = list(ReleaseAgreement.objects.values()), list(ActionLink.objects.values())
    events = AuditEvent.objects.count()
    for _ in range(3):
        getattr(client, method)(address(mails(application)[0]))
    after = list(ReleaseAgreement.objects.values()), list(ActionLink.objects.values())
    assert (after, AuditEvent.objects.count()) == (before, events)


def test_a_yes_is_kept_with_who_covers_and_the_trail_names_no_manager(client):
    application = asked()
    assert answers(client, application, **TAKES).status_code == 302
    assert standing(application) == ("agreed", "Zephyrine, the deputy", "")
    event = audit.history(application).first()
    assert (event.actor, event.action) == ("line manager by link", "answered as line manager")
    trail = str(list(AuditEvent.objects.values()))
    assert "ruth@provider.example" not in trail
    assert "Zephyrine" not in trail


def test_a_concern_is_kept_in_its_own_words(client):
    application = asked()
    answers(client, application, **WORRIES)
    assert standing(application) == ("concern", "", "We have no deputy in March.")


def test_the_same_answer_pressed_twice_is_one_answer(client):
    application = asked()
    for _ in range(2):
        assert answers(client, application, **TAKES).status_code == 302
    assert AuditEvent.objects.filter(action="answered as line manager").count() == 1


def test_a_second_visit_shows_the_answer_and_lets_it_be_changed(client):
    application = asked()
    answers(client, application, **WORRIES)
    page = client.get(address(mails(application)[0])).content.decode()
    assert "We have your concern" in page
    assert "We have no deputy in March." in page
    answers(client, application, **TAKES)
    assert standing(application) == ("agreed", "Zephyrine, the deputy", "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose one of the two answers."),
        ({"answer": "yes", "cover": " "}, "Tell us who covers."),
        ({"answer": "concern"}, "Tell us in a few words what worries you."),
        ({"answer": "maybe"}, "Choose one of the answers on this page."),
        ({"answer": "yes", "cover": "x" * 251}, "250 letters or fewer"),
        ({"answer": "concern", "concern": "x" * 30_000}, "5,000 letters or fewer"),
    ],
)
def test_an_answer_that_is_not_whole_is_asked_for_in_words(client, typed, words):
    application = asked()
    response = answers(client, application, **typed)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert standing(application) == ("asked", "", "")


@pytest.mark.parametrize("marks", ["", "not json", "[]", "null"])
def test_a_yes_to_other_dates_than_there_are_is_no_yes(client, marks):
    application = asked()
    response = answers(client, application, **TAKES | {"seen": marks})
    assert "The dates have changed since you opened this page" in response.content.decode()
    assert "Zephyrine, the deputy" in response.content.decode()
    assert standing(application) == ("asked", "", "")


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        ("cut", 404, "may have been cut in two"),
        ("revoked", 410, "there is nothing for you to do"),
        ("expired", 410, "your answer stands"),
        ("withdrawn", 410, "There is nothing to answer any more"),
        ("deleted", 404, "does not work any more"),
    ],
)
def test_a_link_that_cannot_be_used_says_why_and_tells_nothing_else(client, trouble, status, words):
    application = asked(name="Grace Mensah")
    url = address(mails(application)[0])
    shown = seen(application)
    if trouble == "cut":
        url = url[:-5] + "/"
    elif trouble == "revoked":
        releases.stop(newest_of(application))
    elif trouble == "expired":
        ActionLink.objects.update(expires_at=clock.now())
    elif trouble == "withdrawn":
        applications.withdraw(application, by=application.applicant)
    else:
        application.releases.all().delete()
    for response in (client.get(url), client.post(url, {**TAKES, "seen": str(shown)})):
        assert response.status_code == status
        assert words in response.content.decode()
        assert "Grace" not in response.content.decode()
    assert not ReleaseAgreement.objects.exclude(state="asked").exists()


@pytest.mark.parametrize(
    ("state", "told", "status"),
    [
        ("submitted", False, 200),
        ("offered", False, 200),
        ("reserve", False, 200),
        ("declined", False, 200),
        ("declined", True, 410),
        ("confirmed", True, 200),
        ("lapsed", True, 410),
        ("withdrawn", True, 410),
    ],
)
def test_the_link_tells_nothing_of_a_decision_before_the_applicant_knows(
    client, state, told, status
):
    application = asked()
    Application.objects.filter(pk=application.pk).update(
        state=state, decided_at=clock.now(), told_at=clock.now() if told else None
    )
    assert client.get(address(mails(application)[0])).status_code == status


def test_who_is_in_reserve_without_an_address_is_not_asked():
    application = make.application(state=ApplicationState.RESERVE, manager_email="")
    assert releases.ask(application, by=application.applicant) is None
    assert not application.releases.exists()


def test_a_corrected_address_closes_the_old_link_and_is_asked_afresh(client):
    application = asked()
    answers(client, application, **TAKES)
    assert releases.correct_manager(
        application, name="Comfort Clarke", email="comfort@new.example", by=application.applicant
    )
    old, new = mails(application)
    assert (old.state, new.state) == (MailState.CANCELLED, MailState.DUE)
    assert (new.to_email, new.to_name) == ("comfort@new.example", "Comfort Clarke")
    assert standing(application) == ("asked", "", "")
    assert answers(client, application, 0, **TAKES).status_code == 410
    assert standing(application) == ("asked", "", "")
    assert answers(client, application, 1, **TAKES).status_code == 302
    application.refresh_from_db()
    assert (application.manager_name, application.manager_email) == (
        "Comfort Clarke",
        "comfort@new.example",
    )


def test_another_name_or_other_capitals_write_to_nobody_again():
    application = asked()
    assert not releases.correct_manager(
        application, name="R. Adeyemi", email="Ruth@Provider.example", by=application.applicant
    )
    assert len(mails(application)) == 1
    assert newest_of(application).manager_name == "R. Adeyemi"


def test_a_concern_is_not_got_rid_of_by_naming_another_manager(client):
    application = asked()
    answers(client, application, **WORRIES)
    with pytest.raises(Refused, match="told us of a concern"):
        releases.correct_manager(
            application, name="Me", email="me@home.example", by=application.applicant
        )
    application.refresh_from_db()
    assert application.manager_email == "ruth@provider.example"
    assert standing(application)[0] == "concern"


def test_another_manager_on_the_page_of_dates_is_asked_as_well():
    application = sent()
    amending.change(
        application,
        by=application.applicant,
        page="dates",
        fields={"manager_email": "comfort@new.example"},
    )
    assert [mail.to_email for mail in mails(application)] == [
        "ruth@provider.example",
        "comfort@new.example",
    ]


def test_only_the_applicant_corrects_and_only_staff_ask_again():
    application = asked()
    stranger, staff = make.person(), make.staff()
    for by in (stranger, staff):
        with pytest.raises(Refused):
            releases.correct_manager(application, name="A", email="a@b.example", by=by)
    for by in (stranger, make.staff(make.another_programme())):
        with pytest.raises(Refused):
            releases.ask_again([application], by=by)
    assert len(mails(application)) == 1


def test_two_applicants_of_one_manager_have_a_mail_and_a_page_each(client):
    cohort = make.cohort()
    grace, piotr = asked(cohort, name="Grace Mensah"), asked(cohort, name="Piotr Kowalski")
    answers(client, grace, **TAKES)
    assert (standing(grace)[0], standing(piotr)[0]) == ("agreed", "asked")
    page = client.get(address(mails(piotr)[0])).content.decode()
    assert "Piotr Kowalski" in page
    assert "Grace" not in page


def test_an_owner_who_gave_their_own_address_is_told_what_to_do(client):
    owner = make.person()
    application = asked(applicant=owner, manager_email=owner.email.upper())
    page = client.get(address(mails(application)[0])).content.decode()
    assert "You gave your own address" in page


def test_answering_cancels_a_reminder_that_has_not_left(client):
    application = asked()
    release = newest_of(application)
    releases.chase(release, key="day5")
    answers(client, application, **TAKES)
    assert [mail.state for mail in mails(application)] == [MailState.CANCELLED] * 2
    assert not OutboundEmail.objects.filter(kind__startswith="release_", state="due").exists()


def test_what_is_not_fixed_yet_is_said_beside_the_dates_until_the_timetable_is_out(client):
    words = "The dates of the workshops and meetings in between are not fixed yet."
    hours = "4 workshops (Wednesdays, 9:30am to 4:30pm)"
    application = asked(make.cohort(workshop_count=4))
    mail = mails(application)[0]
    page = html_of(client.get(address(mail)))
    assert [words in text for text in (mail.body, page)] == [True, True]
    assert [hours in text for text in (mail.body, page)] == [True, True]
    make.session(application.cohort, day=application.cohort.starts_on, title="Workshop 1")
    assert words not in html_of(client.get(address(mail)))


def test_asked_again_before_the_first_session_who_covers_is_there_already(client):
    application = asked()
    answers(client, application, **TAKES)
    releases.ask(application, by=application.applicant, for_round=ReleaseRound.START)
    form = client.get(address(mails(application)[-1])).context["form"]
    assert (form["answer"].value(), form["cover"].value()) == ("", TAKES["cover"])


def test_the_next_manager_is_not_told_who_covers_by_the_word_of_the_last(client):
    application = asked()
    answers(client, application, **TAKES)
    Application.objects.filter(pk=application.pk).update(manager_email="other@new.example")
    releases.ask(application, by=application.applicant, for_round=ReleaseRound.START)
    form = client.get(address(mails(application)[-1])).context["form"]
    assert form["cover"].value() == ""


def test_the_timetable_takes_the_place_of_the_days_of_the_call(client):
    from workshops.enums import SessionState

    cohort = make.cohort()
    make.session(cohort, day=cohort.starts_on, title="Workshop 1")
    make.session(
        cohort,
        day=cohort.starts_on + timedelta(days=30),
        title="Draft",
        state=SessionState.PROPOSED,
    )
    application = asked(cohort)
    assert [what for what, _ in seen(application)] == [
        "Workshop 1, 10am to 1pm",
        "Last day of the programme",
        "Celebration",
    ]
    page = client.get(address(mails(application)[0])).content.decode()
    assert "Workshop 1, 10am to 1pm" in page
    assert "Draft" not in page


def test_the_meetings_of_the_own_learning_set_are_among_the_dates_and_no_others():
    pioneer = make.pioneer()
    own, other = make.learning_set(pioneer.cohort), make.learning_set(pioneer.cohort)
    make.member(own, pioneer)
    make.session(own, title="Own set")
    make.session(other, title="Other set")
    whats = " ".join(what for what, _ in seen(pioneer.application))
    assert "Own set" in whats
    assert "Other set" not in whats


def test_the_two_rounds_are_kept_beside_each_other():
    application = asked()
    releases.ask(application, by=application.applicant, for_round=ReleaseRound.START)
    assert set(application.releases.values_list("round", "state")) == {
        ("application", "asked"),
        ("start", "asked"),
    }
    with pytest.raises(Exception, match="This link is closed"):
        releases.answer(link_of(application, 0), agrees=True, cover="A", seen=seen(application))
