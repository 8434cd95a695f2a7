"""What staff mean to answer is read by staff alone; an answer is learnt by its letter."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core import mail
from core.models import OutboundEmail, User
from pioneers.models import Application, Assignment, ConflictOfInterest, Reviewer
from pioneers.services import selection
from tests import factories as make
from tests.pages import html_of
from tests.pioneers.deciding import decided

pytestmark = pytest.mark.django_db


def own_pages(application):
    return [
        reverse("reports:home"),
        reverse("pioneers:front"),
        reverse("pioneers:applications"),
        reverse("pioneers:application", args=[application.pk]),
        reverse("pioneers:withdraw_application", args=[application.pk]),
        reverse("pioneers:accept_offer", args=[application.pk]),
        reverse("pioneers:refuse_offer", args=[application.pk]),
    ]


def staff_pages(cohort, application):
    board = [
        reverse(f"pioneers:{name}", args=[cohort.pk])
        for name in (
            "decisions",
            "propose_offers",
            "wishes",
            "apply_decisions",
            "release_letters",
            "staff_offers",
            "more_days_for_all",
            "release_reserves",
        )
    ]
    one = [
        reverse(f"pioneers:{name}", args=[cohort.pk, application.pk])
        for name in ("decide_on_board", "offer_place", "more_days", "move_in_reserve")
    ]
    return board + one


def read(client, url):
    """What the page says, after any leading on."""
    return html_of(client.get(url, follow=True))


def people_who_do_not_choose(cohort, application):
    reader = make.person("Reader Only")
    Assignment.objects.create(
        application=application, reviewer=Reviewer.objects.create(cohort=cohort, user=reader)
    )
    return {
        "applicant": application.applicant,
        "another applicant": make.application(cohort).applicant,
        "reader who is not staff": reader,
        "mentor": make.mentor().user,
        "facilitator": make.learning_set(cohort).facilitator,
        "Pioneer": make.pioneer(cohort).person,
        "funder": make.funder_contact(),
        "staff elsewhere": make.staff(make.another_programme()),
    }


def test_nobody_else_opens_a_page_of_choosing_or_presses_on_it(client):
    cohort, _, [application] = decided("reserve")
    before = Application.objects.filter(pk=application.pk).values().get()
    answers = {}
    for who, user in people_who_do_not_choose(cohort, application).items():
        client.force_login(user)
        pages = staff_pages(cohort, application)
        answers[who] = {client.get(url).status_code for url in pages}
        presses = {"decision": "offer", "to": "1", "days": "7", "pick": [application.pk]}
        answers[who] |= {client.post(url, presses).status_code for url in pages}
    assert set().union(*answers.values()) <= {403, 404}, answers
    assert Application.objects.filter(pk=application.pk).values().get() == before


@pytest.mark.parametrize("decision", ["offer", "reserve", "decline"])
def test_what_staff_mean_changes_no_word_on_anybody_elses_pages(decision, client):
    cohort, by, [application] = decided("")
    people = people_who_do_not_choose(cohort, application)
    pages = {who: [reverse("reports:home"), reverse("pioneers:front")] for who in people}
    pages["applicant"] = own_pages(application)

    def all_read():
        found = {}
        for who, user in people.items():
            client.force_login(user)
            found[who] = [read(client, url) for url in pages[who]]
        return found

    before = all_read()
    selection.decide(application, decision=decision, decline_reason="too_thin", by=by)
    assert all_read() == before


@pytest.mark.parametrize("decision", ["offer", "reserve", "decline"])
def test_applied_the_applicant_still_reads_the_same_until_the_letter_is_let_go(decision, client):
    cohort, by, [application] = decided(decision)
    client.force_login(User.objects.get(pk=application.applicant_id))
    before = [read(client, url) for url in own_pages(application)]
    selection.apply_decisions(cohort, by=by)
    assert [read(client, url) for url in own_pages(application)] == before
    mail.release(OutboundEmail.objects.all(), by=by)
    after = read(client, reverse("pioneers:application", args=[application.pk]))
    said = {
        "offer": "We offer you a place",
        "reserve": "You are on the reserve list",
        "decline": "We could not offer you a place",
    }
    assert said[decision] in after


def test_the_rank_is_on_no_page_and_in_no_letter_of_the_applicant(client):
    cohort, by, [application] = decided("reserve")
    Application.objects.filter(pk=application.pk).update(reserve_rank=7341)
    selection.apply_decisions(cohort, by=by)
    Application.objects.filter(pk=application.pk).update(reserve_rank=7341)
    mail.release(OutboundEmail.objects.all(), by=by)
    client.force_login(application.applicant)
    pages = "".join(read(client, url) for url in own_pages(application))
    assert "7341" not in pages + OutboundEmail.objects.get(kind="reserve").body


@pytest.mark.parametrize("why", ["it is their own", "they have a conflict of interest"])
def test_no_page_of_choosing_speaks_of_an_application_that_the_looker_does_not_see(why, client):
    """Neither the warnings nor the reasons of a proposal tell what is meant for it."""
    cohort, by, looker = make.cohort(places=5), make.staff(), make.staff()
    home = make.care_home("Numbat House")
    hidden = make.application(
        cohort, name="Zebedee Quagga", home=home, **({"applicant": looker} if "own" in why else {})
    )
    if "own" not in why:
        ConflictOfInterest.objects.create(application=hidden, user=looker)
    colleague = make.application(cohort, home=home, name="Annika")
    for row in (hidden, colleague):
        selection.decide(row, decision="offer", by=by)
    found = {}
    for who in (by, looker):
        client.force_login(who)
        for name in ("decisions", "apply_decisions", "propose_offers"):
            text = read(client, reverse(f"pioneers:{name}", args=[cohort.pk]))
            found[who == looker, name] = "Zebedee Quagga" in text
    assert found == {
        (False, "decisions"): True,
        (False, "apply_decisions"): True,
        (False, "propose_offers"): False,
        (True, "decisions"): False,
        (True, "apply_decisions"): False,
        (True, "propose_offers"): False,
    }
    selection.decide(colleague, decision="", by=by)
    client.force_login(looker)
    assert "Annika" in read(client, reverse("pioneers:propose_offers", args=[cohort.pk]))


@pytest.mark.parametrize("number", ["²", "9" * 40])
def test_a_number_that_is_none_proposes_as_without_it(number, client):
    cohort, by, _ = decided("", "offer")
    client.force_login(by)
    url = reverse("pioneers:propose_offers", args=[cohort.pk])
    assert client.get(url, {"n": number}).status_code == 200
    assert client.post(url, {"pick": number}).status_code == 302
