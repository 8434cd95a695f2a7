"""What a chart says and draws, by the number of points."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_projects.chart import Mark, Series, draw, render_for_page, render_svg
from qi_projects.chart.layout import spread
from qi_projects.chart.words import width

SVG = "{http://www.w3.org/2000/svg}"
START = date(2025, 1, 6)
UP_AND_DOWN = [9, 8, 11, 7, 10, 6, 12, 8, 9.5, 7.5, 11, 8, 10, 7, 9, 8, 10, 6, 11, 8, 12, 7, 9, 8]
STEP_DOWN = [9, 8, 11, 10, 9, 10, 8, 11, 9, 10, 4, 5, 3, 4, 5, 4, 3, 5, 4, 3, 4, 5, 3, 4]
CUPS = Mark(date(2025, 1, 15), 1, "Coloured cups")
OUTBREAK = Mark(date(2025, 1, 28), None, "Norovirus outbreak")
NORMAL = "No clear change yet: the ups and downs are normal for your home."
SAME = "Too many of your numbers are the same to judge change."


def weeks(number, start=START, days=7):
    return [start + timedelta(days=days * i) for i in range(number)]


def falls(values, **more):
    given_ = {
        "name": "Falls at Rose House",
        "unit": "falls a week",
        "direction": "decrease",
        "dates": weeks(len(values)),
    }
    return Series(values=values, **{**given_, **more})


def labels(chart):
    return [line.label for line in chart.lines]


def shapes(chart):
    return [point.shape for point in chart.points]


def svg(series, **more):
    return ET.fromstring(render_svg(draw(series, **more)))


# What is said


@pytest.mark.parametrize(
    ("points", "state", "sentence"),
    [
        (0, "none", "No data yet. Add your first number."),
        (1, "early", "Too early to tell. 1 of 10 points."),
        (5, "early", "Too early to tell. 5 of 10 points."),
        (
            6,
            "provisional",
            "Too early to tell whether this is a real change. Keep going: 4 more to go.",
        ),
        (
            9,
            "provisional",
            "Too early to tell whether this is a real change. Keep going: 1 more to go.",
        ),
        (10, "unclear", NORMAL),
        (11, "unclear", NORMAL),
        (19, "unclear", NORMAL),
        (24, "unclear", NORMAL),
    ],
)
def test_finding_by_number_of_points(points, state, sentence):
    # The median of an odd number lies on a point, so one more is needed to have 10 useful ones.
    values = [8.9, *UP_AND_DOWN[: points - 1]] if points else []
    finding = draw(falls(values), chart_type="run").finding
    assert (finding.points, finding.state, finding.sentence) == (points, state, sentence)
    assert finding.needed == max(10 - points, 0)


def test_missing_values_do_not_count_as_points():
    finding = draw(falls([*UP_AND_DOWN[:9], None, None, None])).finding
    assert (finding.points, finding.state) == (9, "provisional")


def test_eleven_points_of_which_two_lie_on_the_median_are_too_many_the_same():
    values = [9, 8, 10, 7, 11, 8, 10, 9, 8, 10, 9]
    finding = draw(falls(values)).finding
    assert (finding.state, finding.sentence) == ("same", SAME)


@pytest.mark.parametrize("chart_type", ["auto", "run", "xmr"])
def test_rare_events_are_too_many_the_same_and_get_advice(chart_type):
    chart = draw(falls([0, 0, 0, 1, 0, 0] * 4), chart_type=chart_type)
    assert (chart.kind, chart.finding.sentence) == ("run", SAME)
    assert chart.finding.advice == [
        "Most of your numbers are 0. Counting the days from one event to the next will show "
        "change sooner."
    ]


@pytest.mark.parametrize(
    ("direction", "flip", "verdict", "sentence"),
    [
        ("decrease", 1, "improvement", "Change seen. This looks like a real improvement."),
        ("decrease", -1, "worsening", "Change seen. This looks like a real worsening."),
        ("increase", -1, "improvement", "Change seen. This looks like a real improvement."),
        ("increase", 1, "worsening", "Change seen. This looks like a real worsening."),
        ("neutral", 1, "down", "Change seen. The numbers have gone down."),
        ("neutral", -1, "up", "Change seen. The numbers have gone up."),
    ],
)
@pytest.mark.parametrize("chart_type", ["run", "xmr"])
def test_verdict_by_direction(direction, flip, verdict, sentence, chart_type):
    values = [20 + flip * value for value in STEP_DOWN]
    finding = draw(falls(values, direction=direction), chart_type=chart_type).finding
    assert (finding.state, finding.verdict, finding.sentence) == ("change", verdict, sentence)


def test_change_without_a_clear_way_is_not_called_better_or_worse():
    values = [9, 10, 9, 10, 9, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 10, 9, 10, 9, 10]
    finding = draw(falls(values), chart_type="run").finding
    assert (finding.state, finding.verdict) == ("change", None)
    assert finding.sentence == (
        "Change seen. It is not yet clear whether things are better or worse."
    )


def test_few_crossings_are_a_change_even_without_a_long_run():
    chart = draw(falls([9, 8, 11, 10, 9, 5, 4, 5, 4, 3]))
    assert chart.finding.verdict == "improvement"
    assert shapes(chart) == ["dot"] * 10


def test_xmr_tells_what_to_expect_of_the_target():
    finding = draw(falls(UP_AND_DOWN, target=30), chart_type="xmr").finding
    assert finding.sentence == (
        f"{NORMAL} If nothing changes, expect to meet the target every time."
    )


def test_xmr_whose_last_point_is_normal_says_that_the_change_is_earlier():
    finding = draw(falls([*UP_AND_DOWN[:12], 40, *UP_AND_DOWN[:12]])).finding
    assert (finding.state, finding.sentence.split(":")[0]) == ("unclear", "No clear change now")


def test_a_percentage_of_few_residents_gets_advice():
    series = falls([50] * 8, kind="percent", direction="increase", sizes=[8] * 8)
    assert draw(series).finding.advice == [
        "A percentage of fewer than 10 residents jumps a lot from one time to the next."
    ]


def test_title_carries_the_whole_finding_for_a_pdf_reader():
    assert draw(falls(STEP_DOWN[:20]), chart_type="run").title == (
        "Falls at Rose House: Change seen. This looks like a real improvement. "
        "20 points, 6 January 2025 to 19 May 2025. Median of 20 points: 6.5."
    )


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
        {"svg", "title", "desc", "text", "path", "g", "circle"}
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


def test_chart_of_30_points_is_under_10_kb_and_quick():
    cycles = [
        Mark(START + timedelta(days=20 * i), i + 1, f"Change number {i + 1}") for i in range(6)
    ]
    series = falls((STEP_DOWN * 2)[:30], target=5, cycles=cycles, notes=[OUTBREAK])
    assert len(render_svg(draw(series)).encode()) < 10_000
    started = process_time()
    for _ in range(20):
        render_svg(draw(series))
    # About 0.5 ms each on a quiet machine; the rest is for a busy one.
    assert (process_time() - started) / 20 < 0.005


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
        assert after.at - before.at > width(after.text, chart.size.text)
    assert all(left <= mark.x <= right for mark in chart.marks)
    assert len(chart.rows) >= len(series.dates)
    assert chart.finding.state != "change" or chart.finding.points >= 10


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=4))
def test_labels_of_lines_do_not_lie_on_each_other(levels):
    heights = sorted(spread(levels, 20, 0, 100))
    assert all(b - a >= 19.8 for a, b in pairwise(heights))
    assert heights[-1] <= 100
