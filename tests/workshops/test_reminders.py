"""Which reminders exist, for whom, and when they are due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock, mail
from core.mail import editing
from core.models import MailState, OutboundEmail
from tests import factories as make
from tests.workshops.world import BEGIN, LONDON, mails, moment, published, running_cohort, states
from workshops import reminders
from workshops.services import apologies, sessions, sets

pytestmark = pytest.mark.django_db
WEDNESDAY = moment(2026, 10, 7, 13)


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def test_a_reminder_a_week_and_a_day_before_at_ten():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, WEDNESDAY, title="Workshop 2", place="Oak Room")

    assert reminders.plan() == 2

    rows = mails()
    assert [row.due_at for row in rows] == [moment(2026, 9, 30, 10), moment(2026, 10, 6, 10)]
    assert [row.key for row in rows] == [
        f"reminder:{ahead}:session:{session.pk}:v0:user:{pioneer.person_id}"
        for ahead in ("7d", "1d")
    ]
    assert {row.expires_at for row in rows} == {session.starts_at}
    assert {row.scope for row in rows} == {cohort.scope}
    assert rows[1].subject == "Workshop 2 is tomorrow: Wednesday 7 October 2026"
    for words in (
        "When: Wednesday 7 October 2026, 1pm to 4pm",
        "Where: Oak Room",
        "http://testserver/cant-come/",
    ):
        assert words in rows[1].body


def test_planning_twice_makes_nothing_new():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, WEDNESDAY)
    assert (reminders.plan(), reminders.plan()) == (2, 0)


def test_the_planner_is_registered():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, WEDNESDAY)
    mail.kinds.plan()
    assert len(mails(kind="session_reminder")) == 2


def test_after_the_clock_change_it_is_still_ten_by_the_wall():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, moment(2026, 10, 27, 10))  # clocks went back on 25 October 2026
    reminders.plan()

    local = [row.due_at.astimezone(LONDON) for row in mails()]
    assert [f"{when:%d %H:%M %Z}" for when in local] == ["20 10:00 BST", "26 10:00 GMT"]
    assert local[1] - local[0] == timedelta(days=6)  # by the wall; in hours it is one more


def test_who_is_reminded():
    cohort = running_cohort()
    wandle = make.learning_set(cohort)
    comes, sorry, paused, withdrawn = (make.member(wandle).pioneer for _ in range(4))
    make.pioneer(cohort)  # in no set
    session = published(wandle, WEDNESDAY)
    apologies.send_apologies(session, pioneer=sorry, reason="outbreak", by=sorry.person)
    for pioneer, state in ((paused, "paused"), (withdrawn, "withdrawn")):
        pioneer.state = state
        pioneer.save()

    reminders.plan()

    due = OutboundEmail.objects.filter(state=MailState.DUE)
    assert set(due.values_list("kind", "person")) == {
        ("session_reminder", comes.person_id),
        ("set_reminder", wandle.facilitator_id),
    }


@pytest.mark.parametrize("cohort_state", ["selecting", "celebrated", "closed"])
def test_only_running_cohorts_are_reminded(cohort_state):
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, WEDNESDAY)
    cohort.state = cohort_state
    cohort.save()
    assert (reminders.plan(), mails()) == (0, [])


def test_proposed_and_past_sessions_have_no_reminders():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, WEDNESDAY, state="proposed")
    published(cohort, moment(2026, 8, 20, 10))
    assert (reminders.plan(), mails()) == (0, [])


def test_apologies_stop_the_reminder_and_taking_them_back_starts_it_again():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, WEDNESDAY)
    reminders.plan()
    apologies.send_apologies(session, pioneer=pioneer, reason="leave", by=pioneer.person)
    assert states() == ["cancelled", "cancelled"]

    apologies.take_back_apologies(session, pioneer=pioneer, by=pioneer.person)

    assert states() == ["due", "due"]
    assert reminders.plan() == 0


def test_what_staff_cancelled_or_held_stays_so():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, WEDNESDAY)
    reminders.plan()
    first, second = mails()
    editing.cancel(first, by=make.staff())
    editing.hold(second, by=make.staff())
    assert (reminders.plan(), states()) == (0, ["cancelled", "held"])


def test_moving_a_session_cancels_the_old_reminders_and_plans_new_ones():
    cohort = running_cohort()
    make.pioneer(cohort)
    session = published(cohort, WEDNESDAY)
    reminders.plan()
    later = timedelta(days=7)

    sessions.change_session(
        session,
        starts_at=session.starts_at + later,
        ends_at=session.ends_at + later,
        place=session.place,
        online_link="",
        title=session.title,
        by=make.staff(),
    )

    rows = mails(kind="session_reminder")
    assert [(f"{row.due_at:%d %B}", row.key.split(":")[4], row.state) for row in rows] == [
        ("30 September", "v0", "cancelled"),
        ("06 October", "v0", "cancelled"),
        ("07 October", "v1", "due"),
        ("13 October", "v1", "due"),
    ]
    assert reminders.plan() == 0


def test_a_reminder_more_than_a_day_late_is_not_made():
    cohort = running_cohort()
    make.pioneer(cohort)
    published(cohort, WEDNESDAY)
    with clock.at(moment(2026, 10, 1, 9, 59)):
        assert reminders.plan() == 2
    OutboundEmail.objects.all().delete()
    with clock.at(moment(2026, 10, 1, 10, 1)):
        assert reminders.plan() == 1
    assert [row.due_at for row in mails()] == [moment(2026, 10, 6, 10)]


def test_who_withdraws_is_no_longer_reminded():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    published(cohort, WEDNESDAY)
    reminders.plan()
    pioneer.state = "withdrawn"
    pioneer.save()
    assert (reminders.plan(), states(), reminders.plan()) == (2, ["cancelled"] * 2, 0)


def test_who_joins_a_set_is_expected_told_and_reminded():
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    pioneer = make.member(wandle).pioneer
    old, new = published(wandle, WEDNESDAY), published(effra, moment(2026, 10, 8, 10))
    reminders.plan()

    sets.move_member(pioneer, effra, by=make.staff(), reason="Asked for Thursdays")

    assert [row.session for row in pioneer.attendances.all()] == [new]
    assert [row.person for row in mails(kind="set_joined")] == [pioneer.person]
    mine = mails(kind="session_reminder", person=pioneer.person)
    assert sorted((row.key.split(":")[3], row.state) for row in mine) == sorted(
        [(str(old.pk), "cancelled")] * 2 + [(str(new.pk), "due")] * 2
    )


def test_a_pioneer_who_joins_the_cohort_late_is_found_by_the_planner():
    cohort = running_cohort()
    session = published(cohort, WEDNESDAY)
    late = make.pioneer(cohort)
    assert (reminders.plan(), reminders.plan()) == (3, 0)  # a place at the session, two mails
    assert [row.pioneer for row in session.attendances.all()] == [late]


def test_a_new_address_gets_what_was_planned_for_the_old_one():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    published(cohort, WEDNESDAY)
    reminders.plan()
    pioneer.person.email = "new@homes.example"
    pioneer.person.save()
    assert (reminders.plan(), {row.to_email for row in mails()}) == (2, {"new@homes.example"})


@pytest.mark.parametrize("planned_before", [True, False])
def test_planning_has_as_many_queries_for_2_as_for_24_rows(planned_before):
    def queries(people):
        cohort = running_cohort()
        for _ in range(people):
            make.pioneer(cohort)
        published(cohort, WEDNESDAY)
        if planned_before:
            reminders.plan(cohort)
        with CaptureQueriesContext(connection) as captured:
            reminders.plan(cohort)
        return len(captured)

    assert queries(1) == queries(12)
