"""The proposed timetable, on examples that staff would recognise."""

import csv
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from workshops.timetable import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    SetPlan,
    TimetablePlan,
    bank_holidays,
    propose,
)

SOURCE = Path(__file__).parent / "data" / "bank_holidays_england_wales_2024_2027.csv"
HOLIDAYS = bank_holidays(range(2024, 2028))

MORNING = SetPlan(
    key="croydon",
    name="Croydon set",
    starts_at=time(10),
    ends_at=time(12, 30),
    weekdays=(MONDAY,),
    facilitator="jo",
    place="Room 1",
)
# Nothing in its way: one workshop, one set, one meeting, in quiet weeks.
QUIET = TimetablePlan(
    starts_on=date(2025, 6, 2),
    ends_on=date(2025, 7, 31),
    bank_holidays=HOLIDAYS,
    celebration_on=date(2025, 9, 3),
    workshops=1,
    learning_set_meetings=1,
    sets=(MORNING,),
)
COHORT_6 = TimetablePlan(
    starts_on=date(2024, 6, 3),
    ends_on=date(2025, 3, 5),
    bank_holidays=HOLIDAYS,
    celebration_on=date(2025, 3, 5),
    workshops=4,
    learning_set_meetings=9,
    sets=(MORNING,),
)


def days(proposal, kind, set_key=None):
    return [
        session.day
        for session in proposal.sessions
        if (session.kind, session.set_key) == (kind, set_key)
    ]


def notes(proposal, kind, set_key=None):
    return [
        session.notes
        for session in proposal.sessions
        if (session.kind, session.set_key) == (kind, set_key)
    ]


def test_bank_holidays_are_those_that_gov_uk_lists():
    with SOURCE.open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        listed = {date.fromisoformat(row["date"]) for row in rows}
    assert bank_holidays(range(2024, 2028)) == listed


def test_nine_months_hold_four_workshops_and_a_set_meeting_every_month():
    proposal = propose(COHORT_6)
    assert proposal.problems == ()
    assert days(proposal, "workshop") == [
        date(2024, 6, 4),
        date(2024, 8, 13),
        date(2024, 10, 15),
        date(2024, 12, 17),
    ]
    months = [(day.year, day.month) for day in days(proposal, "learning_set", "croydon")]
    assert months == [(2024, month) for month in range(6, 13)] + [(2025, 1), (2025, 2)]
    assert proposal.sessions[0].kind == "workshop"
    assert proposal.sessions[-1].kind == "celebration"
    assert proposal.sessions[-1].day == date(2025, 3, 5)


def test_counts_are_those_of_the_plan():
    proposal = propose(replace(COHORT_6, workshops=5, learning_set_meetings=6))
    numbers = [(one.kind, one.number) for one in proposal.sessions]
    assert sorted(numbers) == sorted(
        [("workshop", number) for number in range(1, 6)]
        + [("learning_set", number) for number in range(1, 7)]
        + [("celebration", 1)]
    )


def test_a_session_carries_time_place_and_mode_of_its_plan():
    online = replace(MORNING, key="online", name="Online set", online=True, place="Zoom")
    proposal = propose(replace(QUIET, sets=(online,), workshop_place="Guy's Hospital"))
    workshop, meeting, _ = proposal.sessions
    assert (workshop.place, workshop.online, workshop.set_key) == ("Guy's Hospital", False, None)
    assert (meeting.place, meeting.online, meeting.set_key) == ("Zoom", True, "online")
    assert meeting.starts_at.isoformat() == f"{meeting.day}T10:00:00+01:00"
    assert meeting.ends_at.isoformat() == f"{meeting.day}T12:30:00+01:00"


def test_a_set_meets_at_ten_on_both_sides_of_each_clock_change():
    plan = replace(COHORT_6, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 29))
    plan = replace(plan, celebration_on=None)
    meetings = [one for one in propose(plan).sessions if one.kind == "learning_set"]
    assert {one.starts_at.strftime("%H:%M") for one in meetings} == {"10:00"}
    assert [one.starts_at.strftime("%z") for one in meetings if one.day < date(2025, 10, 26)] == [
        "+0100"
    ] * 2
    assert {one.starts_at.strftime("%z") for one in meetings if one.day.month in (11, 12, 1)} == {
        "+0000"
    }
    assert meetings[-1].starts_at.strftime("%z") == "+0100"


def test_a_workshop_moves_off_a_bank_holiday_and_says_so():
    plan = replace(
        QUIET,
        starts_on=date(2025, 8, 25),
        ends_on=date(2025, 9, 30),
        celebration_on=None,
        workshop_weekdays=(MONDAY,),
    )
    proposal = propose(plan)
    assert days(proposal, "workshop") == [date(2025, 9, 1)]
    assert notes(proposal, "workshop") == [("Moved from Monday 25 August 2025: bank holiday.",)]


def test_the_next_liked_weekday_is_taken_when_it_is_nearer():
    plan = replace(
        QUIET,
        starts_on=date(2025, 8, 25),
        ends_on=date(2025, 9, 30),
        celebration_on=None,
        workshop_weekdays=(MONDAY, TUESDAY),
    )
    assert days(propose(plan), "workshop") == [date(2025, 8, 26)]


def test_a_date_to_avoid_is_avoided_and_named():
    wished = days(propose(QUIET), "learning_set", "croydon")[0]
    proposal = propose(replace(QUIET, avoid_dates={wished}))
    assert days(proposal, "learning_set", "croydon") == [wished + timedelta(days=7)]
    assert notes(proposal, "learning_set", "croydon") == [
        ("Moved from Monday 30 June 2025: a date to avoid.",)
    ]


def test_nothing_is_proposed_over_christmas():
    plan = replace(QUIET, starts_on=date(2025, 12, 22), ends_on=date(2026, 2, 27))
    proposal = propose(replace(plan, celebration_on=None, workshop_weekdays=(MONDAY,)))
    assert days(proposal, "workshop") == [date(2026, 1, 5)]
    assert notes(proposal, "workshop") == [
        ("Moved from Monday 22 December 2025: Christmas and New Year.",)
    ]


def test_a_set_moves_off_the_day_of_a_workshop_and_says_so():
    # The second workshop is on the day that the set would like best.
    plan = replace(QUIET, workshops=2, workshop_weekdays=(MONDAY,), gap_days=1)
    proposal = propose(plan)
    assert days(proposal, "workshop") == [date(2025, 6, 2), date(2025, 6, 30)]
    assert days(proposal, "learning_set", "croydon") == [date(2025, 7, 7)]
    assert notes(proposal, "learning_set", "croydon") == [
        ("Moved from Monday 30 June 2025: workshop 2 is on that day.",)
    ]


def test_a_set_keeps_the_gap_to_a_workshop_and_says_so():
    plan = replace(QUIET, workshops=2, workshop_weekdays=(WEDNESDAY,), gap_days=5)
    proposal = propose(plan)
    assert days(proposal, "workshop") == [date(2025, 6, 4), date(2025, 7, 2)]
    assert days(proposal, "learning_set", "croydon") == [date(2025, 7, 7)]
    assert notes(proposal, "learning_set", "croydon") == [
        (
            "Moved from Monday 30 June 2025: workshop 2 is on Wednesday 2 July 2025, "
            "less than 5 days away.",
        )
    ]


def test_meetings_of_a_set_keep_the_gap_to_each_other_and_say_so():
    plan = replace(QUIET, learning_set_meetings=3, gap_days=21)
    proposal = propose(replace(plan, ends_on=date(2025, 8, 11)))
    assert [day.strftime("%d %b") for day in days(proposal, "learning_set", "croydon")] == [
        "30 Jun",
        "21 Jul",
        "11 Aug",
    ]
    assert notes(proposal, "learning_set", "croydon") == [
        (
            "Moved from Monday 16 June 2025: workshop 1 is on Tuesday 3 June 2025, "
            "less than 21 days away.",
        ),
        ("Moved from Monday 7 July 2025: to keep 21 days between meetings of Croydon set.",),
        ("Moved from Monday 28 July 2025: to keep 21 days between meetings of Croydon set.",),
    ]


def test_one_facilitator_is_never_with_two_sets_at_one_time():
    other = replace(MORNING, key="sutton", name="Sutton set", place="Room 2")
    proposal = propose(replace(QUIET, sets=(MORNING, other)))
    assert days(proposal, "learning_set", "croydon") == [date(2025, 6, 30)]
    assert days(proposal, "learning_set", "sutton") == [date(2025, 7, 7)]
    assert notes(proposal, "learning_set", "sutton") == [
        ("Moved from Monday 30 June 2025: the facilitator is with Croydon set at that time.",)
    ]


def test_one_room_never_holds_two_sets_at_one_time():
    other = replace(MORNING, key="sutton", name="Sutton set", facilitator="al")
    proposal = propose(replace(QUIET, sets=(MORNING, other)))
    assert days(proposal, "learning_set", "sutton") == [date(2025, 7, 7)]
    assert notes(proposal, "learning_set", "sutton") == [
        ("Moved from Monday 30 June 2025: Croydon set is using Room 1 at that time.",)
    ]


@pytest.mark.parametrize(
    "difference",
    [
        {"facilitator": "al", "place": "Room 2"},
        {"facilitator": "", "place": ""},
        {"facilitator": "al", "online": True},
        {"starts_at": time(12, 30), "ends_at": time(15)},
    ],
    ids=["another room and facilitator", "none known yet", "online", "straight afterwards"],
)
def test_sets_that_do_not_clash_meet_on_the_same_day(difference):
    other = replace(MORNING, key="sutton", name="Sutton set", **difference)
    proposal = propose(replace(QUIET, sets=(MORNING, other)))
    assert days(proposal, "learning_set", "sutton") == [date(2025, 6, 30)]


def test_a_celebration_on_a_bank_holiday_moves_to_the_nearest_day():
    proposal = propose(replace(QUIET, ends_on=date(2025, 9, 30), celebration_on=date(2025, 8, 25)))
    assert days(proposal, "celebration") == [date(2025, 8, 26)]
    assert notes(proposal, "celebration") == [("Moved from Monday 25 August 2025: bank holiday.",)]


def test_a_celebration_on_a_saturday_moves_off_the_weekend():
    proposal = propose(replace(QUIET, celebration_on=date(2025, 9, 6)))
    assert days(proposal, "celebration") == [date(2025, 9, 5)]
    assert notes(proposal, "celebration") == [("Moved from Saturday 6 September 2025: weekend.",)]


def test_a_celebration_without_a_date_is_the_last_workshop_weekday():
    plan = replace(QUIET, celebration_on=None, workshop_weekdays=(TUESDAY,))
    proposal = propose(plan)
    assert days(proposal, "celebration") == [date(2025, 7, 29)]
    assert notes(proposal, "celebration") == [
        ("No date was given. This is the last day that suits.",)
    ]


def test_a_celebration_months_after_the_end_leaves_the_programme_within_its_dates():
    proposal = propose(replace(COHORT_6, ends_on=date(2025, 1, 31)))
    assert proposal.problems == ()
    assert proposal.sessions[-1].day == date(2025, 3, 5)
    assert proposal.sessions[-2].day <= date(2025, 1, 31)


def test_what_does_not_fit_is_a_problem_in_words():
    plan = replace(
        QUIET,
        ends_on=date(2025, 6, 30),
        workshops=2,
        learning_set_meetings=3,
        gap_days=7,
        workshop_weekdays=(THURSDAY,),
    )
    proposal = propose(plan)
    assert len(days(proposal, "workshop")) == 2
    assert days(proposal, "learning_set", "croydon") == [
        date(2025, 6, 23),
        date(2025, 6, 30),
    ]
    assert proposal.problems == (
        "Only 2 of the 3 meetings of Croydon set can be held between Monday 2 June 2025 and "
        "Monday 30 June 2025, with 7 days or more between sessions. Make the cohort longer, "
        "the gap shorter or allow more weekdays.",
    )


def test_a_cohort_of_one_bank_holiday_has_problems_and_no_sessions():
    day = date(2025, 8, 25)
    proposal = propose(replace(QUIET, starts_on=day, ends_on=day, celebration_on=day))
    period = "between Monday 25 August 2025 and Monday 25 August 2025"
    advice = "Make the cohort longer, the gap shorter or allow more weekdays."
    assert proposal.sessions == ()
    assert proposal.problems == (
        f"There is no day for the celebration {period}.",
        f"None of the 1 workshops can be held {period}, with 5 days or more between sessions. "
        f"{advice}",
        f"None of the 1 meetings of Croydon set can be held {period}, with 5 days or more between "
        f"sessions. {advice}",
    )


def test_without_learning_sets_the_workshops_are_proposed_and_the_rest_is_said():
    proposal = propose(replace(QUIET, sets=()))
    assert [one.kind for one in proposal.sessions] == ["workshop", "celebration"]
    assert proposal.problems == ("There are no learning sets yet, so their meetings are left out.",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": date(2025, 6, 1)}, "The cohort ends before it starts."),
        ({"celebration_on": date(2025, 6, 1)}, "The celebration is before the cohort starts."),
        (
            {"ends_on": date(2205, 7, 31)},
            "The cohort is longer than five years. Check the years of its dates.",
        ),
        ({"workshops": -1}, "Numbers of sessions and days must be 0 or more."),
        ({"gap_days": -1}, "Numbers of sessions and days must be 0 or more."),
        ({"workshop_ends_at": time(10)}, "A workshop must end after it starts."),
        ({"celebration_ends_at": time(9)}, "The celebration must end after it starts."),
        (
            {"sets": (replace(MORNING, ends_at=time(9)),)},
            "Croydon set must end after it starts.",
        ),
        ({"workshop_weekdays": (5,)}, "Choose days from Monday to Friday for the workshops."),
        (
            {"sets": (replace(MORNING, weekdays=(0, 7)),)},
            "Choose days from Monday to Friday for Croydon set.",
        ),
        ({"sets": (MORNING, MORNING)}, "Two learning sets have the same key."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_plan_that_makes_no_sense_is_refused_in_words(change, words):
    with pytest.raises(ValueError) as refused:
        propose(replace(QUIET, **change))
    assert str(refused.value) == words
