"""What staff and applicants see of a line manager's agreement, and who may see what."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import OutboundEmail
from pioneers.models import ConflictOfInterest, ReleaseAgreement, Reviewer, SelectionPlan
from pioneers.selectors import releases as rows
from tests import factories as make
from tests.pioneers.releasing import TAKES, WORRIES, answers, asked, mails, standing

pytestmark = pytest.mark.django_db
WORDS = WORRIES["concern"]


def staff_page(cohort, query=""):
    return reverse("pioneers:staff_releases", args=[cohort.pk]) + query


def some(client):
    """One of each: (promised, concern, asked, not asked)."""
    cohort = make.cohort()
    agreed, worried, waits = (asked(cohort, name=name) for name in ("Ann A", "Bea B", "Cat C"))
    answers(client, agreed, **TAKES)
    answers(client, worried, **WORRIES)
    return agreed, worried, waits, make.application(cohort, name="Dot D")


def names(response):
    return [str(line["application"]) for line in response.context["lines"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Bea B", "Cat C", "Dot D", "Ann A"]),
        ("?state=concern", ["Bea B"]),
        ("?state=asked", ["Cat C"]),
        ("?state=none", ["Dot D"]),
        ("?state=agreed", ["Ann A"]),
        ("?state=nonsense", ["Bea B", "Cat C", "Dot D", "Ann A"]),
    ],
)
def test_staff_see_who_promised_and_filter_with_concerns_first(client, sign_in, query, expected):
    agreed, *_ = some(client)
    response = sign_in(make.staff()).get(staff_page(agreed.cohort, query))
    assert names(response) == expected
    assert [number for _, _, number in response.context["filters"]] == [1, 1, 1, 1]


def test_the_oldest_wait_comes_first(client, sign_in):
    from datetime import timedelta

    cohort = make.cohort()
    for days, name in [(1, "New"), (9, "Old"), (4, "Between")]:
        application = asked(cohort, name=name)
        release = application.releases.get()
        ReleaseAgreement.objects.filter(pk=release.pk).update(
            asked_at=release.asked_at - timedelta(days=days)
        )
    response = sign_in(make.staff()).get(staff_page(cohort))
    assert names(response) == ["Old", "Between", "New"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [("sent", False), ("due", False), ("failed", True), ("unknown", True)],
)
def test_a_mail_that_did_not_arrive_is_shown(client, sign_in, state, shown):
    application = asked()
    OutboundEmail.objects.filter(pk=mails(application)[0].pk).update(
        state=state, sent_at=application.submitted_at
    )
    signed = sign_in(make.staff())
    response = signed.get(staff_page(application.cohort))
    assert ("See the mail" in response.content.decode()) is shown
    only = signed.get(staff_page(application.cohort, "?state=undelivered"))
    assert names(only) == ([str(application)] if shown else [])


def test_everybody_who_waits_is_written_to_in_two_presses_with_the_count_first(client, sign_in):
    agreed, worried, waits, unasked = some(client)
    ReleaseAgreement.objects.update(asked_at="2026-01-02T10:00Z")
    signed = sign_in(make.staff())
    url = reverse("pioneers:chase_managers", args=[agreed.cohort_id])
    assert "2 line managers not asked yet or without an answer" in signed.get(url).content.decode()
    for _ in range(2):
        signed.post(url)
    written = [len(mails(one)) for one in (agreed, worried, waits, unasked)]
    assert written == [1, 1, 2, 1]


def test_one_manager_is_asked_in_one_press(sign_in):
    application = make.application()
    url = reverse("pioneers:ask_manager", args=[application.cohort_id, application.pk])
    response = sign_in(make.staff()).post(url, follow=True)
    assert "1 mail on the way." in response.content.decode()
    assert standing(application)[0] == "asked"


def test_without_an_address_staff_are_told_so(sign_in):
    application = make.application(manager_email="")
    url = reverse("pioneers:ask_manager", args=[application.cohort_id, application.pk])
    response = sign_in(make.staff()).post(url, follow=True)
    assert "has given no manager’s address" in response.content.decode()


@pytest.mark.parametrize("opening", ["staff", "application"])
def test_staff_read_the_words_of_a_concern(client, sign_in, opening):
    _, worried, *_ = some(client)
    urls = {
        "staff": staff_page(worried.cohort),
        "application": reverse("pioneers:staff_application", args=[worried.pk]),
    }
    assert WORDS in sign_in(make.staff()).get(urls[opening]).content.decode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({}, "We wrote to Ruth Adeyemi (ruth@provider.example)"),
        (TAKES, "Ruth Adeyemi agreed to let you come"),
        (WORRIES, "Ruth Adeyemi has told us of a concern."),
    ],
)
def test_the_applicant_sees_the_answer_and_never_its_words(client, sign_in, answer, words):
    application = asked()
    if answer:
        answers(client, application, **answer)
    url = reverse("pioneers:application", args=[application.pk])
    page = sign_in(application.applicant).get(url).content.decode()
    assert words in page
    assert WORDS not in page
    assert TAKES["cover"] not in page


def test_the_applicant_corrects_the_address_on_their_own_page(sign_in):
    application = asked()
    url = reverse("pioneers:correct_manager", args=[application.pk])
    signed = sign_in(application.applicant)
    assert "ruth@provider.example" in signed.get(url).content.decode()
    half = signed.post(url, {"manager_name": "Comfort", "manager_email": "comfort@"})
    assert "This e-mail address is not complete" in half.content.decode()
    done = signed.post(
        url, {"manager_name": "Comfort", "manager_email": "c@new.example"}, follow=True
    )
    assert "We have written to c@new.example." in done.content.decode()
    assert [mail.to_email for mail in mails(application)] == [
        "ruth@provider.example",
        "c@new.example",
    ]


def _blind(application):
    reader = make.staff()
    Reviewer.objects.create(cohort=application.cohort, user=reader)
    SelectionPlan.objects.create(cohort=application.cohort, blind=True)
    return reader


def _conflicted(application):
    user = make.staff()
    ConflictOfInterest.objects.create(application=application, user=user)
    return user


@pytest.mark.parametrize(
    ("who", "status", "sees"),
    [
        (lambda application: make.staff(), 200, True),
        (lambda application: make.administrator(), 200, True),
        (_conflicted, 200, False),
        (_blind, 403, False),
        (lambda application: application.applicant, 404, False),
        (lambda application: make.person(), 404, False),
        (lambda application: make.mentor().user, 404, False),
        (lambda application: make.funder_contact(), 404, False),
        (lambda application: make.staff(make.another_programme()), 404, False),
    ],
    ids=[
        "staff",
        "administrator",
        "conflict",
        "blind",
        "applicant",
        "nobody",
        "mentor",
        "funder",
        "elsewhere",
    ],
)
def test_who_may_see_the_list_and_the_words_of_a_concern(client, sign_in, who, status, sees):
    application = asked()
    answers(client, application, **WORRIES)
    user = who(application)
    response = sign_in(user).get(staff_page(application.cohort))
    assert response.status_code == status
    assert (WORDS in response.content.decode()) is sees
    ask = reverse("pioneers:ask_manager", args=[application.cohort_id, application.pk])
    assert response.wsgi_request.user == user
    assert client.post(ask).status_code == (302 if sees else 404 if status == 200 else status)


def test_a_blind_reader_sees_no_manager_on_the_page_of_the_application(sign_in):
    application = asked()
    url = reverse("pioneers:staff_application", args=[application.pk])
    page = sign_in(_blind(application)).get(url)
    assert "Line manager’s agreement" not in page.content.decode()


def test_concerns_are_a_to_do_until_they_are_settled_or_pointless(client):
    _, worried, *_ = some(client)
    user = make.staff()
    assert [one.application for one in rows.concerns(user)] == [worried]
    assert not rows.concerns(make.staff(make.another_programme())).exists()
    answers(client, worried, **TAKES)
    assert not rows.concerns(user).exists()


def test_the_list_costs_the_same_for_three_and_for_thirty(client, sign_in, count_queries):
    cohort = make.cohort()
    signed = sign_in(make.staff())
    for _ in range(3):
        asked(cohort)
    signed.get(staff_page(cohort))
    few = count_queries(lambda: signed.get(staff_page(cohort)))
    for _ in range(27):
        asked(cohort)
    assert count_queries(lambda: signed.get(staff_page(cohort))) == few
