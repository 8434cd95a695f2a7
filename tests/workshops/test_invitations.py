"""Invitations by mail: who gets one, when, and that a calendar that applies them is right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts.models import MailRule
from core import clock, mail
from core.mail import delivery, editing
from core.models import MailState, OutboundEmail
from pioneers.models import HomePause
from tests import factories as make
from tests.workshops.calendars import Client, method, read
from tests.workshops.world import BEGIN, mails, moment, published, running_cohort, states
from workshops import invitations, reminders
from workshops.services import apologies, sessions, sets
from workshops.services.feeds import make_feed, note_fetched, switch_off

pytestmark = pytest.mark.django_db
# Three weeks and a week from BEGIN: within what is planned ahead.
DAY = moment(2026, 9, 29, 10)
KIND = {"kind": "session_invitation"}


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def send_all():
    """As if the mail server took everything that is due."""
    due = OutboundEmail.objects.filter(state=MailState.DUE, due_at__lte=clock.now())
    return due.update(state=MailState.SENT, sent_at=clock.now())


def move(session, starts, **more):
    return sessions.change_session(
        session, starts_at=starts, ends_at=starts + timedelta(hours=3),
        place=more.pop("place", session.place), online_link=session.online_link,
        title=more.pop("title", session.title), by=make.staff(), **more,
    )  # fmt: skip


def follow(person):
    note_fetched(make_feed(person, by=person))


def brought(person):
    """What the mails to a person have put before their calendar, in order of sending."""
    rows = OutboundEmail.objects.filter(person=person, state=MailState.SENT).exclude(calendar="")
    return [row.calendar for row in rows.order_by("sent_at", "pk")]


def calendar_of(person):
    client = Client()
    for text in brought(person):
        client.take(text)
    return client.shown


def test_one_invitation_three_weeks_before_at_ten():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY, title="Workshop 2")
    assert (invitations.plan(), invitations.plan()) == (1, 0)
    (row,) = mails(**KIND)
    assert (row.due_at, row.expires_at) == (moment(2026, 9, 8, 10), session.starts_at)
    assert (row.person, row.scope, row.rule) == (pioneer.person, cohort.scope, row.kind)
    assert row.thread == f"session:{session.pk}"
    assert row.subject == "For your calendar: Workshop 2, Tuesday 29 September 2026"
    assert method(row.calendar) == "REQUEST"
    assert [one["uid"] for one in read(row.calendar)] == [str(session.uid)]


def test_the_planner_is_registered_and_its_kind_can_be_turned_off():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, DAY)
    mail.kinds.plan()
    assert len(mails(**KIND)) == 1
    assert mail.kinds.get("session_invitation").optional is True


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (moment(2026, 9, 20, 9), moment(2026, 9, 20, 9)),  # late is at once
        (moment(2026, 9, 20, 5), moment(2026, 9, 20, 7)),  # but not at night
        (moment(2026, 9, 20, 23), moment(2026, 9, 21, 7)),
    ],
)
def test_what_is_nearer_than_three_weeks_goes_at_once(now, due):
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, DAY)
    with clock.at(now):
        invitations.plan()
    assert [row.due_at for row in mails(**KIND)] == [due]


def test_what_is_more_than_the_horizon_ahead_waits():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, moment(2027, 1, 13, 10))
    assert invitations.plan() == 0


def test_who_is_invited():
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    comes, sorry, paused, withdrawn, follows = (make.member(wandle).pioneer for _ in range(5))
    guest = make.member(effra).pioneer
    session = published(wandle, DAY)
    apologies.send_apologies(session, pioneer=sorry, reason="outbreak", by=sorry.person)
    for pioneer, state in ((paused, "paused"), (withdrawn, "withdrawn")):
        pioneer.state = state
        pioneer.save()
    follow(follows.person)
    session.attendances.create(pioneer=guest, recorded_by=guest.person)
    invitations.plan()
    assert {row.person_id for row in mails(**KIND)} == {
        comes.person_id, guest.person_id, wandle.facilitator_id,
    }  # fmt: skip


def test_who_begins_or_stops_to_follow_the_feed():
    cohort = running_cohort()
    person = make.pioneer(cohort).person
    published(cohort, DAY)
    invitations.plan()
    follow(person)
    assert (invitations.plan(), states(**KIND), invitations.plan()) == (1, ["cancelled"], 0)
    switch_off(person, by=person)
    assert (invitations.plan(), states(**KIND), invitations.plan()) == (1, ["due"], 0)


def test_a_calendar_that_has_not_asked_for_two_weeks_does_not_follow():
    cohort = running_cohort()
    person = make.pioneer(cohort).person
    published(cohort, DAY)
    with clock.at(BEGIN - timedelta(days=14, minutes=1)):
        follow(person)
    assert invitations.plan() == 1


def test_a_cohorts_own_rule_moves_and_stops_them():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, DAY)
    invitations.plan()
    rule = MailRule.objects.create(
        cohort=cohort, key="session_invitation", days=14, at=reminders.mail_rules.MORNING
    )
    assert (invitations.plan(), mails(**KIND)[0].due_at) == (1, moment(2026, 9, 15, 10))
    rule.is_on = False
    rule.save()
    assert (invitations.plan(), states(**KIND)) == (1, ["cancelled"])


def test_what_staff_cancelled_stays_so():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, DAY)
    invitations.plan()
    editing.cancel(mails(**KIND)[0], by=make.staff())
    assert (invitations.plan(), states(**KIND)) == (0, ["cancelled"])


def test_an_invitation_goes_to_the_address_of_today():
    cohort = running_cohort()
    person = make.pioneer(cohort).person
    published(cohort, DAY)
    invitations.plan()
    person.email = "new@homes.example"
    person.save()
    assert (invitations.plan(), invitations.plan()) == (1, 0)
    (row,) = mails(**KIND)
    assert row.to_email == "new@homes.example"
    assert "mailto:new@homes.example" in row.calendar.replace("\r\n ", "")


def test_after_five_moves_a_calendar_holds_exactly_one_event():
    cohort = running_cohort()
    person = make.pioneer(cohort).person
    session = published(cohort, DAY, title="Workshop 2")
    with clock.at(moment(2026, 9, 8, 11)):
        invitations.plan()
        send_all()
    for day in (1, 5, 6, 28, 26):  # the last two are after the clock change
        with clock.at(moment(2026, 9, 9, day % 10 + 8)):
            move(session, moment(2026, 10, day, 10))
            send_all()
    assert len(brought(person)) == 6
    assert calendar_of(person) == [("2026-10-26 10:00 +0000", "Workshop 2")]
    # Whatever the order in which they arrive.
    late = Client()
    for text in reversed(brought(person)):
        late.take(text)
    assert late.shown == [("2026-10-26 10:00 +0000", "Workshop 2")]
    with clock.at(moment(2026, 9, 10, 9)):
        sessions.cancel_session(session, by=make.staff())
        send_all()
    assert calendar_of(person) == []


def test_the_publication_brings_all_dates_under_the_same_names():
    staff = make.staff()
    cohort = running_cohort()
    wandle = make.learning_set(cohort)
    person, follower = (make.member(wandle).pioneer.person for _ in range(2))
    follow(follower)
    one = published(cohort, DAY, title="Workshop 1", state="proposed")
    two = published(wandle, moment(2026, 10, 28, 10), title="Wandle 1", state="proposed")
    sessions.publish_timetable(cohort, by=staff)
    files = {row.person_id: row.calendar for row in mails(kind="timetable_published")}
    assert method(files[person.pk]) == "PUBLISH"
    assert {event["uid"] for event in read(files[person.pk])} == {str(one.uid), str(two.uid)}
    assert files[follower.pk] == ""
    send_all()
    with clock.at(moment(2026, 9, 8, 11)):
        invitations.plan()
        send_all()
        move(one, moment(2026, 10, 1, 10))
        send_all()
    assert calendar_of(person) == [
        ("2026-10-01 10:00 +0100", "Workshop 1"),
        ("2026-10-28 10:00 +0000", "Wandle 1"),
    ]


def test_who_follows_the_feed_gets_news_without_a_file_unless_a_mail_brought_it_before():
    cohort = running_cohort()
    new, old = make.pioneer(cohort).person, make.pioneer(cohort).person
    session = published(cohort, DAY)
    follow(new)
    with clock.at(moment(2026, 9, 8, 11)):
        invitations.plan()
        send_all()
        follow(old)
        move(session, moment(2026, 10, 1, 10))
    carries = {row.person_id: bool(row.calendar) for row in mails(kind="session_moved")}
    assert carries == {new.pk: False, old.pk: True}


def test_a_move_before_the_invitation_left_sends_one_mail_and_not_two():
    cohort = running_cohort()
    make.pioneer(cohort)
    session = published(cohort, DAY)
    invitations.plan()
    move(session, moment(2026, 10, 1, 10))
    send_all()
    with clock.at(moment(2026, 9, 11, 11)):
        assert (invitations.plan(), states(**KIND)) == (0, ["cancelled"])


def test_another_title_renews_the_invitation_that_waits():
    cohort = running_cohort()
    make.pioneer(cohort)
    session = published(cohort, DAY, title="Workshop 2")
    invitations.plan()
    move(session, DAY, title="Voices")
    rows = {row.state: read(row.calendar)[0]["title"] for row in mails(**KIND)}
    assert rows == {"cancelled": "Workshop 2", "due": "Voices"}


def test_who_leaves_a_set_after_an_invitation_has_it_taken_out_and_back():
    staff = make.staff()
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    pioneer = make.member(wandle).pioneer
    published(wandle, DAY, title="Wandle 2")
    with clock.at(moment(2026, 9, 8, 11)):
        invitations.plan()
        send_all()
        assert calendar_of(pioneer.person) == [("2026-09-29 10:00 +0100", "Wandle 2")]
        sets.move_member(pioneer, effra, by=staff)
        (row,) = mails(kind="session_left")
        assert (row.person, method(row.calendar)) == (pioneer.person, "CANCEL")
        send_all()
        assert (calendar_of(pioneer.person), invitations.plan()) == ([], 0)
    with clock.at(moment(2026, 9, 9, 11)):
        sets.move_member(pioneer, wandle, by=staff)
        send_all()
        assert calendar_of(pioneer.person) == [("2026-09-29 10:00 +0100", "Wandle 2")]
        assert invitations.plan() == 0


def test_who_withdraws_has_it_taken_out_and_who_was_never_invited_hears_nothing():
    cohort = running_cohort()
    gone, never = make.pioneer(cohort), make.pioneer(cohort)
    follow(never.person)
    published(cohort, DAY)
    with clock.at(moment(2026, 9, 8, 11)):
        invitations.plan()
        send_all()
        for pioneer in (gone, never):
            pioneer.state = "withdrawn"
            pioneer.save()
        assert (invitations.plan(), invitations.plan()) == (1, 0)
    assert [row.person for row in mails(kind="session_left")] == [gone.person]


def test_a_farewell_that_waits_is_withdrawn_when_they_are_back():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    published(cohort, DAY)
    with clock.at(moment(2026, 9, 8, 11)):
        invitations.plan()
        send_all()
        for state in ("withdrawn", "active"):
            pioneer.state = state
            pioneer.save()
            invitations.plan()
    assert states(kind="session_left") == ["cancelled"]
    assert states(**KIND) == ["sent"]


def test_news_that_never_left_is_replaced_by_news_of_the_date_that_people_know():
    cohort = running_cohort()
    make.pioneer(cohort)
    session = published(cohort, DAY, title="Workshop 2")
    move(session, moment(2026, 10, 1, 10))
    move(session, moment(2026, 10, 6, 10))
    due = [row for row in mails(kind="session_moved") if row.state == "due"]
    words = "Workshop 2 was planned for Tuesday 29 September 2026 at 10am."
    assert [words in row.body for row in due] == [True]
    sessions.cancel_session(session, by=make.staff())
    (row,) = mails(kind="session_cancelled")
    assert "Workshop 2 on Tuesday 29 September 2026, 10am, will not take place." in row.body


def test_a_session_moved_while_its_reminder_is_being_sent():
    """The worker has claimed the reminder; the move withdraws it, and its fence then fails."""
    cohort = running_cohort()
    make.pioneer(cohort)
    session = published(cohort, DAY)
    with clock.at(moment(2026, 9, 22, 10)):
        reminders.plan()
        token, (row,) = delivery.claim(10)
        move(session, moment(2026, 10, 6, 10))
        fenced = OutboundEmail.objects.filter(pk=row.pk, token=token, state=MailState.CLAIMED)
        assert fenced.update(state=MailState.SENDING) == 0
        row.refresh_from_db()
    assert row.state == MailState.CANCELLED


def test_a_session_moved_out_of_a_pause_expects_people_again_and_into_one_excuses_them():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY)
    HomePause.objects.create(
        home=pioneer.home, reason="outbreak", starts_on=date(2026, 9, 28),
        ends_on=date(2026, 10, 5), started_by=pioneer.person,
    )  # fmt: skip

    def after_move(day):
        move(session, day)
        return session.attendances.values_list("state", "reason").get()

    assert after_move(moment(2026, 9, 30, 10)) == ("excused", "outbreak")
    assert after_move(moment(2026, 10, 6, 10)) == ("expected", "")
    assert len(mails(kind="session_moved", state="due")) == 1  # told of both


@pytest.mark.parametrize("planned_before", [True, False])
def test_planning_has_as_many_queries_for_2_as_for_24_rows(planned_before):
    def queries(people):
        cohort = running_cohort()
        for _ in range(people):
            make.pioneer(cohort)
        published(cohort, DAY)
        if planned_before:
            invitations.plan(cohort)
        with CaptureQueriesContext(connection) as captured:
            invitations.plan(cohort)
        return len(captured)

    assert queries(2) == queries(24)
