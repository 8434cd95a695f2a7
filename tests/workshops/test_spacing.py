"""Spreading meetings over free days, against trying every choice of days."""

from datetime import date, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from workshops import spacing

START = date(2025, 9, 1)
WEEKDAYS = (1, 2, 3, 0, 4)


def fitting_choices(days, count, gap):
    return [
        choice
        for choice in combinations(days, count)
        if all((b - a).days >= gap for a, b in pairwise(choice))
    ]


def cost(choice, wishes):
    """Half days moved, three days for each step down the weekdays, later better on a tie."""
    return sum(
        2 * abs((day - wish).days) + 6 * WEEKDAYS.index(day.weekday()) + (day < wish)
        for day, wish in zip(choice, wishes, strict=True)
    )


some_days = st.sets(st.integers(0, 40), min_size=1, max_size=11).map(
    lambda numbers: [
        day
        for day in (START + timedelta(days=number) for number in sorted(numbers))
        if day.weekday() in WEEKDAYS
    ]
)


@given(days=some_days, gap=st.integers(1, 15))
def test_most_is_the_longest_choice_that_keeps_the_gap(days, gap):
    most = spacing.most(days, gap)
    assert fitting_choices(days, most, gap) != []
    assert fitting_choices(days, most + 1, gap) == []


@given(data=st.data(), days=some_days, gap=st.integers(1, 15), opens=st.booleans())
def test_no_other_choice_of_days_is_nearer_to_the_wishes(data, days, gap, opens):
    count = data.draw(st.integers(0, spacing.most(days, gap)))
    wishes = spacing.wishes(count, days, WEEKDAYS, opens=opens)
    placed = spacing.place(wishes, days, gap, WEEKDAYS)
    choices = fitting_choices(days, count, gap)
    assert tuple(placed) in choices
    assert cost(placed, wishes) == min(cost(choice, wishes) for choice in choices)


def test_a_series_that_opens_the_programme_wishes_for_its_first_days():
    days = spacing.days_between(date(2025, 9, 2), date(2025, 9, 30), (1,))
    assert [day.day for day in spacing.wishes(2, days, (1,), opens=True)] == [2, 16]
    assert [day.day for day in spacing.wishes(2, days, (1,), opens=False)] == [9, 23]


def test_wishes_fall_on_the_weekday_liked_best_that_there_is():
    days = spacing.days_between(date(2025, 9, 3), date(2025, 9, 8), (1, 0, 2))
    assert spacing.wishes(1, days, (1, 0, 2), opens=True) == [date(2025, 9, 8)]


def test_days_between_an_end_and_an_earlier_day_are_none():
    assert spacing.days_between(date(2025, 9, 3), date(2025, 9, 2), WEEKDAYS) == []
    assert spacing.most([], 7) == 0
    assert spacing.place([], [], 7, WEEKDAYS) == []
