"""The proposed timetable: what must hold for every plan, over the clock changes of 2025-2027."""

from collections import Counter
from copy import deepcopy
from datetime import UTC, date, time, timedelta
from itertools import combinations, pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.timetable import SetPlan, TimetablePlan, bank_holidays, propose
from workshops.wall_clock import to_local

HOLIDAYS = bank_holidays(range(2024, 2029))
HOURS = [
    (time(9, 30), time(12)),
    (time(10), time(12, 30)),
    (time(12), time(15)),
    (time(14), time(17)),
]
WEEKDAYS = [choice for count in range(4) for choice in permutations(range(5), count)]


@st.composite
def set_plans(draw, number):
    starts_at, ends_at = draw(st.sampled_from(HOURS))
    return SetPlan(
        key=f"set-{number}",
        name=f"Set {number}",
        starts_at=starts_at,
        ends_at=ends_at,
        weekdays=draw(st.sampled_from(WEEKDAYS)),
        facilitator=draw(st.sampled_from(["", "jo", "al"])),
        place=draw(st.sampled_from(["", "Room 1", "Room 2"])),
        online=draw(st.booleans()),
    )


@st.composite
def plans(draw):
    starts_on = draw(st.dates(date(2025, 1, 1), date(2026, 12, 1)))
    length = draw(st.integers(0, 390))
    after = draw(st.none() | st.integers(0, length + 45))
    return TimetablePlan(
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=length),
        celebration_on=None if after is None else starts_on + timedelta(days=after),
        workshops=draw(st.integers(0, 6)),
        learning_set_meetings=draw(st.integers(0, 12)),
        workshop_weekdays=draw(st.sampled_from(WEEKDAYS)),
        sets=tuple(draw(set_plans(number)) for number in range(draw(st.integers(0, 4)))),
        gap_days=draw(st.integers(0, 21)),
        bank_holidays=HOLIDAYS,
        avoid_dates=draw(
            st.frozensets(st.integers(0, 390).map(lambda n: starts_on + timedelta(days=n)))
        ),
    )


@given(plans())
@settings(deadline=None)
def test_no_session_is_on_a_weekend_bank_holiday_or_date_to_avoid(plan):
    for session in propose(plan).sessions:
        assert session.day.weekday() < 5
        assert session.day not in HOLIDAYS
        assert session.day not in plan.avoid_dates


@given(plans())
@settings(deadline=None)
def test_sessions_are_within_the_dates_and_in_the_order_of_the_programme(plan):
    sessions = propose(plan).sessions
    last_day = max(plan.ends_on, plan.celebration_on or plan.ends_on)
    workshops = [one.day for one in sessions if one.kind == "workshop"]
    for session in sessions:
        if session.kind == "celebration":
            assert plan.starts_on <= session.day <= last_day
            assert session is sessions[-1]
        else:
            assert plan.starts_on <= session.day <= plan.ends_on
            assert session.day >= min(workshops, default=plan.starts_on)
    assert list(sessions) == sorted(sessions, key=lambda one: one.starts_at)


@given(plans())
@settings(deadline=None)
def test_counts_are_right_or_the_shortfall_is_a_problem(plan):
    proposal = propose(plan)
    found = Counter((one.kind, one.set_key) for one in proposal.sessions)
    wanted = Counter({("celebration", None): 1, ("workshop", None): plan.workshops})
    wanted.update({("learning_set", one.key): plan.learning_set_meetings for one in plan.sets})
    short = wanted - found
    assert found - wanted == Counter()
    no_sets_yet = bool(plan.learning_set_meetings and not plan.sets)
    assert len(proposal.problems) == len(short) + no_sets_yet
    for kind, set_key in wanted:
        numbers = [
            one.number for one in proposal.sessions if (one.kind, one.set_key) == (kind, set_key)
        ]
        assert numbers == list(range(1, len(numbers) + 1))


@given(plans())
@settings(deadline=None)
def test_local_time_is_the_same_all_year(plan):
    hours = {one.key: (one.starts_at, one.ends_at) for one in plan.sets}
    for session in propose(plan).sessions:
        starts_at, ends_at = (
            to_local(moment.astimezone(UTC)) for moment in (session.starts_at, session.ends_at)
        )
        assert starts_at.date() == ends_at.date() == session.day
        if session.kind == "workshop":
            expected = plan.workshop_starts_at, plan.workshop_ends_at
        elif session.kind == "celebration":
            expected = plan.celebration_starts_at, plan.celebration_ends_at
        else:
            expected = hours[session.set_key]
        assert (starts_at.time(), ends_at.time()) == expected


@given(plans())
@settings(deadline=None)
def test_no_pioneer_has_two_sessions_nearer_than_the_gap(plan):
    sessions = propose(plan).sessions
    for key in [None, *(one.key for one in plan.sets)]:
        mine = [one.day for one in sessions if one.set_key in (None, key)]
        for one, following in pairwise(mine):
            assert (following - one).days >= max(1, plan.gap_days)


@given(plans())
@settings(deadline=None)
def test_no_two_sets_share_a_facilitator_or_a_room_at_one_time(plan):
    sets = {one.key: one for one in plan.sets}
    meetings = [one for one in propose(plan).sessions if one.kind == "learning_set"]
    for one, other in combinations(meetings, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            mine, theirs = sets[one.set_key], sets[other.set_key]
            assert mine.facilitator != theirs.facilitator or not mine.facilitator
            assert mine.place != theirs.place or not mine.place or mine.online or theirs.online


@given(plans())
@settings(deadline=None)
def test_the_same_plan_gives_the_same_proposal(plan):
    assert propose(plan) == propose(deepcopy(plan))


@given(
    starts_on=st.dates(date(2025, 1, 1), date(2026, 12, 1)),
    months=st.integers(8, 10),
    weekdays=st.lists(st.integers(0, 4), min_size=1, max_size=4),
    meetings=st.integers(6, 9),
)
@settings(deadline=None)
def test_a_programme_of_the_usual_size_always_fits(starts_on, months, weekdays, meetings):
    sets = tuple(
        SetPlan(
            key=str(number),
            name=f"Set {number}",
            starts_at=time(10),
            ends_at=time(12),
            weekdays=(weekday,),
            facilitator=f"facilitator {number}",
        )
        for number, weekday in enumerate(weekdays)
    )
    ends_on = starts_on + timedelta(days=30 * months)
    proposal = propose(
        TimetablePlan(
            starts_on=starts_on,
            ends_on=ends_on,
            workshops=4,
            learning_set_meetings=meetings,
            sets=sets,
            bank_holidays=HOLIDAYS,
        )
    )
    assert proposal.problems == ()
    for one in sets:
        days = [session.day for session in proposal.sessions if session.set_key == one.key]
        assert max((b - a).days for a, b in pairwise(days)) <= 70
