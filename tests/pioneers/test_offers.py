"""Offers: applying decisions, the link in the mail, yes and no from one's own page."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core import clock, links, mail
from core.errors import Refused
from core.models import ActionLink, AuditEvent, OutboundEmail
from pioneers.letters import OFFER_LINK
from pioneers.models import Application, Pioneer
from pioneers.selectors.places import places_left
from pioneers.services import offers, selection
from tests import factories as make

pytestmark = pytest.mark.django_db


def cohort_with(*decisions, places=5):
    """A cohort with one application for each decision, and the member of staff who decided."""
    cohort, by = make.cohort(places=places), make.staff()
    for decision in decisions:
        selection.decide(
            make.application(cohort),
            decision=decision,
            by=by,
            decline_reason="dates" if decision == "decline" else "",
        )
    return cohort, by


def offer():
    """An application whose offer has reached the applicant, and the address in its mail."""
    cohort, by = cohort_with("offer")
    selection.apply_decisions(cohort, by=by)
    mail.release(OutboundEmail.objects.all(), by=by)
    application = Application.objects.get(cohort=cohort)
    body = OutboundEmail.objects.get(kind="offer").body
    return application, re.search(r"/offers/[\w-]+/", body).group()


def standing(application):
    application.refresh_from_db()
    return application.state, Pioneer.objects.filter(application=application).count()


def test_applied_each_decision_becomes_the_state_with_one_held_mail():
    cohort, by = cohort_with("offer", "reserve", "decline")
    counts = selection.apply_decisions(cohort, by=by)
    assert dict(counts) == {"offer": 1, "reserve": 1, "decline": 1}
    assert sorted(Application.objects.values_list("state", "decision")) == [
        ("declined", ""),
        ("offered", ""),
        ("reserve", ""),
    ]
    assert sorted(OutboundEmail.objects.values_list("kind", "state")) == [
        ("decline", "held"),
        ("offer", "held"),
        ("reserve", "held"),
    ]
    assert dict(AuditEvent.objects.get(action="applied decisions").detail) == dict(counts)
    actors = AuditEvent.objects.filter(action="applied decision").values_list("actor", flat=True)
    assert list(actors) == [by.email] * 3


def test_the_whole_of_the_last_day_counts():
    application, _ = offer()
    last = timezone.localtime(application.offer_expires_at)
    assert (last.hour, last.minute) == (23, 59)
    assert last.date() == clock.today() + timedelta(days=14)


def test_applied_twice_the_second_is_refused_and_there_is_one_set_of_mails():
    cohort, by = cohort_with("offer", "reserve")
    selection.apply_decisions(cohort, by=by)
    with pytest.raises(Refused, match="no decision to apply"):
        selection.apply_decisions(cohort, by=make.staff())
    assert OutboundEmail.objects.count() == 2


def test_more_offers_than_places_are_refused_and_nothing_is_changed():
    cohort, by = cohort_with("offer", "offer", "decline", places=2)
    make.application(cohort, state="confirmed")
    before = sorted(Application.objects.values_list("pk", "state", "decision"))
    with pytest.raises(Refused, match=r"You offer 2 places, but .* has 1 left of 2"):
        selection.apply_decisions(cohort, by=by)
    assert sorted(Application.objects.values_list("pk", "state", "decision")) == before
    assert not OutboundEmail.objects.exists()
    assert not ActionLink.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="applied").exists()


@pytest.mark.parametrize("state", ["draft", "offered", "declined", "confirmed", "withdrawn"])
def test_an_application_in_this_state_cannot_be_decided(state):
    application = make.application(state=state)
    with pytest.raises(Refused, match="cannot be decided"):
        selection.decide(application, decision="offer", by=make.staff())


def test_a_withdrawn_application_is_not_offered_a_place_whatever_was_decided():
    cohort, by = cohort_with("offer")
    Application.objects.update(state="withdrawn")
    with pytest.raises(Refused):
        selection.apply_decisions(cohort, by=by)
    assert not OutboundEmail.objects.exists()


def test_opening_the_link_changes_nothing(client):
    application, address = offer()
    answers = [client.get(address).status_code for _ in range(3)]
    head = client.head(address).status_code
    assert (answers, head) == ([200, 200, 200], 200)
    assert standing(application) == ("offered", 0)
    assert ActionLink.objects.get().used_at is None


def test_yes_by_the_link_makes_a_pioneer_without_signing_in(client):
    application, address = offer()
    response = client.post(address, {"answer": "yes"})
    assert response.status_code == 200
    assert standing(application) == ("confirmed", 1)
    pioneer = application.pioneer
    assert (pioneer.person, pioneer.home, pioneer.cohort) == (
        application.applicant,
        application.home,
        application.cohort,
    )
    assert AuditEvent.objects.get(action="confirmed place").actor == application.applicant.email
    assert OutboundEmail.objects.filter(kind="place_confirmed").count() == 1


def test_yes_pressed_twice_is_one_pioneer_and_one_mail_and_is_said_to_be_done(client):
    application, address = offer()
    pages = [client.post(address, {"answer": "yes"}).content.decode() for _ in range(2)]
    pages.append(client.get(address).content.decode())
    assert ["Your place is confirmed" in page for page in pages] == [True, True, True]
    assert standing(application) == ("confirmed", 1)
    assert OutboundEmail.objects.filter(kind="place_confirmed").count() == 1


def test_after_yes_the_link_does_not_take_a_no(client):
    application, address = offer()
    client.post(address, {"answer": "yes"})
    response = client.post(address, {"answer": "no"})
    said = "You have said yes, and the place is yours" in response.content.decode()
    assert (response.status_code, said) == (410, True)
    assert standing(application) == ("confirmed", 1)


def test_no_by_the_link_frees_the_place_for_somebody_else(client):
    application, address = offer()
    cohort = application.cohort
    before = places_left(cohort)
    assert client.post(address, {"answer": "no"}).status_code == 200
    assert standing(application) == ("withdrawn", 0)
    assert places_left(cohort) == before + 1
    assert AuditEvent.objects.get(action="declined offer").actor == application.applicant.email


def test_after_no_the_link_is_used_up(client):
    application, address = offer()
    client.post(address, {"answer": "no"})
    answers = [client.get(address), client.post(address, {"answer": "yes"})]
    assert [
        (a.status_code, "You have said no to this place" in a.content.decode()) for a in answers
    ] == [
        (410, True),
        (410, True),
    ]
    assert standing(application) == ("withdrawn", 0)


@pytest.mark.parametrize("answer", [{}, {"answer": ""}, {"answer": "perhaps"}])
def test_an_answer_that_is_neither_yes_nor_no_changes_nothing_and_asks_again(client, answer):
    application, address = offer()
    response = client.post(address, answer)
    assert (response.status_code, "Yes, I take the place" in response.content.decode()) == (
        200,
        True,
    )
    assert standing(application) == ("offered", 0)
    assert ActionLink.objects.get().used_at is None


def test_a_link_that_has_run_out_says_so_and_changes_nothing(client):
    application, address = offer()
    with clock.at(clock.now() + timedelta(days=15)):
        answers = [client.get(address), client.post(address, {"answer": "yes"})]
    assert [(a.status_code, "This offer ran out on" in a.content.decode()) for a in answers] == [
        (410, True),
        (410, True),
    ]
    assert standing(application) == ("offered", 0)


def test_a_revoked_link_says_to_use_the_newest_mail(client):
    application, address = offer()
    links.revoke(OFFER_LINK, application)
    answers = [client.get(address), client.post(address, {"answer": "yes"})]
    assert [(a.status_code, "newest mail" in a.content.decode()) for a in answers] == [
        (410, True),
        (410, True),
    ]
    assert standing(application) == ("offered", 0)


def test_an_unknown_link_says_how_to_go_on(client):
    answers = [client.get("/offers/not-a-link/"), client.post("/offers/not-a-link/")]
    assert [(a.status_code, "This link does not work" in a.content.decode()) for a in answers] == [
        (404, True),
        (404, True),
    ]


def test_a_link_for_something_else_opens_no_offer(client):
    application = make.application(state="offered")
    token = links.create(
        "something-else",
        application,
        person=application.applicant,
        expires_at=clock.now() + timedelta(days=1),
    )
    assert client.get(reverse("pioneers:offer", args=[token])).status_code == 404


def test_the_link_of_an_application_taken_back_makes_no_pioneer(client):
    application, address = offer()
    Application.objects.update(state="withdrawn")
    assert client.post(address, {"answer": "yes"}).status_code == 410
    assert standing(application) == ("withdrawn", 0)
    assert ActionLink.objects.get().used_at is None


def test_staff_and_strangers_cannot_answer_for_the_applicant(client):
    application, _ = offer()
    answers = {}
    for who, user in {"staff": make.staff(), "stranger": make.person()}.items():
        client.force_login(user)
        answers[who] = [
            client.post(reverse(f"pioneers:{name}", args=[application.pk])).status_code
            for name in ("accept_offer", "refuse_offer")
        ]
    assert answers == {"staff": [403, 403], "stranger": [404, 404]}
    assert standing(application) == ("offered", 0)


@pytest.mark.parametrize(
    ("name", "after"), [("accept_offer", ("confirmed", 1)), ("refuse_offer", ("withdrawn", 0))]
)
def test_from_ones_own_page_a_press_asks_and_the_second_answers(name, after, sign_in):
    application, _ = offer()
    client = sign_in(application.applicant)
    url = reverse(f"pioneers:{name}", args=[application.pk])
    assert client.get(url).status_code == 200
    assert standing(application) == ("offered", 0)
    for _ in range(2):
        response = client.post(url)
        assert response.url == reverse("pioneers:application", args=[application.pk])
    assert standing(application) == after


def test_a_yes_after_the_offer_has_run_out_is_refused_wherever_it_comes_from():
    application, _ = offer()
    application.refresh_from_db()
    with (
        clock.at(application.offer_expires_at),
        pytest.raises(Refused, match="This offer ran out on"),
    ):
        offers.confirm_place(application, by=application.applicant)
    assert standing(application) == ("offered", 0)


@pytest.mark.parametrize("state", ["submitted", "reserve", "declined", "confirmed", "withdrawn"])
def test_where_nothing_is_offered_the_page_leads_to_where_it_stands(state, sign_in):
    application = make.application(state=state)
    client = sign_in(application.applicant)
    for name in ("accept_offer", "refuse_offer"):
        response = client.get(reverse(f"pioneers:{name}", args=[application.pk]))
        assert response.url == reverse("pioneers:application", args=[application.pk])
    assert client.post(reverse("pioneers:refuse_offer", args=[application.pk])).status_code == 302
    application.refresh_from_db()
    assert application.state == state


@pytest.mark.skipif(connection.vendor == "sqlite", reason="tests' SQLite is in memory: one writer")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_staff_who_apply_at_once_make_one_set_of_mails():
    cohort, _ = cohort_with("offer", "offer", "reserve", places=2)
    both = [make.staff(), make.staff()]
    outcomes, start = [], threading.Barrier(2)

    def press(by):
        start.wait()
        try:
            outcomes.append(selection.apply_decisions(cohort, by=by).total())
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[by]) for by in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [3, "refused"]
    assert OutboundEmail.objects.count() == 3
