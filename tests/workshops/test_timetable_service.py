"""Proposing, publishing, moving and cancelling sessions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import clock
from core.errors import Refused
from core.models import AuditEvent, MailState, OutboundEmail
from tests import factories as make
from tests.workshops.world import (
    BEGIN,
    five_sets,
    mails,
    moment,
    published,
    running_cohort,
)
from workshops.enums import AttendanceState, SessionState
from workshops.models import Attendance, Session
from workshops.services import apologies, proposing, sessions, sets

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def change(session, by, **changes):
    values = {
        name: getattr(session, name)
        for name in ("starts_at", "ends_at", "place", "online_link", "title")
    }
    return sessions.change_session(session, **{**values, **changes}, by=by)


def test_proposal_has_the_counts_of_the_cohort(staff):
    cohort = running_cohort(workshop_count=3, set_meeting_count=4)
    five_sets(cohort, staff)

    assert proposing.propose_timetable(cohort, by=staff) == ()

    kinds = list(cohort.sessions.values_list("kind", flat=True))
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "workshop": 3,
        "learning_set": 20,
        "celebration": 1,
    }
    titles = set(cohort.sessions.values_list("title", flat=True))
    assert {"Workshop 1", "Set A set, meeting 4", "Celebration"} <= titles
    assert OutboundEmail.objects.count() == 0


def test_proposal_again_replaces_proposed_and_leaves_published(staff):
    cohort = running_cohort(set_meeting_count=1)
    five_sets(cohort, staff)
    proposing.propose_timetable(cohort, by=staff)
    workshop = cohort.sessions.get(title="Workshop 2")
    Session.objects.filter(pk=workshop.pk).update(state=SessionState.PUBLISHED, place="Kept")
    before = set(cohort.sessions.values_list("title", "starts_at"))
    proposed = set(cohort.sessions.filter(state="proposed").values_list("pk", flat=True))

    proposing.propose_timetable(cohort, by=staff)

    assert set(cohort.sessions.values_list("title", "starts_at")) == before
    assert Session.objects.get(pk=workshop.pk).place == "Kept"
    assert not Session.objects.filter(pk__in=proposed).exists()


def test_a_set_added_after_publication_keeps_clear_of_the_workshops(staff):
    cohort = running_cohort(set_meeting_count=4)
    first = five_sets(cohort, staff)[0]
    proposing.propose_timetable(cohort, by=staff)
    sessions.publish_timetable(cohort, by=staff)
    new = sets.add_set(
        cohort, name="New", facilitator=None, weekday=2, starts=first.starts, ends=first.ends,
        by=staff,
    )  # fmt: skip

    proposing.propose_timetable(cohort, by=staff)

    made = list(cohort.sessions.filter(state=SessionState.PROPOSED))
    assert [one.learning_set for one in made] == [new] * 4
    workshops = [one.starts_at.date() for one in cohort.sessions.filter(kind="workshop")]
    nearest = min(abs((one.starts_at.date() - day).days) for one in made for day in workshops)
    assert nearest >= 5


def test_proposal_of_a_cohort_of_wrong_years_is_refused_in_words(staff):
    cohort = running_cohort()
    cohort.ends_on = date(2040, 1, 1)
    with pytest.raises(Refused, match="longer than five years"):
        proposing.propose_timetable(cohort, by=staff)


def test_publishing_expects_those_concerned_and_mails_each_once(staff):
    cohort = running_cohort(workshop_count=2, set_meeting_count=1)
    wandle, effra = five_sets(cohort, staff)[:2]
    one = make.member(wandle).pioneer
    other = make.member(effra).pioneer
    gone = make.pioneer(cohort, state="withdrawn")
    proposing.propose_timetable(cohort, by=staff)

    assert sessions.publish_timetable(cohort, by=staff) == 7  # 2 Pioneers and 5 facilitators

    def titles(pioneer):
        rows = Attendance.objects.filter(pioneer=pioneer, state="expected")
        return sorted(rows.values_list("session__title", flat=True))

    common = ["Celebration", "Workshop 1", "Workshop 2"]
    assert titles(one) == sorted([*common, f"{wandle}, meeting 1"])
    assert titles(other) == sorted([*common, f"{effra}, meeting 1"])
    assert titles(gone) == []
    [mail] = mails(kind="timetable_published", person=one.person)
    assert mail.body.count("\n- ") == 4
    assert f"{effra}" not in mail.body
    event = AuditEvent.objects.get(action="published timetable")
    assert (event.actor, event.detail) == (staff.email, {"sessions": 8, "people told": 7})


def test_publishing_twice_is_refused_and_mails_nobody_again(staff):
    cohort = running_cohort()
    make.pioneer(cohort)
    proposing.propose_timetable(cohort, by=staff)
    sessions.publish_timetable(cohort, by=staff)

    with pytest.raises(Refused, match="nothing to publish"):
        sessions.publish_timetable(cohort, by=staff)

    assert len(mails(kind="timetable_published")) == 1


def test_publishing_34_people_and_50_sessions_is_fast(staff):
    cohort = running_cohort()
    five_sets(cohort, staff)
    for _ in range(34):
        make.pioneer(cohort)
    sets.fill_sets(cohort, by=staff)
    proposing.propose_timetable(cohort, by=staff)
    assert cohort.sessions.count() == 50

    sessions.publish_timetable(cohort, by=staff)

    assert Attendance.objects.count() == 34 * (5 + 9)


def test_moving_a_published_session_tells_each_expected_person_once(staff):
    cohort = running_cohort()
    pioneer, other = make.pioneer(cohort), make.pioneer(cohort)
    session = published(cohort, moment(2026, 10, 7, 10))
    apologies.send_apologies(session, pioneer=other, reason="ill", by=other.person)
    starts, ends = moment(2026, 10, 8, 10), moment(2026, 10, 8, 13)

    moved = change(session, staff, starts_at=starts, ends_at=ends)
    change(moved, staff)

    assert (moved.sequence, moved.uid) == (1, session.uid)
    told = mails(kind="session_moved")
    assert len(told) == 2
    assert {mail.person_id for mail in told} == {pioneer.person_id, other.person_id}
    assert "Thursday 8 October 2026, 10am to 1pm" in told[0].body
    assert "planned for Wednesday 7 October 2026 at 10am" in told[0].body


def test_moving_a_proposed_session_tells_nobody(staff):
    cohort = running_cohort()
    make.pioneer(cohort)
    session = make.session(cohort, day=date(2026, 10, 7), state=SessionState.PROPOSED)

    moved = change(session, staff, place="Elsewhere")

    assert (moved.place, moved.sequence, OutboundEmail.objects.count()) == ("Elsewhere", 0, 0)


def test_moving_twice_withdraws_the_news_that_has_not_left(staff):
    cohort = running_cohort()
    make.pioneer(cohort)
    session = published(cohort, moment(2026, 10, 7, 10))
    moved = change(session, staff, place="First")
    change(moved, staff, place="Second")

    assert [(mail.state, mail.key.split(":")[3]) for mail in mails(kind="session_moved")] == [
        (MailState.CANCELLED, "v1"),
        (MailState.DUE, "v2"),
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 4), "Choose a day from Monday 7 September 2026 to Wednesday 7 July 2027"),
        (date(2027, 7, 8), "Choose a day from Monday 7 September 2026 to Wednesday 7 July 2027"),
        (date(2026, 10, 10), "Saturday 10 October 2026 is at a weekend"),
        (date(2027, 3, 29), "Monday 29 March 2027 is a bank holiday"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(staff, day, words):
    session = published(running_cohort(), moment(2026, 10, 7, 10))
    delta = timedelta(days=(day - date(2026, 10, 7)).days)

    with pytest.raises(Refused, match=words):
        change(session, staff, starts_at=session.starts_at + delta, ends_at=session.ends_at + delta)

    assert Session.objects.get(pk=session.pk).sequence == 0


def test_a_session_that_is_over_stays_as_it_was(staff):
    session = published(running_cohort(), moment(2026, 10, 7, 10))
    with clock.at(moment(2026, 10, 8, 9)), pytest.raises(Refused, match="is over"):
        change(session, staff, place="Elsewhere")


def test_cancelling_keeps_the_row_and_tells_those_expected(staff):
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, moment(2026, 10, 7, 10))
    sessions.reminders.plan()

    sessions.cancel_session(session, by=staff)

    session.refresh_from_db()
    assert (session.state, session.sequence) == (SessionState.CANCELLED, 1)
    assert [mail.person for mail in mails(kind="session_cancelled")] == [pioneer.person]
    assert {mail.state for mail in mails(kind="session_reminder")} == {MailState.CANCELLED}
    with pytest.raises(Refused, match="cancelled already"):
        sessions.cancel_session(session, by=staff)


def test_cancelling_a_proposed_session_takes_it_out(staff):
    session = make.session(running_cohort(), day=date(2026, 10, 7), state=SessionState.PROPOSED)
    sessions.cancel_session(session, by=staff)
    assert (Session.objects.count(), OutboundEmail.objects.count()) == (0, 0)


def test_a_learning_sets_joining_link_is_in_no_mail(staff):
    wandle = make.learning_set(running_cohort(), members=2)
    session = published(wandle, moment(2026, 10, 7, 10))
    link = "https://meet.example/only-for-us"

    moved = change(session, staff, online_link=link, place="Online")
    sessions.cancel_session(moved, by=staff)

    assert OutboundEmail.objects.count() == 12  # 3 readers: 2 reminders, the move, the end
    assert [mail for mail in OutboundEmail.objects.all() if link in mail.body] == []
    assert [event for event in AuditEvent.objects.all() if link in str(event.detail)] == []
    assert session.attendances.filter(state=AttendanceState.EXPECTED).count() == 2


def test_a_workshops_joining_link_is_in_the_reminder(staff):
    cohort = running_cohort()
    make.pioneer(cohort)
    session = published(cohort, moment(2026, 10, 7, 10), place="")
    change(session, staff, online_link="https://meet.example/all")
    live = mails(kind="session_reminder", state=MailState.DUE)
    assert ["Where: Online: https://meet.example/all" in mail.body for mail in live] == [True] * 2
