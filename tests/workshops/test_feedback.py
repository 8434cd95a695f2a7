"""Feedback: asked once of those who came, counted, and shown only so that nobody is found in it."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock, links
from core.errors import Refused
from core.models import ActionLink, AuditEvent, OutboundEmail
from tests import factories as make
from workshops import feedback, feedback_mails
from workshops.models import Attendance, FeedbackGiven, FeedbackTally, Session
from workshops.services import feedback as services

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
ENDED = datetime(2026, 10, 6, 13, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _that_evening():
    with clock.at(ENDED + timedelta(hours=6)):
        yield


def past(of, **fields) -> Session:
    return make.session(of, starts_at=ENDED - timedelta(hours=3), ends_at=ENDED, **fields)


def came(session: Session, who=None, state: str = "present"):
    who = who or make.pioneer(session.cohort)
    Attendance.objects.create(session=session, pioneer=who, state=state, recorded_by=who.person)
    return who


@pytest.fixture
def workshop():
    return past(make.cohort(state=CohortState.RUNNING))


def answer(session: Session, *marks: int) -> None:
    for mark in marks:
        services.give(session, mark=mark, by=came(session).person)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("present", True),
        ("part", True),
        ("expected", False),
        ("apologies", False),
        ("absent", False),
        ("excused", False),
    ],
)
def test_only_those_who_came_are_asked(workshop, state, allowed):
    who = came(workshop, state=state).person
    assert list(feedback.to_answer(who)) == ([workshop] if allowed else [])
    if not allowed:
        with pytest.raises(Refused, match="only those who came"):
            services.give(workshop, mark=5, by=who)
        assert not FeedbackTally.objects.exists()


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (ENDED - timedelta(minutes=1), False),
        (ENDED, True),
        (ENDED + timedelta(days=29), True),
        (ENDED + timedelta(days=30), False),
    ],
)
def test_only_after_it_ended_and_for_a_month(workshop, moment, allowed):
    who = came(workshop).person
    with clock.at(moment):
        assert feedback.to_answer(who).exists() == allowed


@pytest.mark.parametrize("mark", [0, 6, "", None, "five", "5 ", -1, 4.5])
def test_anything_but_the_five_is_refused(workshop, mark):
    who = came(workshop).person
    with pytest.raises(Refused, match="Press one of the five"):
        services.give(workshop, mark=mark, by=who)


def test_once_each_and_the_second_press_counts_nothing(workshop):
    who = came(workshop).person
    services.give(workshop, mark=4, by=who)
    with pytest.raises(Refused, match="told us already"):
        services.give(workshop, mark=1, by=who)
    assert list(FeedbackTally.objects.values_list("mark", "count")) == [(4, 1)]


def shown(session: Session) -> tuple[int, str]:
    figure = next(one for one in feedback.figures(session.cohort) if one.came)
    return figure.answers, figure.mean


def test_nothing_is_shown_before_five_and_it_changes_at_every_fifth_only(workshop):
    steps = []
    for _ in range(11):
        answer(workshop, 3)
        steps.append(shown(workshop)[0])
    assert steps == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


def test_the_sixth_answer_does_not_show_in_any_figure(workshop):
    answer(workshop, 5, 5, 4, 4, 2)
    before = feedback.figures(workshop.cohort)[0].mean
    answer(workshop, 1)
    assert feedback.figures(workshop.cohort)[0].mean == before


@pytest.mark.parametrize(
    ("marks", "mean"),
    [
        ([5] * 5, "4.5 or more"),
        ([5, 5, 5, 5, 3], "4.5 or more"),
        ([5, 4, 4, 4, 4], "4"),
        ([5, 5, 4, 4, 4], "4.5"),
        ([1] * 5, "1.5 or less"),
        ([3, 3, 3, 3, 4], "3"),
        ([4] * 15 + [3] * 5, "3.8"),
        ([5, 5, 5, 5], ""),
    ],
)
def test_the_mean_is_rounded_and_says_nothing_of_everybody(workshop, marks, mean):
    answer(workshop, *marks)
    assert shown(workshop)[1] == mean


def test_the_meetings_of_a_set_are_taken_together_and_five_answers_of_two_people_are_not_five():
    learning_set = make.learning_set()
    two = [make.member(learning_set).pioneer for _ in range(2)]
    for number in range(3):
        meeting = past(learning_set, number=number)
        for who in two:
            services.give(meeting, mark=5, by=came(meeting, who).person)
    assert [one.is_shown for one in feedback.figures(learning_set.cohort)] == [False]
    last = past(learning_set, number=9)
    for _ in range(3):
        services.give(last, mark=2, by=came(last, make.member(learning_set).pioneer).person)
    figure = feedback.figure_of(learning_set)
    assert (figure.answers, figure.mean, figure.of) == (9, "4", "4 meetings, taken together")


def test_further_answers_of_the_same_few_in_a_set_change_nothing():
    learning_set = make.learning_set()
    five = [make.member(learning_set).pioneer for _ in range(5)]
    first, second = past(learning_set, number=1), past(learning_set, number=2)
    for who in five:
        services.give(first, mark=4, by=came(first, who).person)
    for who in five[:4]:
        services.give(second, mark=1, by=came(second, who).person)
    assert feedback.figure_of(learning_set).answers == 5
    services.give(second, mark=1, by=came(second, five[4]).person)
    assert feedback.figure_of(learning_set).answers == 10


def test_no_time_no_order_and_no_link_to_a_person_is_kept_with_an_answer(workshop):
    answer(workshop, 5, 3)
    fields = {
        model.__name__: sorted(field.name for field in model._meta.concrete_fields)
        for model in (FeedbackTally, FeedbackGiven)
    }
    assert fields == {
        "FeedbackTally": ["count", "id", "mark", "session", "shown"],
        "FeedbackGiven": ["id", "pioneer", "session", "shown"],
    }
    assert FeedbackGiven._meta.pk.get_internal_type() == "UUIDField"
    assert not AuditEvent.objects.filter(action__icontains="feedback").exists()
    assert not AuditEvent.objects.filter(subject_type__contains="feedback").exists()


def test_two_presses_from_the_mail_without_signing_in(workshop, client):
    who = came(workshop)
    assert feedback_mails.plan() == 1
    mail = OutboundEmail.objects.get(kind="session_feedback")
    token = links.TOKEN.search(mail.body)[0]
    page = client.get(reverse("workshops:feedback_by_link", args=[token]))
    assert page.content.decode().count('name="mark"') == 5
    # "no-referrer" would have browsers send the press without an origin, and it would be refused.
    assert page["Referrer-Policy"] == "same-origin"
    assert not FeedbackGiven.objects.exists()
    thanks = client.post(reverse("workshops:feedback_by_link", args=[token]), {"mark": "4"})
    assert "Thank you" in thanks.content.decode()
    again = client.post(reverse("workshops:feedback_by_link", args=[token]), {"mark": "1"})
    assert "told us already" in again.content.decode()
    assert list(FeedbackTally.objects.values_list("mark", "count")) == [(4, 1)]
    assert ActionLink.objects.get(person=who.person).used_at is None


def test_two_presses_from_the_home_page(workshop, sign_in):
    who = came(workshop)
    client, url = sign_in(who.person), reverse("workshops:feedback", args=[workshop.pk])
    assert url in client.get(reverse("reports:home")).content.decode()
    client.post(url, {"mark": "5"})
    assert FeedbackTally.objects.get().count == 1
    assert url not in client.get(reverse("reports:home")).content.decode()


def test_a_link_of_somebody_whom_the_register_no_longer_names_says_so(workshop, client):
    who = came(workshop)
    token = links.create(
        "session_feedback", workshop, person=who.person, expires_at=ENDED + timedelta(days=9)
    )
    Attendance.objects.update(state="absent")
    page = client.get(reverse("workshops:feedback_by_link", args=[token]))
    assert (page.status_code, "register" in page.content.decode()) == (410, True)
    assert client.get(reverse("workshops:feedback_by_link", args=["x" * 32])).status_code == 404


def test_the_mail_goes_at_six_in_the_evening_to_those_who_came_and_once(workshop):
    came(workshop)
    came(workshop, state="absent")
    gave = came(workshop)
    services.give(workshop, mark=5, by=gave.person)
    with clock.at(datetime(2026, 10, 6, 17, 59, tzinfo=LONDON)):
        assert feedback_mails.plan() == 0
    with clock.at(datetime(2026, 10, 6, 18, 0, tzinfo=LONDON)):
        assert [feedback_mails.plan(), feedback_mails.plan()] == [1, 0]


def test_a_late_register_still_brings_the_mail_and_a_very_late_one_does_not(workshop):
    came(workshop)
    with clock.at(ENDED + timedelta(days=6)):
        assert feedback_mails.plan() == 0
    with clock.at(ENDED + timedelta(days=4)):
        assert feedback_mails.plan() == 1


def test_who_has_answered_meanwhile_gets_no_mail(workshop):
    who = came(workshop)
    feedback_mails.plan()
    services.give(workshop, mark=5, by=who.person)
    assert OutboundEmail.objects.get(kind="session_feedback").state == "cancelled"


def test_the_staffs_page_takes_the_same_queries_for_one_session_and_for_many(
    workshop, sign_in, django_assert_max_num_queries
):
    client = sign_in(make.staff())
    url = reverse("workshops:cohort_feedback", args=[workshop.cohort_id])

    def queries() -> int:
        with django_assert_max_num_queries(15) as found:
            assert client.get(url).status_code == 200
        return len(found)

    answer(workshop, 5, 5, 5)
    client.get(url)
    few = queries()
    for number in range(10):
        answer(past(workshop.cohort, number=number), 4, 3)
        answer(past(make.learning_set(workshop.cohort)), 4)
    assert queries() == few


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_presses_at_once_count_as_one():
    from django.db import connection, connections

    if connection.vendor == "sqlite":
        pytest.skip("one connection in memory: writers queue there by themselves")
    workshop = past(make.cohort(state=CohortState.RUNNING))
    who = came(workshop).person

    def press() -> None:
        try:
            with clock.at(ENDED + timedelta(hours=6)):
                services.give(workshop, mark=5, by=who)
        except Refused:
            pass
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert FeedbackTally.objects.get().count == 1
