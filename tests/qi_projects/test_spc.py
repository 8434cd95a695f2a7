"""The charts against the R packages (data/README.md), by hand where the packages are wrong."""

import json
from pathlib import Path

import pytest

from qi_projects import spc

SERIES = json.loads((Path(__file__).parent / "data" / "vectors.json").read_text())["series"]
XMR = [s for s in SERIES if s["kind"] == "xmr"]
RUN = [s for s in SERIES if s["kind"] == "run"]
ATTRIBUTE = [s for s in SERIES if s["kind"] in ("p", "u", "c")]
MAY_BE_NULL = ("outside_limits", "close_to_limits", "rule_")
NOT_REQUIRED = ("short_group_warning", "warning_trial_limits")


def named(series):
    return [pytest.param(s, id=s["id"]) for s in series]


def comparable(name, value):
    """One expected or found value in the form in which the two are compared."""
    if isinstance(value, list):
        return [comparable(name, item) for item in value]
    if name.startswith(MAY_BE_NULL):
        return bool(value)
    if isinstance(value, float) and not isinstance(value, bool):
        return pytest.approx(value, rel=1e-9, abs=1e-9)
    return value


def assert_same(found, expected, but=()):
    for name, value in expected.items():
        if name not in (*NOT_REQUIRED, *but):
            assert found[name] == comparable(name, value), name


def xmr(series, **more):
    options = series["options"]
    return spc.xmr(
        series["input"]["x"],
        series["input"]["y"],
        direction=options.get("improvement_direction", "neutral"),
        target=options.get("target"),
        rebase=options.get("rebase", ()),
        fix_after=options.get("fix_after_n_points"),
        **more,
    )


def assert_xmr(found, expected):
    assert_same(found.points, expected["points"])
    assert len(found.segments) == len(expected["segments"])
    for mine, theirs in zip(found.segments, expected["segments"], strict=True):
        assert_same(mine, theirs)
    assert found.variation_type == expected["variation_type"]
    if expected["segments"][-1]["lpl"] is not None:
        assert found.assurance_type == expected["assurance_type"]


def assert_runs(found, expected):
    assert_same(found.points, expected["points"])
    assert len(found.parts) == len(expected["parts"])
    for mine, theirs in zip(found.parts, expected["parts"], strict=True):
        assert_same(mine, theirs)


def test_there_are_38_series():
    assert (len(XMR), len(RUN), len(ATTRIBUTE)) == (26, 9, 3)


@pytest.mark.parametrize("series", named(XMR))
def test_xmr_agrees_with_nhsrplotthedots(series):
    expected = series["expected_unscreened" if "artefact" in series else "expected"]
    assert_xmr(xmr(series), expected)


@pytest.mark.parametrize("series", named(XMR))
def test_unscreened_xmr_agrees_with_the_excel_tool(series):
    assert_xmr(xmr(series, screen=False), series["expected_unscreened"])


@pytest.mark.parametrize("series", named(XMR))
def test_values_of_an_xmr_chart_as_a_run_chart_agree_with_qicharts2(series):
    x = sorted(series["input"]["x"])
    found = spc.run(
        series["input"]["x"],
        series["input"]["y"],
        part=[x.index(date) for date in series["options"].get("rebase", ()) if date in x],
        freeze=series["options"].get("fix_after_n_points"),
    )
    assert_runs(found, series["expected_run"])


@pytest.mark.parametrize("series", named(RUN))
def test_run_chart_agrees_with_qicharts2(series):
    assert_runs(spc.run(**series["input"], **series["options"]), series["expected"])


@pytest.mark.parametrize("series", named(ATTRIBUTE))
def test_attribute_chart_agrees_with_qicharts2(series):
    found = spc.attribute(series["kind"], **series["input"], **series["options"])
    assert_runs(found, series["expected"])


def test_u_chart_follows_the_formula():
    """Falls per 1,000 resident days; no vector has kind u, so this one is worked by hand."""
    found = spc.attribute(
        "u", [1, 2, 3, 4], [2, 0, 9, 1], [280, 310, 0, None], multiply=1000
    ).points
    # Centre 2 / 590; standard deviation sqrt(centre / days); the last two points have no days.
    assert found.y == [pytest.approx(7.142857142857143), 0, None, None]
    assert found.cl == [pytest.approx(3.389830508474576)] * 4
    assert found.ucl == [pytest.approx(13.828165518), pytest.approx(13.310235446), None, None]
    assert found.ucl_95 == [pytest.approx(10.348720515), pytest.approx(10.003433800), None, None]
    assert found.lcl == [0, 0, None, None]
    assert found.sigma_signal == [False, False, False, False]


def test_rate_far_outside_its_limits_is_a_signal():
    found = spc.attribute("u", range(5), [1, 1, 1, 1, 30], [300] * 5)
    assert found.points.sigma_signal == [False, False, False, False, True]


# The four faults of the R package


def test_equal_values_give_limits_on_the_mean_and_no_signal():
    found = spc.xmr(range(12), [0.1] * 12, direction="increase")
    assert (found.segments[0].lpl, found.segments[0].mean, found.segments[0].upl) == (0.1,) * 3
    assert found.points.special_cause == [False] * 12


def test_one_rare_event_does_not_put_every_point_outside():
    found = spc.xmr(range(12), [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], direction="decrease")
    assert found.points.outside_limits == [i == 4 for i in range(12)]
    assert found.segments[0].mean_moving_range_used == pytest.approx(2 / 11)


def test_one_point_has_no_assurance():
    found = spc.xmr([1], [7], direction="increase", target=5)
    assert (found.segments[0].lpl, found.assurance_type) == (None, None)


@pytest.mark.parametrize(("points", "trial"), [(11, True), (12, False)])
def test_limits_are_trial_limits_below_12_points(points, trial):
    assert spc.xmr(range(points), range(points)).warning_trial_limits is trial


# What the vectors leave open


def test_missing_points_do_not_count_towards_firm_limits():
    assert spc.xmr(range(13), [*range(11), None, None]).warning_trial_limits is True


def test_variation_is_that_of_the_last_recorded_point():
    values = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 30, None]
    found = spc.xmr(range(13), values, direction="increase")
    assert found.points.point_type[-1] == "common_cause"
    assert found.variation_type == "special_cause_improvement"
    assert found.segments[0].variation_type == "special_cause_improvement"


@pytest.mark.parametrize(
    ("direction", "target", "assurance"),
    [
        ("increase", 100, "consistent_fail"),
        ("increase", 1, "consistent_pass"),
        ("increase", 10, "inconsistent"),
        ("decrease", 100, "consistent_pass"),
        ("decrease", 1, "consistent_fail"),
        ("decrease", 10, "inconsistent"),
        ("neutral", 100, None),
        ("increase", None, None),
    ],
)
def test_assurance(direction, target, assurance):
    values = [10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9]
    assert spc.xmr(range(12), values, direction=direction, target=target).assurance_type == (
        assurance
    )


def test_target_on_a_limit_is_inconsistent():
    upper = spc.xmr(range(4), [1, 2, 1, 2]).segments[0].upl
    found = spc.xmr(range(4), [1, 2, 1, 2], direction="increase", target=upper)
    assert found.assurance_type == "inconsistent"


@pytest.mark.parametrize(
    ("direction", "high", "low"),
    [
        ("increase", "special_cause_improvement", "special_cause_concern"),
        ("decrease", "special_cause_concern", "special_cause_improvement"),
        ("neutral", "special_cause_neutral_high", "special_cause_neutral_low"),
    ],
)
def test_kind_of_special_cause_by_direction(direction, high, low):
    values = [10, 11, 10, 11, 10, 11, 10, 11, 90, 10, 11, -70, 10, 11, 10, 11]
    types = spc.xmr(range(16), values, direction=direction).points.point_type
    assert (types[8], types[11]) == (high, low)


def test_falling_trend_above_the_mean_is_low_and_a_peak_belongs_to_the_fall():
    noise = [0, 60, 0, 60, 0]
    peak = [50, 51, 52, 53, 54, 55, 56, 55, 54, 53, 52, 51, 50]
    found = spc.xmr(range(23), [*noise, *peak, *noise], direction="increase").points
    assert found.relative_to_mean[10:13] == [1, 1, 1]
    assert found.special_cause_type[10:13] == [
        "7 Point Trend (Increasing)",
        "7 Point Trend (Decreasing)",
        "7 Point Trend (Decreasing)",
    ]
    assert found.point_type[10:12] == ["special_cause_improvement", "special_cause_concern"]


def test_parts_have_their_own_median_and_freeze_is_left_out():
    found = spc.run(range(6), [1, 1, 1, 9, 9, 9], part=[3], freeze=2)
    assert found.points.cl == [1, 1, 1, 9, 9, 9]


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [
        *[(10, 6, 2), (11, 6, 2), (12, 7, 3), (13, 7, 3), (14, 7, 4), (16, 7, 4), (17, 7, 5)],
        *[(18, 7, 5), (19, 7, 6), (21, 7, 6), (22, 7, 7), (23, 8, 7), (24, 8, 8), (26, 8, 8)],
    ],
)
def test_anhoej_limits_by_number_of_useful_points(useful, longest, crossings):
    values = [(-1) ** i for i in range(useful)]
    part = spc.run(range(useful + 1), [0, *values], freeze=1).parts[0]
    assert (part.n_useful, part.longest_run_max) == (useful, longest)
    assert part.n_crossings_min == crossings


def test_part_that_starts_after_the_last_point_is_no_part():
    assert len(spc.run([1, 2, 3], [4, 5, 6], part=[3]).parts) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: spc.xmr([1, 2], [1]), "same length"),
        (lambda: spc.xmr([1], [float("inf")]), "infinite"),
        (lambda: spc.xmr([1], [1], direction="up"), "direction must be"),
        (lambda: spc.xmr([1], [1], fix_after=0), "fix_after must be 1 or more"),
        (lambda: spc.run([1], [1], freeze=0), "freeze must be 1 or more"),
        (lambda: spc.attribute("i", [1], [1]), "kind must be"),
        (lambda: spc.attribute("p", [1], [1]), "needs n"),
        (lambda: spc.attribute("p", [1], [3], [2]), "above 1"),
        (lambda: spc.attribute("c", [1], [-1]), "negative"),
    ],
)
def test_wrong_input_is_refused_with_the_reason(call, message):
    with pytest.raises(ValueError, match=message):
        call()
