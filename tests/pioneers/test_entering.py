"""Staff type an application in, hand it over, or move it to the right person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.mail.kinds import plan
from core.models import ActionLink, MailState, OutboundEmail
from pioneers import permissions
from pioneers.models import Application, Reviewer, SelectionPlan
from pioneers.services import applications
from pioneers.services import entering as services
from tests import factories as make
from tests.pioneers.applying import ANSWERS, FIELDS, call, draft, page, sent, shown, whole_draft

pytestmark = pytest.mark.django_db
EMAIL = "grace@homes.example"


def entered(staff=None, cohort=None, **fields):
    return services.enter(
        cohort or call(), by=staff or make.staff(), name="Grace Mensah", email=EMAIL, **fields
    )


@pytest.fixture
def people():
    """Everybody who could try, around one application that staff typed in."""
    typist = make.staff()
    application = entered(typist)
    return application, {
        "typist": typist,
        "applicant": application.applicant,
        "colleague": make.staff(),
        "administrator": make.administrator(),
        "staff elsewhere": make.staff(make.another_programme()),
        "somebody": make.person(),
    }


BEFORE = {"typist": 200, "applicant": 200, "colleague": 403, "administrator": 403}
AFTER = {"typist": 403, "applicant": 200, "colleague": 403, "administrator": 403}


@pytest.mark.parametrize(("handed_over", "answers"), [(False, BEFORE), (True, AFTER)])
def test_who_may_edit_a_draft_that_staff_typed_in(handed_over, answers, people, client):
    application, everybody = people
    if handed_over:
        application = services.hand_over(application, by=everybody["typist"])
    expected = dict.fromkeys(everybody, 404) | answers
    pages, saves = {}, {}
    for name, who in everybody.items():
        client.force_login(who)
        pages[name] = client.get(page(application, "home")).status_code
        try:
            applications.save_page(application, by=who, fields={"phone": "1"})
            saves[name] = 200
        except Refused:
            saves[name] = 403
    assert pages == expected
    assert {name for name, answer in saves.items() if answer == 200} == {
        name for name, answer in expected.items() if answer == 200
    }


@pytest.mark.parametrize("handed_over", [False, True])
def test_only_the_applicant_sends_it(handed_over, people):
    application, everybody = people
    home = make.care_home()
    fields = {**FIELDS, "home": home, "borough": home.borough}
    applications.save_page(application, by=everybody["applicant"], fields=fields, answers=ANSWERS)
    if handed_over:
        services.hand_over(application, by=everybody["typist"])
    for name, who in everybody.items():
        if name != "applicant":
            with pytest.raises(Refused):
                applications.submit(application, by=who)
    applications.submit(application, by=everybody["applicant"])
    application.refresh_from_db()
    assert (application.state, application.entered_by) == ("submitted", None)


def test_staff_who_left_the_programme_no_longer_edit_what_they_typed():
    staff = make.staff()
    application = entered(staff)
    assert permissions.enters_application(staff, application)
    staff.staff_memberships.update(left_on=clock.today())
    del staff._roles_held
    assert not permissions.enters_application(staff, application)


def test_the_yes_to_the_dates_is_not_asked_of_staff_nor_taken_from_them(sign_in):
    staff = make.staff()
    application = entered(staff)
    client, url = sign_in(staff), page(application, "dates")
    assert "agrees_to_dates" not in client.get(url).context["form"].fields
    typed = {"manager_name": "Ruth", "manager_email": "ruth@p.example", "agrees_to_dates": "on"}
    client.post(url, {**shown(client, url), **typed})
    application.refresh_from_db()
    assert (application.manager_name, application.agrees_to_dates) == ("Ruth", False)
    with pytest.raises(Refused, match="say yes to the dates"):
        applications.save_page(application, by=staff, fields={"agrees_to_dates": True})


def test_staff_type_it_in_on_their_pages_and_hand_it_over(sign_in):
    cohort, staff = call(), make.staff()
    client = sign_in(staff)
    url = reverse("pioneers:enter_application", args=[cohort.pk])
    response = client.post(url, {"name": "Grace Mensah", "email": EMAIL})
    application = Application.objects.get()
    assert response.url == page(application, "you")
    assert "typing this in for somebody else" in client.get(response.url).content.decode()
    assert "Hand it over" in client.get(page(application, "check")).content.decode()
    own = reverse("pioneers:entered_application", args=[application.pk])
    assert client.get(own).status_code == 200
    client.post(own)
    application.refresh_from_db()
    mail = OutboundEmail.objects.get(kind="application_handed_over")
    assert (application.entered_by, mail.to_email, "/drafts/" in mail.body) == (None, EMAIL, True)
    assert (client.get(own).status_code, "{" in mail.body) == (403, False)


def test_whoever_reads_blind_by_now_hands_over_and_comes_to_a_page_that_opens(sign_in):
    staff = make.staff()
    application = entered(staff)
    SelectionPlan.objects.create(cohort=application.cohort, blind=True)
    Reviewer.objects.create(cohort=application.cohort, user=staff)
    own = reverse("pioneers:entered_application", args=[application.pk])
    response = sign_in(staff).post(own, follow=True)
    application.refresh_from_db()
    assert (application.entered_by, response.status_code) == (None, 200)


def test_handing_over_twice_mails_once():
    staff = make.staff()
    application = entered(staff)
    services.hand_over(application, by=staff)
    with pytest.raises(Refused, match="only once"):
        services.hand_over(application, by=staff)
    assert OutboundEmail.objects.filter(kind="application_handed_over").count() == 1


def test_nobody_is_reminded_of_a_draft_that_staff_still_type_in():
    staff = make.staff()
    application = entered(staff, call(applications_close_at=clock.now() + timedelta(days=15)))
    assert plan() == 0
    services.hand_over(application, by=staff)
    assert plan() == 2


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("closed", "Say until when"),
        ("begun", "has begun"),
        ("own address", "your own address"),
        ("there already", "has an application to"),
        ("not staff", "Only staff"),
    ],
)
def test_what_cannot_be_entered_is_refused_in_words(case, words):
    cohort, by, email = call(), make.staff(), EMAIL
    if case == "closed":
        cohort = call(applications_close_at=clock.now() - timedelta(days=1))
    elif case == "begun":
        cohort = call(state="running")
    elif case == "own address":
        email = by.email
    elif case == "there already":
        make.application(cohort, applicant=make.person(email=EMAIL))
    else:
        by = make.person()
    with pytest.raises(Refused, match=words):
        services.enter(cohort, by=by, name="Grace", email=email)


def test_after_the_call_it_is_entered_with_a_deadline_of_its_own():
    until = clock.now() + timedelta(days=4)
    cohort = call(applications_close_at=clock.now() - timedelta(days=1))
    application = entered(cohort=cohort, deadline_at=until)
    assert (application.closes_at, applications.can_send(application)) == (until, True)


def test_an_application_moves_to_the_right_address_with_all_that_was_typed(sign_in):
    application = whole_draft(call(applications_close_at=clock.now() + timedelta(days=15)))
    wrong, staff = application.applicant, make.staff()
    plan()
    client = sign_in(staff)
    url = reverse("pioneers:move_application", args=[application.pk])
    client.post(url, {"name": "Grace Mensah", "email": EMAIL})
    application.refresh_from_db()
    assert (application.applicant.email, application.manager_name) == (EMAIL, "Ruth Adeyemi")
    assert plan() == 2
    waiting = OutboundEmail.objects.filter(kind="draft_reminder", state=MailState.DUE)
    assert {row.to_email for row in waiting} == {EMAIL}
    assert not ActionLink.objects.filter(person=wrong, revoked_at=None).exists()
    assert OutboundEmail.objects.get(kind="application_moved").to_email == EMAIL
    assert OutboundEmail.objects.get(kind="application_moved_away").to_email == wrong.email
    client.force_login(wrong)
    assert client.get(page(application, "you")).status_code == 404


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("has one", "join the two records"),
        ("same", "belongs to this address already"),
        ("own address", "your own address"),
        ("answered", "An answer to this application has been given"),
        ("not staff", "Only staff"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_in_words(case, words):
    application, by, email = sent(), make.staff(), EMAIL
    if case == "has one":
        draft(application.cohort, applicant=make.person(email=EMAIL))
    elif case == "same":
        email = application.applicant.email.upper()
    elif case == "own address":
        email = by.email
    elif case == "answered":
        Application.objects.update(state="offered")
    else:
        by = make.person()
    with pytest.raises(Refused, match=words):
        services.move_to(application, email=email, by=by)
    before = application.applicant_id
    application.refresh_from_db()
    assert application.applicant_id == before


@pytest.mark.parametrize("elsewhere", [True, False])
def test_by_typing_an_address_staff_learn_nothing_that_another_programme_was_told(elsewhere):
    person, home = make.person(email=EMAIL, phone="020 7946 0111"), make.care_home()
    before = make.cohort(make.another_programme() if elsewhere else make.programme())
    make.application(before, applicant=person, home=home, phone="020 7946 0222")
    draft = entered()
    assert (draft.phone, draft.home) == (("", None) if elsewhere else ("020 7946 0222", home))
