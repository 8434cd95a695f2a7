"""Every state of a chart: what is drawn, what is said, and the signs beside it."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from qi_projects.chart import (
    Icon,
    Mark,
    analyse,
    draw,
    held_since,
    offers,
    render_svg,
    shapes,
    sheet,
)
from qi_projects.chart import icons as signs
from qi_projects.chart.layout import COMPACT, NORMAL, place_icons
from qi_projects.chart.words import width
from tests.qi_projects.series_samples import (
    FALLS,
    MORE,
    SHARES,
    SIZES,
    START,
    STATES,
    STEP_DOWN,
    UP_AND_DOWN,
    falls,
    rates,
    shares,
    weeks,
)


@pytest.mark.parametrize("name", STATES)
def test_state_is_drawn_and_said_word_for_word(name):
    series, asked, kind, sentence, beside = STATES[name]
    chart = draw(series, chart_type=asked)
    assert (chart.kind, chart.finding.sentence) == (kind, sentence)
    assert [placed.icon.words for placed in chart.icons] == beside


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("layout", [{}, {"width": 360, "compact": True}, {"height": 264}])
def test_svg_of_every_state_is_well_formed_and_says_the_finding(name, layout):
    series, asked, _, sentence, _ = STATES[name]
    root = ET.fromstring(render_svg(draw(series, chart_type=asked, **layout)))
    assert sentence in root.find("{http://www.w3.org/2000/svg}title").text


# Control charts of events


def test_limits_of_a_p_chart_step_with_the_number_of_residents():
    chart = draw(shares(SHARES), chart_type="attribute")
    mean, lower, upper = chart.lines[:3]
    assert mean.path == f"M{mean.x1:g} {mean.y:g}H{mean.x2:g}"
    # Sizes of 8, 12, 10, 24 and 12 four times over: a limit changes its height 19 times.
    for line in (lower, upper):
        assert (line.path.count("M"), line.path.count("V")) == (1, 19)
    assert [line.label for line in chart.lines] == ["Mean 49.2%", "Limit 5.9%", "Limit 92.5%"]


def test_limit_that_cannot_be_crossed_is_not_drawn():
    """With two falls in 200 days, three deviations below the rate are less than none."""
    chart = draw(rates(FALLS), chart_type="attribute")
    # 36 falls in 4,650 days; three deviations above with the 180 days of the last point.
    assert [line.label for line in chart.lines] == ["Mean 7.7", "Limit 27.4"]
    assert chart.caption.count("Limit of the last point:") == 1


def test_centre_of_a_p_chart_is_all_events_over_all_residents():
    chart = draw(shares(MORE))
    assert 100 * sum(MORE) / sum(SIZES) == pytest.approx(67.05, abs=0.01)
    # The mean of the percentages would be 66.3.
    assert "Mean of 20 points: 67%." in chart.caption


def test_table_shows_what_a_percentage_is_out_of():
    rows = draw(shares(SHARES)).rows
    assert [row[1] for row in rows[:2]] == ["62.5% (5 of 8)", "41.7% (5 of 12)"]


def test_sheet_has_limits_only_where_the_chart_draws_them():
    head, rows = sheet(shares(SHARES[:12], SIZES[:12]), "attribute")
    assert head == [
        "Date",
        "% of residents asked",
        "So many",
        "Out of",
        "Median (Run chart)",
        "Target",
        "What happened",
    ]
    assert rows[0] == [START, 62.5, 5, 8, 47.9167, None, ""]


@pytest.mark.parametrize(
    ("series", "kinds"),
    [
        (falls(UP_AND_DOWN[:11]), ["run"]),
        (falls(UP_AND_DOWN[:12]), ["run", "xmr"]),
        (falls(UP_AND_DOWN), ["run", "xmr"]),  # half falls are no count of events
        (falls([round(value) for value in UP_AND_DOWN]), ["run", "xmr", "c"]),
        (shares(SHARES), ["run", "xmr", "p"]),
        (replace(shares(SHARES), events=[*SHARES[:19], None]), ["run", "xmr"]),
        (rates(FALLS), ["run", "xmr", "u"]),
        (falls([3] * 24), ["run"]),
        (falls(UP_AND_DOWN, kind="time_between"), ["run"]),
    ],
)
def test_charts_on_offer(series, kinds):
    assert [offer.kind for offer in offers(series)] == kinds


def test_earlier_point_far_out_is_no_change_now():
    finding = draw(rates([*FALLS[:9], 14, *FALLS[:10]])).finding
    assert (finding.state, finding.sentence.split(":")[0]) == ("unclear", "No clear change now")


@pytest.mark.parametrize(("points", "moves"), [(19, True), (20, False)])
def test_trial_limits_are_said_to_move(points, moves):
    advice = draw(falls(UP_AND_DOWN[:points]), chart_type="xmr").finding.advice
    assert advice == (
        ["The limits are trial limits: they still move until there are 20 points."] if moves else []
    )


# A change that has held


@pytest.mark.parametrize("chart_type", ["run", "xmr"])
def test_change_has_held_from_its_first_point_whichever_the_chart(chart_type):
    assert held_since(analyse(falls(STEP_DOWN), chart_type)) == weeks(11)[-1]


@pytest.mark.parametrize("chart_type", ["run", "xmr"])
def test_change_of_nine_points_has_not_held(chart_type):
    analysis = analyse(falls(STEP_DOWN[:19]), chart_type)
    assert (analysis.finding.state, held_since(analysis)) == ("change", None)


@pytest.mark.parametrize("chart_type", ["run", "xmr"])
def test_change_that_holds_longer_is_offered_still(chart_type):
    long_held = [*STEP_DOWN, *STEP_DOWN[10:]]
    assert held_since(analyse(falls(long_held), chart_type)) == weeks(11)[-1]


def test_stretch_of_fewer_than_twelve_points_keeps_its_mean_and_has_no_limits():
    series = falls([*STEP_DOWN[:11], *UP_AND_DOWN], rebase=[weeks(12)[-1]])
    lines = draw(series).lines
    assert [(line.label.split() or [""])[0] for line in lines] == ["", "Mean", "Limit", "Limit"]
    assert lines[0].x2 < lines[1].x1


@pytest.mark.parametrize("chart_type", ["run", "xmr"])
def test_no_change_holds_where_nothing_changed(chart_type):
    assert held_since(analyse(falls(UP_AND_DOWN), chart_type)) is None


# Marks


def test_cycle_that_ran_on_has_a_bar_to_its_end_and_a_short_one_has_none():
    long = Mark(START + timedelta(days=7), 1, "Cups", START + timedelta(days=35))
    short = Mark(START + timedelta(days=49), 2, "Jugs", START + timedelta(days=56))
    chart = draw(falls(UP_AND_DOWN[:12], cycles=[long, short]))
    assert [mark.end for mark in chart.marks] == [chart.points[5].x, chart.marks[1].x]


def test_bar_of_a_cycle_that_goes_on_ends_with_the_numbers():
    endless = Mark(START, 1, "Cups", START + timedelta(days=700))
    chart = draw(falls(UP_AND_DOWN[:12], cycles=[endless]))
    assert chart.marks[0].end == chart.points[-1].x


@pytest.mark.parametrize(("marks", "numbered"), [(5, False), (6, True)])
def test_more_than_five_marks_are_numbered_however_short_their_words(marks, numbered):
    cycles = [Mark(START + timedelta(days=33 * i), i + 1, "A") for i in range(marks)]
    chart = draw(falls(UP_AND_DOWN, cycles=cycles), chart_type="run")
    assert [bool(mark.badge) for mark in chart.marks] == [numbered] * marks


# Colours and signs

COLOURS = ("INK", "COMMON", "DOT", "BETTER", "WORSE", "NEUTRAL")


def contrast_on_white(colour):
    """WCAG 2.2, relative luminance and contrast ratio."""

    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("name", COLOURS)
def test_colour_has_a_contrast_of_3_to_1_on_white(name):
    assert contrast_on_white(getattr(shapes, name)) >= 3


@pytest.mark.parametrize("name", ["INK", "COMMON"])
def test_colour_of_words_has_a_contrast_of_4_5_to_1(name):
    assert contrast_on_white(getattr(shapes, name)) >= 4.5


def test_every_colour_that_a_state_is_drawn_in_is_one_of_these():
    known = {getattr(shapes, name) for name in COLOURS} | {shapes.GRID, "#fff", "none", None}
    used = set()
    for series, asked, *_ in STATES.values():
        marked = replace(series, cycles=[Mark(START, 1, "Cups")], notes=[Mark(START, None, "Snow")])
        root = ET.fromstring(render_svg(draw(marked, chart_type=asked)))
        used |= {element.get(name) for element in root.iter() for name in ("fill", "stroke")}
    assert used <= known
    assert {shapes.BETTER, shapes.WORSE, shapes.NEUTRAL} <= used


def test_what_stands_out_differs_in_shape_and_not_in_colour_alone():
    for name in ("lower is better", "higher is worse", "neither way is better"):
        series, asked, *_ = STATES[name]
        plain = {
            point.shape
            for point in draw(series, chart_type=asked).points
            if point.colour == shapes.DOT
        }
        stands_out = {
            point.shape
            for point in draw(series, chart_type=asked).points
            if point.colour != shapes.DOT
        }
        assert (plain - {"dot"}, stands_out) == (set(), {"up", "down"})


def every_sign():
    words = ["No clear change", "Going down", "Changed, not clear how"]
    words += [f"{said}: {way}" for said, _ in signs.JUDGED.values() for way in ("higher", "lower")]
    return words, [words for _, _, words in signs.ASSURED.values()]


@pytest.mark.parametrize(("size", "wide"), [(NORMAL, 640), (COMPACT, 360)])
def test_no_two_signs_with_their_words_are_wider_than_the_chart(size, wide):
    for variation, assured in product(*every_sign()):
        pair = [Icon("H", "", variation, True), Icon("P", "", assured, False)]
        assert place_icons(pair, wide - 6, size)[0].x >= 6


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("layout", [{}, {"width": 360, "compact": True}])
def test_unit_is_not_cut_for_the_signs_beside_it(name, layout):
    series, asked, *_ = STATES[name]
    chart = draw(series, chart_type=asked, **layout)
    assert chart.axis_title.startswith(series.unit[:1].upper() + series.unit[1:])
    beside = [icon.x for icon in chart.icons if chart.axis_title_y < chart.size.small + 4]
    assert all(6 + width(chart.axis_title, chart.size.small) < x for x in beside)
