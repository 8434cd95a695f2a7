"""What a chart says, by the number of points."""

from datetime import date

import pytest

from qi_projects.chart import coming, draw
from tests.qi_projects.series_samples import STEP_DOWN, UP_AND_DOWN, falls

NORMAL = "No clear change yet: the ups and downs are normal for your home."
SAME = "Too many of your numbers are the same to judge change."


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
    assert finding.advice == [
        "Numbers that lie exactly on the middle line tell nothing of a change. Keep going: it "
        "takes 10 that lie above or below it."
    ]


@pytest.mark.parametrize(
    ("values", "on_poster", "for_others"),
    [
        ([], "Nothing has been counted yet.", "There are no numbers yet."),
        (
            UP_AND_DOWN[:6],
            "Too early to tell whether this is a real change.",
            "Too early to tell whether this is a real change. Keep going: 4 more to go.",
        ),
        ([8] * 11, SAME.replace("your", "our"), SAME.replace("your", "the")),
        (UP_AND_DOWN[:12], NORMAL.replace("your", "our"), NORMAL.replace("your", "this")),
        (
            STEP_DOWN,
            "Change seen. This looks like a real improvement.",
            "Change seen. This looks like a real improvement.",
        ),
    ],
    ids=["none", "provisional", "same", "unclear", "change"],
)
def test_nobody_is_told_that_anothers_home_is_theirs(values, on_poster, for_others):
    finding = draw(falls(values), chart_type="run").finding
    assert (finding.on_poster, finding.for_others) == (on_poster, for_others)


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
    assert finding.sentence == "Change seen. It is not yet clear which way things are going."


@pytest.mark.parametrize(
    ("later", "verdict"), [("LLLLLHHLLL", "improvement"), ("LLLLHHHHLL", None)]
)
def test_change_is_called_better_when_two_thirds_of_the_later_half_are(later, verdict):
    earlier = later.translate(str.maketrans("LH", "HL"))
    values = [9 if side == "H" else 3 for side in earlier + later]
    finding = draw(falls(values), chart_type="run").finding
    assert (finding.state, finding.verdict) == ("change", verdict)


def test_no_two_numbers_in_a_row_give_no_limits_and_stay_a_run_chart():
    values = [value for number in UP_AND_DOWN for value in (number, None)]
    assert draw(falls(values)).kind == "run"


def test_few_crossings_are_a_change_even_without_a_long_run():
    chart = draw(falls([9, 8, 11, 10, 9, 5, 4, 5, 4, 3]))
    assert chart.finding.verdict == "improvement"
    assert [point.shape for point in chart.points] == ["dot"] * 10


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


# What more numbers would bring


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (
            falls([9]),
            "You have 1 number so far, so only the run chart is honest. With 11 more you can "
            "choose an XmR chart, which has trial limits; with 19 more its limits are firm, and "
            "there is a c chart too.",
        ),
        (
            falls([9.5] * 5, kind="scale"),
            "You have 5 numbers so far, so only the run chart is honest. With 7 more you can "
            "choose an XmR chart, which has trial limits; with 15 more its limits are firm.",
        ),
        (
            falls(UP_AND_DOWN[:14], kind="scale"),
            "You have 14 numbers so far. The XmR chart has trial limits; with 6 more its limits "
            "are firm.",
        ),
        (
            falls(STEP_DOWN[:16], kind="scale", rebase=[date(2025, 3, 15)]),
            "You have 6 numbers since the newest line, so only the run chart is honest. With 6 "
            "more you can choose an XmR chart, which has trial limits; with 14 more its limits "
            "are firm.",
        ),
        (
            falls([3] * 15),
            "Your numbers are too much alike for a chart with limits. The run chart is honest.",
        ),
        (
            falls(UP_AND_DOWN, kind="time_between"),
            "Days between events stay a run chart: limits would not be honest for them.",
        ),
        (falls(UP_AND_DOWN), ""),
    ],
)
def test_why_no_other_chart_can_be_chosen_yet(series, words):
    assert coming(series) == words
