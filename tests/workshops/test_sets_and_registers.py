"""Learning sets, apologies and registers as services."""

from __future__ import annotations

from datetime import time

import pytest

from core import clock
from core.errors import Refused
from core.models import AuditEvent
from pioneers.models import Answer, Question
from tests import factories as make
from tests.workshops.world import BEGIN, five_sets, mails, moment, published, running_cohort
from workshops import selectors
from workshops.models import Attendance, SetMembership
from workshops.services import apologies, registers, sets

pytestmark = pytest.mark.django_db
DAY = moment(2026, 10, 7, 10)


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def rows_of(session):
    return dict(session.attendances.values_list("pioneer", "state"))


def test_a_second_set_of_the_same_name_is_refused(staff):
    cohort = running_cohort()
    values = {"facilitator": None, "weekday": 1, "starts": time(10), "ends": time(13), "by": staff}
    assert str(sets.add_set(cohort, name="Wandle set", **values)) == "Wandle set"
    with pytest.raises(Refused, match="already has a learning set of that name"):
        sets.add_set(cohort, name="Wandle", **values)


def test_a_set_that_ends_before_it_starts_is_refused(staff):
    with pytest.raises(Refused, match="must end after it starts"):
        sets.add_set(
            running_cohort(), name="Wandle", facilitator=None, weekday=1, starts=time(13),
            ends=time(10), by=staff,
        )  # fmt: skip


def test_filling_places_everybody_with_reasons_and_keeps_colleagues_apart(staff):
    cohort = running_cohort()
    five_sets(cohort, staff)
    home = make.care_home()
    colleagues = [make.pioneer(cohort, home=home) for _ in range(5)]
    for _ in range(10):
        make.pioneer(cohort)
    make.pioneer(cohort, state="withdrawn")

    assert sets.fill_sets(cohort, by=staff) == 15

    placed = dict(SetMembership.objects.values_list("pioneer", "learning_set"))
    assert len({placed[one.pk] for one in colleagues}) == 5
    assert sorted(list(placed.values()).count(pk) for pk in set(placed.values())) == [3] * 5
    assert "From the same home: 4 others, none in this set." in (
        colleagues[0].set_memberships.get().reason
    )
    event = AuditEvent.objects.get(action="filled learning sets")
    assert (event.actor, event.detail) == (staff.email, {"placed": 15})


def test_filling_honours_the_half_of_the_day_asked_for(staff):
    cohort = running_cohort()
    morning = make.learning_set(cohort, starts=time(10), ends=time(12))
    afternoon = make.learning_set(cohort, starts=time(14), ends=time(16))
    question = Question.objects.create(cohort=cohort, key="preference", text="When?")
    wishes = {}
    for wish in ("afternoon", "Morning", "afternoon", "morning"):
        pioneer = make.pioneer(cohort)
        Answer.objects.create(application=pioneer.application, question=question, text=wish)
        wishes[pioneer] = morning if wish.lower() == "morning" else afternoon

    sets.fill_sets(cohort, by=staff)

    assert {one: selectors.current_set(one) for one in wishes} == wishes


def test_filling_again_moves_nobody_whom_staff_placed(staff):
    cohort = running_cohort()
    wandle, effra = five_sets(cohort, staff)[:2]
    people = [make.pioneer(cohort) for _ in range(6)]
    for one in people[:3]:
        sets.move_member(one, wandle, by=staff, reason="By hand")

    assert sets.fill_sets(cohort, by=staff) == 3

    assert {selectors.current_set(one) for one in people[:3]} == {wandle}
    assert wandle not in {selectors.current_set(one) for one in people[3:]}
    with pytest.raises(Refused, match="in a learning set already"):
        sets.fill_sets(cohort, by=staff)


def test_filling_without_sets_is_refused(staff):
    with pytest.raises(Refused, match="Add the learning sets first"):
        sets.fill_sets(running_cohort(), by=staff)


def test_moving_to_another_set_keeps_the_history(staff):
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    pioneer = make.member(wandle).pioneer

    sets.move_member(pioneer, effra, by=staff)

    history = pioneer.set_memberships.order_by("pk").values_list("learning_set", "left_on")
    assert list(history) == [(wandle.pk, BEGIN.date()), (effra.pk, None)]
    sets.move_member(pioneer, None, by=staff)
    assert list(selectors.unplaced(cohort)) == [pioneer]


def test_moving_to_a_set_of_another_cohort_is_refused(staff):
    pioneer = make.pioneer(running_cohort())
    with pytest.raises(Refused, match="is of another cohort"):
        sets.move_member(pioneer, make.learning_set(running_cohort()), by=staff)


def test_register_notes_states_and_who_took_it(staff):
    cohort = running_cohort()
    one, two, three = (make.pioneer(cohort) for _ in range(3))
    session = published(cohort, DAY)
    with clock.at(DAY):
        registers.take_register(session, states={one.pk: "present", two.pk: "absent"}, by=staff)

    assert rows_of(session) == {one.pk: "present", two.pk: "absent", three.pk: "expected"}
    session.refresh_from_db()
    assert session.register_taken_at == DAY
    assert session.attendances.get(pioneer=one).recorded_by == staff
    event = AuditEvent.objects.get(action="took register")
    assert (event.actor, event.detail) == (staff.email, {"present": 1, "absent": 1})


def test_register_before_the_day_is_refused(staff):
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY)
    with pytest.raises(Refused, match="opens on the day: Wednesday 7 October 2026"):
        registers.take_register(session, states={pioneer.pk: "present"}, by=staff)
    assert rows_of(session) == {pioneer.pk: "expected"}


@pytest.mark.parametrize("state", ["expected", "here"])
def test_register_takes_only_its_own_choices(staff, state):
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY)
    with clock.at(DAY), pytest.raises(Refused, match="is not a choice"):
        registers.take_register(session, states={pioneer.pk: state}, by=staff)


def test_register_refuses_somebody_of_another_set(staff):
    wandle = make.learning_set(running_cohort(), members=1)
    stranger = make.member(make.learning_set(wandle.cohort)).pioneer
    session = published(wandle, DAY)
    with clock.at(DAY), pytest.raises(Refused, match="does not belong to this session"):
        registers.take_register(session, states={stranger.pk: "present"}, by=staff)
    assert Attendance.objects.filter(pioneer=stranger).count() == 0


def test_apologies_keep_the_reason_and_can_be_taken_back():
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY)
    row = apologies.send_apologies(session, pioneer=pioneer, reason="outbreak", by=pioneer.person)
    assert (row.state, row.reason, row.recorded_by) == ("apologies", "outbreak", pioneer.person)
    assert AuditEvent.objects.get(action="sent apologies").actor == pioneer.person.email
    row = apologies.take_back_apologies(session, pioneer=pioneer, by=pioneer.person)
    assert (row.state, row.reason) == ("expected", "")


@pytest.mark.parametrize(
    ("when", "state", "reason", "words"),
    [
        (moment(2026, 10, 7, 14), "published", "ill", "is over"),
        (BEGIN, "cancelled", "ill", "does not take place"),
        (BEGIN, "published", "bored", "choose why"),
    ],
)
def test_apologies_that_cannot_be_taken_are_refused(when, state, reason, words):
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY, state=state)
    with clock.at(when), pytest.raises(Refused, match=words):
        apologies.send_apologies(session, pioneer=pioneer, reason=reason, by=pioneer.person)


def test_a_new_facilitator_is_reminded_in_place_of_the_old_one(staff):
    wandle = make.learning_set(running_cohort())
    old, new = wandle.facilitator, make.person()
    published(wandle, DAY)
    sets.reminders.plan()

    sets.change_set(wandle, facilitator=new, by=staff)

    state_of = {(row.person, row.state) for row in mails(kind="set_reminder")}
    assert state_of == {(old, "cancelled"), (new, "due")}
