"""What must hold for every series, whatever its numbers."""

from dataclasses import asdict
from itertools import groupby

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qi_projects import spc

# Eighths are exact in binary, so a shift or a power of two changes no comparison by rounding.
values = st.integers(-400, 400).map(lambda eighths: eighths / 8)
series = st.lists(values, min_size=1, max_size=40)
with_gaps = st.lists(st.none() | values, min_size=1, max_size=40)
directions = st.sampled_from(["increase", "decrease", "neutral"])
settings.register_profile("charts", deadline=None)
settings.load_profile("charts")

RULES = ("rule_outside", "rule_trend", "rule_two_in_three", "rule_shift")
FLAGS = (*RULES, "relative_to_mean", "special_cause_type", "point_type", "short_group_warning")


def moved(column, factor=1, by=0):
    return [None if value is None else value * factor + by for value in column]


def about(column):
    return [None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9) for value in column]


def lines(found):
    return found.points.mean, found.points.lpl, found.points.upl


@given(with_gaps, directions, st.integers(-8, 8), st.integers(-1000, 1000), st.booleans())
def test_xmr_moves_and_stretches_with_its_values(y, direction, power, by, screen):
    factor = 2.0**power
    plain = spc.xmr(range(len(y)), y, direction=direction, screen=screen)
    other = spc.xmr(range(len(y)), moved(y, factor, by), direction=direction, screen=screen)
    for mine, theirs in zip(lines(other), lines(plain), strict=True):
        assert mine == about(moved(theirs, factor, by))
    assert [other.points[name] for name in FLAGS] == [plain.points[name] for name in FLAGS]


@given(with_gaps)
def test_xmr_upside_down_swaps_improvement_and_concern(y):
    up = spc.xmr(range(len(y)), y, direction="increase").points
    down = spc.xmr(range(len(y)), moved(y, -1), direction="decrease").points
    assert (up.point_type, up.upl) == (down.point_type, moved(down.lpl, -1))


@given(with_gaps, st.integers(-8, 8), st.integers(-1000, 1000))
def test_run_moves_and_stretches_with_its_values(y, power, by):
    factor = 2.0**power
    plain = spc.run(range(len(y)), y)
    other = spc.run(range(len(y)), moved(y, factor, by))
    assert other.points.cl == about(moved(plain.points.cl, factor, by))
    for mine, theirs in zip(other.parts, plain.parts, strict=True):
        assert {**asdict(mine), "cl": None} == {**asdict(theirs), "cl": None}


@given(with_gaps, st.data())
def test_order_of_input_changes_nothing(y, data):
    pairs = list(enumerate(y))
    x2, y2 = zip(*data.draw(st.permutations(pairs)), strict=True)
    x = range(len(y))
    assert spc.xmr(x2, y2, fix_after=3, rebase=[4]) == spc.xmr(x, y, fix_after=3, rebase=[4])
    assert spc.run(x2, y2, part=[2]) == spc.run(x, y, part=[2])
    assert spc.attribute("c", x2, moved(y2, 0, 1)) == spc.attribute("c", x, moved(y, 0, 1))


@given(with_gaps, directions)
def test_missing_points_are_kept_in_place_and_carry_no_judgement(y, direction):
    points = spc.xmr(range(len(y)), y, direction=direction).points
    assert points.y == y
    for i, value in enumerate(y):
        if value is None:
            assert not any(points[rule][i] for rule in RULES)
            assert (points.relative_to_mean[i], points.point_type[i]) == (None, "common_cause")


@given(series, st.lists(st.integers(0, 40), max_size=10))
def test_runs_are_the_same_with_and_without_gaps(y, gaps):
    gappy = list(y)
    for place in gaps:
        gappy.insert(place, None)
    plain, other = (spc.run(range(len(v)), v).parts[0] for v in (y, gappy))
    assert {**asdict(other), "n_obs": len(y)} == asdict(plain)


@given(with_gaps)
def test_runs_and_crossings_count_what_is_seen(y):
    found = spc.run(range(len(y)), y)
    part = found.parts[0]
    sides = [v > part.cl for v in y if v is not None and v != part.cl]
    runs = [len(list(group)) for _, group in groupby(sides)]
    assert part.n_useful == len(sides)
    assert part.longest_run == (max(runs) if runs else None)
    assert part.n_crossings == (len(runs) - 1 if runs else None)


@given(values, directions, st.none() | values)
def test_one_point_has_a_centre_and_nothing_else(value, direction, target):
    found = spc.xmr([1], [value], direction=direction, target=target)
    segment = found.segments[0]
    assert (segment.mean, segment.lpl, segment.upl) == (value, None, None)
    assert (found.variation_type, found.assurance_type) == ("common_cause", None)
    part = spc.run([1], [value]).parts[0]
    assert (part.cl, part.n_useful, part.longest_run, part.runs_signal) == (value, 0, None, False)


@pytest.mark.parametrize("y", [[], [None], [None] * 9])
def test_series_without_a_value_says_nothing(y):
    x = range(len(y))
    found = spc.xmr(x, y, direction="increase", target=3)
    assert (found.variation_type, found.assurance_type) == (None, None)
    assert not any(part.runs_signal for part in spc.run(x, y).parts)
    assert not any(spc.attribute("c", x, y).points.sigma_signal)


@given(st.floats(-1e6, 1e6), st.integers(2, 40), directions)
def test_equal_values_never_signal(value, length, direction):
    found = spc.xmr(range(length), [value] * length, direction=direction)
    assert found.segments[0].mean == value
    assert not any(found.points.special_cause)
    assert not spc.run(range(length), [value] * length).parts[0].runs_signal


@given(series)
def test_limits_lie_on_both_sides_of_the_mean_and_screening_only_narrows_them(y):
    assume(len(y) > 1)
    screened, plain = (spc.xmr(range(len(y)), y, screen=s).segments[0] for s in (True, False))
    assert plain.lpl <= screened.lpl <= screened.mean <= screened.upl <= plain.upl


@given(st.lists(values, min_size=8, max_size=20), st.lists(values, min_size=8, max_size=20))
def test_segments_do_not_know_each_other(before, after):
    both = spc.xmr(range(len(before + after)), before + after, rebase=[len(before)])
    alone = [spc.xmr(range(len(y)), y) for y in (before, after)]
    for name in FLAGS:
        assert both.points[name] == alone[0].points[name] + alone[1].points[name]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=30))
def test_proportions_stay_between_0_and_1(pairs):
    sizes = [max(pair) for pair in pairs]
    found = spc.attribute("p", range(len(pairs)), [min(pair) for pair in pairs], sizes).points
    for column in (found.y, found.cl, found.lcl, found.ucl, found.lcl_95, found.ucl_95):
        assert all(0 <= value <= 1 for value in column if value is not None)
    assert [value is None for value in found.y] == [size == 0 for size in sizes]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 900)), min_size=1, max_size=30),
    st.sampled_from(["u", "c"]),
)
def test_multiplying_changes_the_unit_and_no_judgement(pairs, kind):
    x, (y, n) = range(len(pairs)), zip(*pairs, strict=True)
    plain = spc.attribute(kind, x, y, n).points
    other = spc.attribute(kind, x, y, n, multiply=1000).points
    for name in ("y", "cl", "lcl", "ucl"):
        assert other[name] == about(moved(plain[name], 1000))
    assert other.sigma_signal == plain.sigma_signal


events_of = st.lists(
    st.tuples(st.integers(0, 40), st.none() | st.integers(0, 900)), min_size=1, max_size=30
)


@given(events_of, st.sampled_from([1, 100, 1000]))
def test_u_chart_is_its_formula_at_every_point(pairs, multiply):
    """Centre: all events over all exposure. Limits: three times the root of centre over exposure,
    never below 0. Exactly what stands beyond them is a signal."""
    x, (y, n) = range(len(pairs)), zip(*pairs, strict=True)
    found = spc.attribute("u", x, y, n, multiply=multiply).points
    known = [(event, size) for event, size in pairs if size]
    if not known:
        assert found.cl == [None] * len(pairs)
        return
    centre = sum(event for event, _ in known) / sum(size for _, size in known)
    for i, (event, size) in enumerate(pairs):
        assert found.cl[i] == pytest.approx(centre * multiply)
        if not size:
            assert (found.y[i], found.ucl[i], found.sigma_signal[i]) == (None, None, False)
            continue
        half = 3 * (centre / size) ** 0.5
        assert found.y[i] == pytest.approx(event / size * multiply)
        assert found.ucl[i] == pytest.approx((centre + half) * multiply)
        assert found.lcl[i] == pytest.approx(max(centre - half, 0) * multiply)
        assert found.lcl[i] <= found.cl[i] <= found.ucl[i]
        assert found.sigma_signal[i] == (not found.lcl[i] <= found.y[i] <= found.ucl[i])


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 60)), min_size=1, max_size=30),
    st.sampled_from(["p", "u", "c"]),
    st.data(),
)
def test_order_of_input_changes_nothing_in_an_attribute_chart(pairs, kind, data):
    rows = [(i, event, max(event, size)) for i, (event, size) in enumerate(pairs)]
    plain, other = (
        spc.attribute(kind, *zip(*some, strict=True), part=[3])
        for some in (rows, data.draw(st.permutations(rows)))
    )
    assert plain == other


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(9, 60)), min_size=1, max_size=20),
    st.sampled_from(["p", "u", "c"]),
    st.lists(st.integers(0, 20), max_size=6),
)
def test_missing_points_of_an_attribute_chart_are_kept_and_change_no_line(pairs, kind, gaps):
    full = list(pairs)
    for place in gaps:
        full.insert(place, (None, 12))
    plain, other = (
        spc.attribute(kind, range(len(some)), *zip(*some, strict=True)) for some in (pairs, full)
    )
    assert other.points.cl == [plain.points.cl[0]] * len(full)
    missing = [event is None for event, _ in full]
    assert [value is None for value in other.points.y] == missing
    signals = [
        signal for signal, gap in zip(other.points.sigma_signal, missing, strict=True) if not gap
    ]
    assert signals == plain.points.sigma_signal
    assert {**asdict(other.parts[0]), "n_obs": 0} == {**asdict(plain.parts[0]), "n_obs": 0}


@given(st.integers(0, 9), st.integers(9, 60), st.sampled_from(["p", "u", "c"]))
def test_one_point_of_an_attribute_chart_is_its_own_centre_and_no_signal(event, size, kind):
    found = spc.attribute(kind, [1], [event], [size])
    assert found.points.cl == found.points.y
    assert found.points.sigma_signal == [False]
    assert (found.parts[0].n_useful, found.parts[0].runs_signal) == (0, False)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(9, 60)), min_size=1, max_size=20),
    st.integers(2, 6),
)
def test_a_rate_of_twice_the_events_in_twice_the_time_has_the_same_centre(pairs, times):
    x, (y, n) = range(len(pairs)), zip(*pairs, strict=True)
    plain = spc.attribute("u", x, y, n).points
    more = spc.attribute("u", x, [v * times for v in y], [v * times for v in n]).points
    assert (more.y, more.cl) == (about(plain.y), about(plain.cl))
    for high, low in zip(more.ucl, plain.ucl, strict=True):
        assert high <= low or high == pytest.approx(low)
