"""What a chart draws, by the number of points."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_projects.chart import Mark, draw, render_for_page, render_svg
from qi_projects.chart.layout import spread
from qi_projects.chart.words import width
from tests.qi_projects.series_samples import (
    CUPS,
    OUTBREAK,
    START,
    STEP_DOWN,
    UP_AND_DOWN,
    falls,
    weeks,
)

SVG = "{http://www.w3.org/2000/svg}"


def labels(chart):
    return [line.label for line in chart.lines]


def svg(series, **more):
    return ET.fromstring(render_svg(draw(series, **more)))


# What is drawn


@pytest.mark.parametrize(
    ("points", "chart_type", "kind", "lines"),
    [
        (0, "auto", "empty", ["Target 5"]),
        (5, "auto", "run", ["Target 5"]),
        (6, "auto", "run", ["Median 8.5", "Target 5"]),
        (11, "xmr", "run", ["Median 9", "Target 5"]),
        (12, "auto", "run", ["Median 8.5", "Target 5"]),
        (12, "xmr", "xmr", ["Mean 8.9", "Trial limit 0.45", "Trial limit 17.4", "Target 5"]),
        (19, "auto", "run", ["Median 9", "Target 5"]),
        (19, "xmr", "xmr", ["Mean 8.8", "Trial limit 0.86", "Trial limit 16.8", "Target 5"]),
        (20, "auto", "xmr", ["Mean 8.8", "Limit 0.82", "Limit 16.8", "Target 5"]),
        (20, "run", "run", ["Median 8.5", "Target 5"]),
    ],
)
def test_chart_and_lines_by_number_of_points(points, chart_type, kind, lines):
    chart = draw(falls(UP_AND_DOWN[:points], target=5), chart_type=chart_type)
    assert (chart.kind, labels(chart)) == (kind, lines)
    assert chart.trial == (kind == "xmr" and points < 20)


@pytest.mark.parametrize(("points", "dash"), [(9, "7 5"), (10, "")])
def test_median_is_dashed_until_ten_points(points, dash):
    assert draw(falls(UP_AND_DOWN[:points])).lines[0].dash == dash


def test_limit_that_cannot_be_reached_is_not_drawn():
    values = [3, 1, 4, 1, 5, 2, 6, 1, 3, 5, 2, 4, 1, 3, 2, 5, 1, 4, 2, 3]
    assert labels(draw(falls(values))) == ["Mean 2.9", "Limit 10.2"]


def test_runs_too_long_for_chance_stand_out_in_shape_and_colour():
    points = draw(falls(STEP_DOWN[:20]), chart_type="run").points
    assert [(p.shape, p.colour) for p in points] == [("up", "#C2410C")] * 10 + [
        ("down", "#005EB8")
    ] * 10


def test_longest_run_that_chance_explains_does_not_stand_out():
    values = [3] * 7 + [9, 9, 3, 9, 9, 9, 3, 9, 9, 3, 9, 9, 9]
    chart = draw(falls(values), chart_type="run")
    assert {point.shape for point in chart.points} == {"dot"}


def test_labels_of_lines_at_one_height_stand_apart():
    median, target = draw(falls(UP_AND_DOWN[:12], target=8.5)).lines
    assert median.y == target.y
    assert abs(median.label_y - target.label_y) >= 16


def test_words_of_a_mark_near_the_right_edge_stand_on_its_left():
    late = Mark(START + timedelta(days=74), 1, "Coloured cups for breakfast")
    mark = draw(falls(UP_AND_DOWN[:12], cycles=[late])).marks[0]
    assert (mark.anchor, mark.text) == ("end", "PDSA 1: Coloured cups for breakfast")


def test_points_that_stand_out_are_named_in_the_table():
    rows = draw(falls(STEP_DOWN[:20]), chart_type="run").rows
    assert rows[0] == ["6 January 2025", "9", "stands out: worse"]
    assert rows[-1] == ["19 May 2025", "3", "stands out: better"]


def test_line_is_broken_where_a_value_is_missing():
    assert draw(falls([3, 4, None, 5, 6])).path.count("M") == 2


def test_new_median_keeps_the_old_one_and_starts_the_count_again():
    chart = draw(falls(STEP_DOWN[:16], rebase=[date(2025, 3, 15)]))
    assert [line.label for line in chart.lines] == ["", "Median 4"]
    assert chart.lines[0].x2 < chart.lines[1].x1
    assert (chart.finding.points, chart.finding.state) == (6, "provisional")
    assert chart.path.count("M") == 2
    assert chart.caption.endswith("Provisional median of the 6 points since 17 March 2025: 4.")


@pytest.mark.parametrize(
    ("kind", "values", "ticks"),
    [
        ("count", [3, 7], ["0", "2", "4", "6", "8"]),
        ("count", [0, 1], ["0", "1"]),
        ("count", [0, 0], ["0", "1"]),
        ("percent", [40, 45], ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ("rate", [0.1, 0.42], ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        ("scale", [6.5, 8.2], ["6", "6.5", "7", "7.5", "8", "8.5"]),
        ("count", [900, 1800], ["0", "500", "1,000", "1,500", "2,000"]),
    ],
)
def test_value_axis(kind, values, ticks):
    assert [tick.text for tick in draw(falls(values, kind=kind)).y_ticks] == ticks


@pytest.mark.parametrize(
    ("unit", "title"),
    [
        ("falls a week", "Falls a week"),
        ("ml a day", "ml a day"),
        ("kg/month", "kg/month"),
        ("litres a day", "Litres a day"),
    ],
)
def test_unit_begins_with_a_capital_unless_it_is_a_symbol(unit, title):
    assert draw(falls([3], unit=unit, direction="neutral")).axis_title == title


def test_bare_percent_sign_is_given_its_name_on_a_poster_where_no_heading_says_it():
    series = falls([40], unit="%", kind="percent")
    page, poster = draw(series), draw(series, height=264)
    assert page.axis_title == "%, lower is better"
    assert poster.axis_title == "Falls at Rose House (%), lower is better"


@pytest.mark.parametrize(
    ("dates", "ticks"),
    [
        (weeks(15), ["6 Jan 2025", "3 Feb", "3 Mar", "31 Mar"]),
        (weeks(5, days=1), ["6 Jan 2025", "8 Jan", "10 Jan", "12 Jan", "14 Jan"]),
        (
            [date(2024 + m // 12, m % 12 + 1, 1) for m in range(5, 19)],
            ["Jul 2024", "Sep", "Nov", "Jan 2025", "Mar", "May", "Jul"],
        ),
    ],
)
def test_date_axis(dates, ticks):
    chart = draw(falls([5] * len(dates), dates=dates))
    assert [f"{tick.text} {tick.more}".strip() for tick in chart.x_ticks] == ticks


@pytest.mark.parametrize(
    ("layout", "below"),
    [({}, {""}), ({"width": 260}, {"2025", ""}), ({"width": 360, "compact": True}, {"2025", ""})],
    ids=["on a wide chart", "on a narrow chart", "on one of many"],
)
def test_year_stands_behind_its_day_and_below_it_where_there_is_no_room(layout, below):
    ticks = draw(falls([1500] * 15), **layout).x_ticks
    assert {tick.more for tick in ticks} == below


def test_small_charts_beside_each_other_have_plots_of_one_height_whatever_their_numbers():
    few, many = (
        draw(falls([value] * 15), width=360, height=220, compact=True) for value in (5, 1500)
    )
    assert (few.plot.top, few.plot.bottom) == (many.plot.top, many.plot.bottom)


def test_points_stand_at_their_dates_not_at_equal_steps():
    days = [START, START + timedelta(days=7), START + timedelta(days=70)]
    first, second, third = (point.x for point in draw(falls([1, 2, 3], dates=days)).points)
    assert third - first == pytest.approx((second - first) * 10, abs=0.5)


def test_a_young_series_is_drawn_in_the_space_that_it_will_fill():
    chart = draw(falls([5, 6, 5]))
    filled = chart.points[-1].x - chart.points[0].x
    assert filled / (chart.plot.right - chart.plot.left) < 0.25


def test_cycle_stands_at_its_date_between_two_points():
    chart = draw(falls(UP_AND_DOWN[:8], cycles=[CUPS]))
    assert chart.points[1].x < chart.marks[0].x < chart.points[2].x
    assert (chart.marks[0].text, chart.marks[0].badge) == ("PDSA 1: Coloured cups", "")


@pytest.mark.parametrize(
    ("values", "above"),
    [
        ([5, 2, 3], True),  # rose
        ([5, 4, 3], False),  # fell
        ([5, 2, 5], False),  # rose to the top
        ([5, 2, 0], True),  # fell to the bottom
    ],
)
def test_newest_number_stands_off_the_line_and_inside_the_plot(values, above):
    chart = draw(falls(values))
    assert (chart.last.text, chart.last.y < chart.points[-1].y) == (str(values[-1]), above)
    assert chart.plot.top <= chart.last.y - chart.size.text
    assert chart.last.y <= chart.plot.bottom


@pytest.mark.parametrize(
    ("height", "ticks"),
    [
        (160, ["0%", "50%", "100%"]),
        (252, ["0%", "20%", "40%", "60%", "80%", "100%"]),
    ],
)
def test_low_chart_prints_fewer_values_beside_its_axis(height, ticks):
    chart = draw(falls([40, 45, 60, 52], kind="percent", cycles=[CUPS]), height=height)
    assert [tick.text for tick in chart.y_ticks] == ticks


@given(
    st.sampled_from(["count", "percent", "rate", "scale"]),
    st.lists(st.floats(0, 2000), min_size=1, max_size=12),
    st.integers(190, 420),
)
def test_values_beside_the_axis_do_not_touch_at_any_height(kind, values, height):
    chart = draw(falls(values, kind=kind), width=480, height=height)
    places = [tick.at for tick in chart.y_ticks]
    assert all(below - above >= chart.size.text for below, above in pairwise(places))
    assert places


def test_table_has_a_row_for_each_point_and_each_mark_in_order():
    chart = draw(falls([9, None, 11], cycles=[CUPS], notes=[Mark(START, None, "Snow")]))
    assert chart.head == ["Date", "Falls a week", "What happened"]
    assert chart.rows == [
        ["6 January 2025", "9", "Snow"],
        ["13 January 2025", "Not recorded", ""],
        ["15 January 2025", "", "PDSA 1: Coloured cups"],
        ["20 January 2025", "11", ""],
    ]


def test_long_label_of_a_mark_is_cut_at_30_letters():
    mark = Mark(START, 1, "A very long name for a small change")
    chart = draw(falls([3], cycles=[mark]))
    assert chart.marks[0].text == "PDSA 1: A very long name for a small…"


# The SVG


def test_svg_is_named_by_its_title_and_description():
    root = svg(falls(UP_AND_DOWN), id_prefix="m7")
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "m7-title m7-desc")
    assert root.find(f"{SVG}title").get("id") == "m7-title"
    assert root.find(f"{SVG}desc").get("id") == "m7-desc"


def test_svg_needs_no_style_sheet():
    root = svg(falls(UP_AND_DOWN, target=5, cycles=[CUPS], notes=[OUTBREAK]))
    used = {name for element in root.iter() for name in element.attrib}
    assert used & {"style", "class"} == set()
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == (
        {"svg", "title", "desc", "text", "path", "g", "circle", "rect"}
    )


def test_words_of_users_are_escaped():
    mark = Mark(START, 1, "<script>&\"'")
    series = falls([3], name="<b>Falls</b>", unit="<i>falls</i>", cycles=[mark])
    chart = draw(series, id_prefix='"><x')
    root = ET.fromstring(render_svg(chart))
    assert root.find(f"{SVG}title").text == chart.title
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "text", "path", "g", "circle")
    }


def test_page_gets_a_drawing_for_each_size_of_screen_with_ids_of_its_own():
    markup = render_for_page(falls(UP_AND_DOWN), id_prefix="m7")
    root = ET.fromstring(f"<div>{markup}</div>")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids == ["m7-title", "m7-desc", "m7-small-title", "m7-small-desc"]


def test_colours_of_what_carries_meaning_have_a_contrast_of_3_to_1():
    root = svg(falls(STEP_DOWN, target=5, cycles=[CUPS], notes=[OUTBREAK]), chart_type="run")
    used = {element.get(name) for element in root.iter() for name in ("fill", "stroke")}
    colours = used - {None, "none", "#fff", "#d8dde0"}  # the grid only helps the eye
    assert colours == {"#212b32", "#4c6272", "#768692", "#C2410C", "#005EB8"}
    assert min(contrast_on_white(colour) for colour in colours) >= 3


def contrast_on_white(colour):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_chart_of_30_points_is_under_10_kb():
    cycles = [
        Mark(START + timedelta(days=20 * i), i + 1, f"Change number {i + 1}") for i in range(6)
    ]
    series = falls((STEP_DOWN * 2)[:30], target=5, cycles=cycles, notes=[OUTBREAK])
    assert len(render_svg(draw(series)).encode()) < 10_000


marks = st.builds(
    Mark,
    st.dates(date(2024, 12, 1), date(2025, 12, 1)),
    st.none() | st.integers(1, 12),
    st.text(max_size=40),
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.none() | st.floats(0, 1e5)), max_size=40),
    st.sampled_from(["count", "percent", "rate", "scale", "time_between"]),
    st.sampled_from(["increase", "decrease", "neutral"]),
    st.sampled_from(["auto", "run", "xmr"]),
    st.none() | st.floats(0, 1e5),
    st.lists(marks, max_size=12),
    st.lists(st.dates(date(2025, 1, 1), date(2025, 12, 1)), max_size=2),
    st.booleans(),
)
def test_everything_stays_inside_the_frame(
    pairs, kind, direction, chart_type, target, found, rebase, compact
):
    by_day = dict(pairs)
    series = falls(
        list(by_day.values()),
        dates=[START + timedelta(days=day) for day in by_day],
        kind=kind,
        direction=direction,
        target=target,
        cycles=[mark for mark in found if mark.number],
        notes=[mark for mark in found if not mark.number],
        rebase=rebase,
    )
    chart = draw(series, chart_type=chart_type, width=360 if compact else 640, compact=compact)
    left, top, right, bottom = chart.plot
    assert 0 < left < right < chart.width
    assert 0 < top < bottom < chart.height
    for point in chart.points:
        assert left <= point.x <= right
        assert top <= point.y <= bottom
    for line in chart.lines:
        assert top <= line.y <= bottom
        assert chart.plot.right + 8 + width(line.label, chart.size.text) <= chart.width
    for before, after in pairwise(chart.x_ticks):
        both = width(before.text, chart.size.text) + width(after.text, chart.size.text)
        assert after.at - before.at > both / 2
    assert all(left <= mark.x <= right for mark in chart.marks)
    assert len(chart.rows) >= len(series.dates)
    assert chart.finding.state != "change" or chart.finding.points >= 10


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=4))
def test_labels_of_lines_do_not_lie_on_each_other(levels):
    heights = sorted(spread(levels, 20, 0, 100))
    assert all(b - a >= 19.8 for a, b in pairwise(heights))
    assert heights[-1] <= 100
