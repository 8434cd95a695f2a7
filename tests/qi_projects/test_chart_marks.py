"""Marks above a chart, and the key below it: what each is called where there is little room."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_projects.chart import Mark, draw
from qi_projects.chart.words import width
from tests.qi_projects.series_samples import OUTBREAK, START, UP_AND_DOWN, falls


def test_crowded_marks_get_numbers_and_letters_with_a_key():
    cycles = [Mark(START + timedelta(days=9 * i), i + 1, f"Test number {i + 1}") for i in range(6)]
    chart = draw(falls(UP_AND_DOWN[:12], cycles=cycles, notes=[OUTBREAK]))
    assert [mark.badge for mark in chart.marks] == ["1", "2", "3", "A", "4", "5", "6"]
    assert [item.text for item in chart.key] == [
        "PDSA",
        *(f"Test number {i}" for i in range(1, 7)),
        "Also",
        "Norovirus outbreak",
    ]


@pytest.mark.parametrize(
    ("unit", "first", "top"),
    [("cups", 60, 53), ("cups", 0, 82), ("cups of tea, coffee or squash a day", 60, 82)],
    ids=["after the unit", "under the unit", "under a long unit"],
)
def test_marks_stand_beside_the_unit_where_none_is_under_it(unit, first, top):
    cycles = [Mark(START + timedelta(days=first + 7 * i), i + 1, f"Test {i}") for i in range(2)]
    series = falls(UP_AND_DOWN[:12], unit=unit, direction="increase", cycles=cycles)
    chart = draw(series, width=480, height=210)
    assert ({mark.row for mark in chart.marks}, chart.plot.top) == ({0, 1}, top)


def test_key_gives_way_to_the_plot_where_the_height_is_given():
    cycles = [Mark(START + timedelta(days=9 * i), i + 1, f"Test {i + 1}") for i in range(6)]
    series = falls(UP_AND_DOWN[:12], cycles=cycles)
    tall, low = draw(series, height=400), draw(series, height=200)
    assert (tall.height, low.height, len(tall.key), low.key) == (400, 200, 7, [])


LONG = Mark(START + timedelta(days=20), None, "Every night shift now carries the first cup")


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ([LONG], ["Every night shift now carries the first cup"]),
        ([LONG, OUTBREAK], ["Every night shift now carries…", "Norovirus outbreak"]),
    ],
    ids=["alone", "beside another"],
)
def test_note_alone_has_the_line_of_the_key_for_itself(notes, said):
    cycles = [Mark(START + timedelta(days=9 * i), i + 1, f"Test {i + 1}") for i in range(6)]
    series = falls(UP_AND_DOWN[:12], cycles=cycles, notes=notes)
    key = draw(series, width=480, height=252).key
    assert sorted(item.text for item in key) == sorted(["Also", *said])
    assert {item.row for item in key} == {0}


@given(st.text("mWi. ", max_size=200) | st.just("W" * 200))
@settings(deadline=None)
def test_note_alone_ends_where_the_chart_ends(words):
    note = Mark(START + timedelta(days=20), None, f"A{words}B")
    cycles = [Mark(START + timedelta(days=9 * i), i + 1, f"Test {i + 1}") for i in range(6)]
    chart = draw(falls(UP_AND_DOWN[:12], cycles=cycles, notes=[note]), width=480, height=252)
    last = chart.key[-1]
    assert (last.note, last.row) == (True, 0)
    assert last.x + chart.size.badge * 2 + 6 + width(last.text, chart.size.small) <= chart.width


def test_low_chart_still_says_what_else_happened_for_nothing_else_does():
    cycles = [Mark(START + timedelta(days=9 * i), i + 1, f"Test {i + 1}") for i in range(6)]
    series = falls(UP_AND_DOWN[:12], cycles=cycles, notes=[OUTBREAK])
    key = [item.text for item in draw(series, width=480, height=252).key]
    assert key == ["Also", "Norovirus outbreak"]
