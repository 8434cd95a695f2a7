"""The outbox tells staff nothing that the pages of applications keep from them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core.models import OutboundEmail
from pioneers.models import ConflictOfInterest, Reviewer, SelectionPlan
from pioneers.services import selection
from tests import factories as make
from tests.pioneers.deciding import address, told
from tests.pioneers.releasing import asked

pytestmark = pytest.mark.django_db


def outbox(cohort, *mail, name="outbox"):
    return reverse(f"cohorts:{name}", args=[cohort.pk, *(row.pk for row in mail)])


def declined(looker, why):
    """An application that the looker does not see, with its private answer in the outbox."""
    cohort, by = make.cohort(), make.staff()
    applicant = looker if why == "own" else make.person()
    hidden = make.application(cohort, applicant=applicant, name="Zebedee Quagga")
    shown = make.application(cohort, name="Annika Shown")
    if why == "conflict":
        ConflictOfInterest.objects.create(application=hidden, user=looker)
    for row in (hidden, shown):
        selection.decide(row, decision="decline", decline_reason="dates", by=by)
    selection.apply_decisions(cohort, by=by)
    return cohort, hidden, shown


def listed_for(client, cohort):
    return [mail for mail, _ in client.get(outbox(cohort)).context["rows"]]


@pytest.mark.parametrize("why", ["own", "conflict"])
def test_the_letter_to_somebody_whose_application_staff_do_not_see_is_not_there(why, client):
    looker = make.staff()
    cohort, hidden, shown = declined(looker, why)
    letter = OutboundEmail.objects.get(person=hidden.applicant, kind="decline")
    control = OutboundEmail.objects.get(person=shown.applicant, kind="decline")
    client.force_login(looker)
    listed = listed_for(client, cohort)
    assert (letter in listed, control in listed) == (False, True)
    assert client.get(outbox(cohort, letter, name="mail")).status_code == 404
    assert client.get(outbox(cohort, control, name="mail")).status_code == 200
    page = client.get(reverse("pioneers:release_letters", args=[cohort.pk]))
    assert list(page.context["held"]) == [control]
    assert "2 letters wait" in page.content.decode()
    page = client.get(reverse("pioneers:person_history", args=[looker.pk]))
    assert "No place this time" not in page.content.decode()


def test_the_history_of_a_person_says_no_letter_to_who_has_a_conflict(client):
    looker = make.staff()
    cohort, hidden, _ = declined(looker, "conflict")
    make.pioneer(make.cohort(), person=hidden.applicant)
    url = reverse("pioneers:person_history", args=[hidden.applicant_id])
    seen = {}
    for who in (looker, make.staff()):
        client.force_login(who)
        seen[who == looker] = "No place this time" in client.get(url).content.decode()
    assert seen == {True: False, False: True}


def test_the_manager_of_an_application_that_one_does_not_see_is_not_listed(client):
    looker = make.staff()
    application = asked(applicant=looker)
    letter = OutboundEmail.objects.get(kind="release_ask")
    client.force_login(looker)
    assert letter not in listed_for(client, application.cohort)
    client.force_login(make.staff())
    assert letter in listed_for(client, application.cohort)


def test_whoever_reads_blind_finds_no_name_beside_a_number_in_the_outbox(client):
    cohort, reader = make.cohort(), make.staff()
    SelectionPlan.objects.create(cohort=cohort, blind=True)
    Reviewer.objects.create(cohort=cohort, user=reader)
    asked(cohort, name="Zebedee Quagga")
    client.force_login(reader)
    assert listed_for(client, cohort) == []
    client.force_login(make.staff())
    assert "Zebedee Quagga" in client.get(outbox(cohort)).content.decode()


def test_staff_read_an_offer_without_the_key_of_its_link(client):
    """Whoever has the key can answer for its reader."""
    cohort, by, [application] = told("offer")
    key = address(application).split("/")[2]
    letter = OutboundEmail.objects.get(kind="offer")
    client.force_login(by)
    for name in ("mail", "edit_mail"):
        text = client.get(outbox(cohort, letter, name=name)).content.decode()
        assert (key in text, "/offers/their-own-link/" in text) == (False, True)


def test_who_changes_the_words_of_a_mail_leaves_its_link_as_it_was(client):
    application = asked()
    mail = OutboundEmail.objects.get(kind="release_ask")
    key = re.search(r"/release/([\w-]+)/", mail.body)
    assert key
    client.force_login(make.staff())
    url = outbox(application.cohort, mail, name="edit_mail")
    shown = client.get(url).context["form"].initial
    assert key[1] not in shown["body"]
    client.post(url, {"subject": "Please", "body": f"Hello again.\n{shown['body']}"})
    mail.refresh_from_db()
    assert (mail.subject, mail.body.count(key[1]), "their-own-link" in mail.body) == (
        "Please",
        1,
        False,
    )
