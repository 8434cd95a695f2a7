"""The proposed timetable around what stands already, other cohorts and days to keep free."""

from dataclasses import replace
from datetime import date, time

import pytest

from tests.workshops.test_timetable import COHORT_6, MORNING, QUIET, days
from workshops.timetable import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    Busy,
    ProposedSession,
    propose,
)
from workshops.wall_clock import at, in_words


def fixed(kind, number, day, set_key=None):
    return ProposedSession(
        kind=kind,
        number=number,
        set_key=set_key,
        day=day,
        starts_at=at(day, time(10)),
        ends_at=at(day, time(12, 30)),
        place="Room 1",
        online=False,
    )


def test_what_stands_already_is_not_proposed_again_and_the_rest_is_placed_around_it():
    stands = fixed("workshop", 2, date(2024, 9, 4))
    proposal = propose(replace(COHORT_6, fixed=(stands,)))
    workshops = [one for one in proposal.sessions if one.kind == "workshop"]
    assert [one.number for one in workshops] == [1, 3, 4]
    assert workshops[0].day < stands.day < workshops[1].day
    meetings = days(proposal, "learning_set", "croydon")
    assert min(abs((day - stands.day).days) for day in meetings) >= 5


def test_meetings_that_stand_keep_their_numbers_and_their_gap():
    stands = (
        fixed("learning_set", 1, date(2024, 7, 8), "croydon"),
        fixed("learning_set", 3, date(2024, 9, 9), "croydon"),
    )
    proposal = propose(replace(COHORT_6, fixed=stands))
    found = [(one.number, one.day) for one in proposal.sessions if one.set_key == "croydon"]
    assert [number for number, _ in found] == [2, 4, 5, 6, 7, 8, 9]
    assert date(2024, 7, 8) < found[0][1] < date(2024, 9, 9) < found[1][1]


def test_online_meetings_need_no_room():
    busy = tuple(
        Busy(
            title="Cohort 7’s meeting",
            starts_at=at(day, time(9)),
            ends_at=at(day, time(17)),
            place="Room 1",
        )
        for day in (date(2025, 6, 23), date(2025, 6, 30))
    )
    plan = replace(QUIET, busy=busy)
    [in_the_room] = [one for one in propose(plan).sessions if one.kind == "learning_set"]
    [online] = [
        one
        for one in propose(replace(plan, online_meetings={1})).sessions
        if one.kind == "learning_set"
    ]
    assert (online.online, online.place, online.notes) == (True, "Online", ())
    assert in_the_room.place == "Room 1"
    assert in_the_room.notes == (
        f"Moved from {in_words(online.day)}: Cohort 7’s meeting is using Room 1 at that time.",
    )


@pytest.mark.parametrize(
    ("going", "kind"), [({"croydon"}, "learning_set"), ({None}, "workshop"), (set(), None)]
)
def test_a_pioneer_who_is_elsewhere_that_day_moves_what_they_would_go_to(going, kind):
    usual = {(one.kind, one.set_key): one.day for one in propose(QUIET).sessions}
    busy = tuple(
        Busy(
            title="Workshop 1 of Cohort 7",
            starts_at=at(day, time(18)),
            ends_at=at(day, time(19)),
            going=frozenset(going),
        )
        for day in usual.values()
    )
    moved = {
        one.kind: one.notes
        for one in propose(replace(QUIET, busy=busy)).sessions
        if one.day != usual[one.kind, one.set_key]
    }
    assert (kind in moved) == (kind is not None)
    if kind is None:
        assert moved == {}
    else:
        assert "a Pioneer is at Workshop 1 of Cohort 7 on that day." in moved[kind][0]


def test_a_day_to_keep_free_says_why():
    [usual] = [one for one in propose(QUIET).sessions if one.kind == "workshop"]
    plan = replace(QUIET, avoid_dates={usual.day}, avoid_why={usual.day: "half-term"})
    [moved] = [one for one in propose(plan).sessions if one.kind == "workshop"]
    assert moved.notes == (f"Moved from {in_words(usual.day)}: half-term.",)


def test_a_facilitator_who_cannot_lead_on_the_sets_weekday_is_a_problem_in_words():
    free = replace(MORNING, facilitator_weekdays=(TUESDAY, WEDNESDAY))
    assert propose(replace(QUIET, sets=(free,))).problems == (
        "The facilitator of Croydon set cannot lead on Mondays. "
        "Give the set another day or another facilitator.",
    )
    either = replace(free, weekdays=(MONDAY, TUESDAY))
    proposal = propose(replace(QUIET, sets=(either,)))
    assert proposal.problems == ()
    assert [day.weekday() for day in days(proposal, "learning_set", "croydon")] == [TUESDAY]
