"""The newest number on a chart: near its point, and readable whatever runs past it."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest

from qi_projects.chart import Mark, draw, render_svg
from tests.qi_projects.series_samples import START, UP_AND_DOWN, falls, rates, shares

EVENTS = [5, 5, 6, 10, 7, 3, 7, 4, 13, 5] * 2
LAST_DAY = START + timedelta(weeks=19)
CASES = {
    "on the median": (falls([9, 8, 11, 7, 10, 6, 12, 8, 9.5, 9]), "auto"),
    "on the target": (falls([*UP_AND_DOWN[:9], 7], target=7), "auto"),
    "between median and target": (falls([*UP_AND_DOWN[:11], 8.2], target=7.5), "run"),
    "on the mean": (falls([*UP_AND_DOWN[:19], 8.8]), "xmr"),
    "just below the upper limit": (falls([*UP_AND_DOWN[:19], 16]), "xmr"),
    "just above the lower limit": (falls([*UP_AND_DOWN[:19], 1]), "xmr"),
    "beside the line of a test": (
        falls([*UP_AND_DOWN[:19], 14], cycles=[Mark(LAST_DAY, 1, "Coloured cups")], target=20),
        "run",
    ),
    "after a steep fall": (falls([*UP_AND_DOWN[:19], 2], target=4), "run"),
    "after a steep rise": (falls([*UP_AND_DOWN[:19], 18], target=12), "run"),
    "p, under a step of its limit": (shares([*EVENTS[:18], 20, 11]), "attribute"),
    "u, on the centre": (rates([2, 1, 3, 2, 1, 2, 2, 1, 3, 1] * 2, target=6), "attribute"),
}
SIZES = {"page": {}, "phone": {"width": 360, "compact": True}}


def stretches(path):
    """(x, y, x, y) of each straight stretch of a line that is drawn with M, H and V."""
    x = y = 0.0
    for command, numbers in re.findall(r"([MHV])([^MHV]+)", path):
        was = x, y
        if command == "M":
            x, y = map(float, numbers.split())
        elif command == "H":
            x = float(numbers)
        else:
            y = float(numbers)
        if command != "M":
            yield *was, x, y


def passing(chart):
    """The lines and marks that pass through the number, read from what is drawn."""
    left, top, right, bottom = chart.last.plate
    met = [mark.mark.label for mark in chart.marks if left < mark.x < right]
    for line in chart.lines:
        met += [
            line.label
            for x1, y1, x2, y2 in stretches(line.path)
            if min(x1, x2) < right
            and max(x1, x2) > left
            and min(y1, y2) < bottom
            and max(y1, y2) > top
        ]
    return met


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CASES)
def test_newest_number_lies_on_no_line(name, size):
    series, chart_type = CASES[name]
    chart = draw(series, chart_type=chart_type, **SIZES[size])
    assert passing(chart) == []
    assert abs(chart.last.x - chart.points[-1].x) < 40


def test_newest_number_never_leaves_the_plot_for_the_words_beside_it():
    chart = draw(falls([1200, 1250, 1210], unit="ml"))
    assert chart.last.plate.right <= chart.plot.right + 6


def test_where_no_place_is_clear_it_stays_at_its_point_and_the_line_stops_behind_it():
    crowded = falls([8, 9, 8, 9] * 5, target=8.4)
    chart = draw(crowded, chart_type="xmr", width=480, height=170)
    assert abs(chart.last.y - chart.points[-1].y) <= 24 + chart.size.text + 6
    svg = ET.fromstring(render_svg(chart))
    drawn = list(svg)
    number = next(
        n for n, one in enumerate(drawn) if one.text == chart.last.text and one.get("font-weight")
    )
    assert drawn[number - 1].get("fill") == "#fff"
