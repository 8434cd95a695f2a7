"""Marks above a chart, and the key below it: what each is called where there is little room."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_projects.chart import Mark, draw
from qi_projects.chart.words import width
from qi_projects.poster.content import CHART_SIZES
from tests.qi_projects.series_samples import (
    MORE,
    OUTBREAK,
    START,
    STEP_DOWN,
    UP_AND_DOWN,
    falls,
    shares,
)


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
    [("cups", 60, 53), ("cups", 0, 72), ("cups of tea, coffee or squash a day", 60, 72)],
    ids=["after the unit", "under the unit", "under a long unit"],
)
def test_marks_stand_beside_the_unit_where_none_is_under_it(unit, first, top):
    cycles = [Mark(START + timedelta(days=first + 7 * i), i + 1, f"Test {i}") for i in range(2)]
    series = falls(UP_AND_DOWN[:12], unit=unit, direction="increase", cycles=cycles)
    chart = draw(series, width=480, height=210)
    assert ({mark.row for mark in chart.marks}, chart.plot.top) == ({0, 1}, top)


@pytest.mark.parametrize("layout", [{}, {"width": 360, "compact": True}])
def test_marks_stand_clear_of_the_signs_above_them(layout):
    cycles = [Mark(START + timedelta(days=7 * i), i + 1, f"Test {i + 1}") for i in range(16)]
    chart = draw(falls(STEP_DOWN, unit="falls", target=1, cycles=cycles), **layout)
    highest = max(mark.row for mark in chart.marks)
    top = chart.plot.top - 5 - chart.size.badge * 2 - chart.size.row * highest
    # a sign is drawn from 2 down, with a line as wide as a quarter of its radius
    assert len(chart.icons) == 2
    assert top >= 2 + chart.size.icon * 2.125


@pytest.mark.parametrize("height", [200, 540])
def test_chart_of_a_poster_names_no_tests_for_the_poster_lists_them(height):
    cycles = [Mark(START + timedelta(days=9 * i), i + 1, f"Test {i + 1}") for i in range(6)]
    series = falls(UP_AND_DOWN[:12], cycles=cycles)
    page, poster = draw(series), draw(series, height=height)
    assert (len(page.key), poster.height, poster.key) == (7, height, [])


@pytest.mark.parametrize("shape", CHART_SIZES)
def test_plot_of_a_poster_is_not_low_for_its_signs_and_says_what_else_happened(shape):
    """With a long unit, a change, a target and marks: all that may stand above and below it."""
    width, height = CHART_SIZES[shape]
    series = shares(
        MORE,
        target=60,
        unit="% of residents who were offered a drink they like",
        cycles=[Mark(START + timedelta(days=21 * i), i + 1, f"Test {i + 1}") for i in range(4)],
        notes=[Mark(START + timedelta(days=60), None, "Norovirus outbreak")],
    )
    chart = draw(series, width=width, height=height)
    assert chart.plot.bottom - chart.plot.top >= 0.38 * height
    assert [item.text for item in chart.key] == ["Also", "Norovirus outbreak"]


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
