"""Pauses of a home: who is left in peace, for how long, and who is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import clock
from core.errors import Refused
from core.mail import kinds
from core.models import AuditEvent, OutboundEmail
from pioneers.models import HomePause
from pioneers.selectors import pauses as rows
from pioneers.services import pauses
from tests import factories as make
from tests.workshops.world import BEGIN, moment, published, running_cohort, states
from workshops import reminders
from workshops.services import apologies, sessions

pytestmark = pytest.mark.django_db
DAY = BEGIN.date()


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def mailed() -> set[tuple[str, int]]:
    found = OutboundEmail.objects.filter(kind__startswith="pause_")
    return set(found.values_list("kind", "person"))


def attendance(pioneer, session):
    return pioneer.attendances.filter(session=session).values_list("state", "reason").get()


@pytest.fixture
def world():
    """Two Pioneers of one home in two sets, one of another home, a mentor for the first."""
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    home = make.care_home()
    one, two = make.pioneer(cohort, home=home), make.pioneer(cohort, home=home)
    make.member(wandle, one)
    make.member(effra, two)
    other = make.member(wandle).pioneer
    pairing = make.pairing(one)
    return {"cohort": cohort, "wandle": wandle, "effra": effra, "one": one, "two": two,
            "other": other, "mentor": pairing.mentor.user}  # fmt: skip


def test_the_pioneers_their_mentor_and_their_facilitators_are_told_once_and_nobody_else(world):
    one, two = world["one"], world["two"]
    made = pauses.pause(one, weeks=2, reason="outbreak", by=one.person)

    assert (made.starts_on, made.ends_on, made.home) == (DAY, DAY + timedelta(14), one.home)
    assert mailed() == {
        ("pause_begun", one.person_id),
        ("pause_begun", two.person_id),
        ("pause_told", world["mentor"].pk),
        ("pause_told", world["wandle"].facilitator_id),
        ("pause_told", world["effra"].facilitator_id),
    }
    told = OutboundEmail.objects.get(person=world["mentor"])
    assert "outbreak" not in (told.subject + told.body).lower()
    assert str(two) not in told.body
    event = AuditEvent.objects.get(action="paused home")
    assert (event.actor, event.detail) == (
        one.person.email,
        {"reason": "outbreak", "until": "2026-09-15"},
    )


@pytest.mark.parametrize(
    ("weeks", "reason", "words"),
    [(0, "outbreak", "1 to 8"), (9, "outbreak", "1 to 8"), (2, "bored", "choose why")],
)
def test_a_pause_that_cannot_be_is_refused(world, weeks, reason, words):
    with pytest.raises(Refused, match=words):
        pauses.pause(world["one"], weeks=weeks, reason=reason, by=world["one"].person)
    assert HomePause.objects.count() == 0


def test_a_second_pause_of_the_same_home_is_refused_by_whom_it_is_asked(world):
    pauses.pause(world["one"], weeks=2, reason="outbreak", by=world["one"].person)
    with pytest.raises(Refused, match="paused already, until Tuesday 15 September 2026"):
        pauses.pause(world["two"], weeks=1, reason="inspection", by=world["two"].person)


@pytest.mark.parametrize("state", ["withdrawn", "completed"])
def test_who_does_not_take_part_pauses_nothing(world, state):
    world["one"].state = state
    world["one"].save()
    with pytest.raises(Refused, match="does not take part"):
        pauses.pause(world["one"], weeks=2, reason="outbreak", by=world["one"].person)


def test_a_pioneer_without_a_home_in_the_register_pauses_alone(world):
    alone = make.pioneer(world["cohort"], home=None)
    another = make.pioneer(world["cohort"], home=None)
    pauses.pause(alone, weeks=1, reason="other", by=alone.person)
    assert rows.paused_people(DAY) == {alone.person_id}
    assert rows.current_pause(another) is None


@pytest.mark.parametrize(
    ("days", "paused"), [(-1, False), (0, True), (13, True), (14, False), (15, False)]
)
def test_which_days_are_paused(world, days, paused):
    pauses.pause(world["one"], weeks=2, reason="outbreak", by=world["one"].person)
    both = {world["one"].person_id, world["two"].person_id}
    day = DAY + timedelta(days)
    assert rows.paused_people(day) == (both if paused else set())
    known = rows.paused_days()
    assert known.covers(world["one"].person_id, day) is paused
    assert known.excuse(world["two"].pk, day) == ("outbreak" if paused else "")
    assert known.covers(world["other"].person_id, day) is False


def test_a_moment_late_in_the_evening_belongs_to_the_day_in_london(world):
    pauses.pause(world["one"], weeks=2, reason="outbreak", by=world["one"].person)
    known = rows.paused_days()
    assert known.covers(world["one"].person_id, moment(2026, 9, 14, 23, 59)) is True
    assert known.covers(world["one"].person_id, moment(2026, 9, 15, 0, 0)) is False


def test_absences_within_are_excused_and_reminders_of_later_sessions_wait_for_the_end(world):
    one, other = world["one"], world["other"]
    within = published(world["wandle"], moment(2026, 9, 9, 10))
    just_after = published(world["wandle"], moment(2026, 9, 16, 10))
    reminders.plan()
    pauses.pause(one, weeks=2, reason="outbreak", by=one.person)

    assert attendance(one, within) == ("excused", "outbreak")
    assert attendance(one, just_after) == ("expected", "")
    assert attendance(other, within) == ("expected", "")
    mine = {"kind": "session_reminder", "person": one.person}
    # A day before the second is after the pause; the other three moments are not.
    assert states(**mine, key__contains=f"session:{within.pk}:") == ["cancelled", "cancelled"]
    assert states(**mine, key__contains=f"session:{just_after.pk}:") == ["cancelled", "due"]
    assert states(kind="session_reminder", person=other.person) == ["due"] * 4
    assert reminders.plan() == 0


def test_apologies_for_the_homes_sake_are_excused_and_ones_own_leave_is_not(world):
    one, two = world["one"], world["two"]
    first = published(world["wandle"], moment(2026, 9, 9, 10))
    second = published(world["effra"], moment(2026, 9, 9, 10))
    apologies.send_apologies(first, pioneer=one, reason="outbreak", by=one.person)
    apologies.send_apologies(second, pioneer=two, reason="leave", by=two.person)
    pauses.pause(one, weeks=2, reason="outbreak", by=one.person)
    assert attendance(one, first) == ("excused", "outbreak")
    assert attendance(two, second) == ("apologies", "leave")


def test_a_session_published_in_the_pause_and_a_register_keep_them_excused(world):
    one = world["one"]
    pauses.pause(one, weeks=2, reason="inspection", by=one.person)
    late = published(world["wandle"], moment(2026, 9, 10, 10))
    assert attendance(one, late) == ("excused", "inspection")
    assert attendance(world["other"], late) == ("expected", "")


def test_who_is_excused_may_come_all_the_same_and_a_longer_pause_leaves_that(world):
    one = world["one"]
    session = published(world["wandle"], moment(2026, 9, 9, 10))
    made = pauses.pause(one, weeks=2, reason="outbreak", by=one.person)
    apologies.take_back_apologies(session, pioneer=one, by=one.person)
    pauses.lengthen(made, weeks=1, by=one.person)
    assert attendance(one, session) == ("expected", "")


def test_a_longer_pause_excuses_more_and_ending_it_early_expects_them_again(world):
    one = world["one"]
    first = published(world["wandle"], moment(2026, 9, 9, 10))
    second = published(world["wandle"], moment(2026, 9, 16, 10))
    made = pauses.pause(one, weeks=2, reason="outbreak", by=one.person)
    made = pauses.lengthen(made, weeks=1, by=one.person)
    assert (made.ends_on, attendance(one, second)) == (date(2026, 9, 22), ("excused", "outbreak"))

    with clock.at(moment(2026, 9, 11, 9)):
        made = pauses.end_early(made, by=one.person)

    assert made.ends_on == date(2026, 9, 11)
    assert attendance(one, first) == ("excused", "outbreak")
    assert attendance(one, second) == ("expected", "")
    assert states(kind="session_reminder", person=one.person, state="due") == ["due"]
    assert mailed() >= {("pause_over", one.person_id), ("pause_over_told", world["mentor"].pk)}


def test_a_pause_lasts_eight_weeks_from_today_at_most(world):
    made = pauses.pause(world["one"], weeks=7, reason="outbreak", by=world["one"].person)
    with pytest.raises(Refused, match="until Tuesday 27 October 2026 at most"):
        pauses.lengthen(made, weeks=2, by=world["one"].person)
    with clock.at(BEGIN + timedelta(7)):
        assert pauses.lengthen(made, weeks=2, by=world["one"].person).ends_on == date(2026, 11, 3)


def test_it_ends_by_itself_on_its_day_and_says_so_once(world):
    one = world["one"]
    published(world["wandle"], moment(2026, 9, 16, 10), title="Wandle, meeting 2")
    pauses.pause(one, weeks=2, reason="outbreak", by=one.person)
    with clock.at(moment(2026, 9, 14, 23)):
        assert pauses.end_those_over() == 0
    with clock.at(moment(2026, 9, 15, 0, 5)):
        assert (pauses.end_those_over(), pauses.end_those_over()) == (1, 0)
    back = OutboundEmail.objects.get(kind="pause_over", person=one.person)
    assert "- Wandle, meeting 2: Wednesday 16 September 2026, 10am" in back.body
    assert OutboundEmail.objects.filter(kind="pause_over").count() == 2


def test_the_planner_of_the_end_is_registered(world):
    pauses.pause(world["one"], weeks=1, reason="outbreak", by=world["one"].person)
    with clock.at(BEGIN + timedelta(7)):
        kinds.plan()
    assert HomePause.objects.get().end_told_at is not None


def test_what_is_over_cannot_be_ended_or_lengthened_but_a_new_pause_begins(world):
    one = world["one"]
    made = pauses.pause(one, weeks=1, reason="outbreak", by=one.person)
    with clock.at(BEGIN + timedelta(7)):
        for change in (lambda: pauses.end_early(made, by=one.person),
                       lambda: pauses.lengthen(made, weeks=1, by=one.person)):  # fmt: skip
            with pytest.raises(Refused, match="is over already"):
                change()
        pauses.pause(one, weeks=1, reason="inspection", by=one.person)
    assert [one.reason for one in rows.of_pioneer(one)] == ["inspection", "outbreak"]


def test_ended_on_the_day_it_began_it_has_paused_nothing(world):
    one = world["one"]
    session = published(world["wandle"], moment(2026, 9, 9, 10))
    made = pauses.pause(one, weeks=2, reason="outbreak", by=one.person)
    pauses.end_early(made, by=one.person)
    assert rows.paused_people(DAY) == set()
    assert attendance(one, session) == ("expected", "")


def test_the_aims_date_moves_by_the_pause_and_back_when_it_is_shorter(world):
    one = world["one"]
    due = make.project(one, aim_by=date(2026, 10, 1))
    past = make.project(world["two"], aim_by=date(2026, 8, 1))
    unmoved = make.project(world["other"], aim_by=date(2026, 10, 1))
    made = pauses.pause(one, weeks=2, reason="outbreak", by=one.person)

    def dates():
        for project in (due, past, unmoved):
            project.refresh_from_db()
        return [project.aim_by for project in (due, past, unmoved)]

    assert dates() == [date(2026, 10, 15), date(2026, 8, 1), date(2026, 10, 1)]
    made = pauses.lengthen(made, weeks=1, by=one.person)
    assert dates()[0] == date(2026, 10, 22)
    with clock.at(moment(2026, 9, 3, 9)):
        pauses.end_early(made, by=one.person)
    assert dates()[0] == date(2026, 10, 3)
    assert AuditEvent.objects.filter(action="moved due date of project").count() == 3


def test_an_approved_poster_keeps_the_date_that_is_in_print(world):
    project = make.project(world["one"], aim_by=date(2026, 10, 1))
    make.poster(project)
    pauses.pause(world["one"], weeks=2, reason="outbreak", by=world["one"].person)
    project.refresh_from_db()
    assert project.aim_by == date(2026, 10, 1)


def test_a_session_moved_into_the_pause_is_excused_and_moved_out_again_expected(world):
    one = world["one"]
    session = published(world["wandle"], moment(2026, 9, 23, 10))
    pauses.pause(one, weeks=2, reason="outbreak", by=one.person)

    def move(day):
        sessions.change_session(
            session, starts_at=moment(2026, 9, day, 10), ends_at=moment(2026, 9, day, 13),
            place=session.place, online_link="", title=session.title, by=make.staff(),
        )  # fmt: skip
        return attendance(one, session)

    assert (move(10), move(22)) == (("excused", "outbreak"), ("expected", ""))
