"""What is said about a chart: the words on its axis, its title and its caption."""

from __future__ import annotations

from datetime import date

from . import control as controls
from . import words
from .findings import Analysis
from .icons import icons
from .policy import CENTRE_FROM, JUDGED_FROM
from .series import Series

CHART_NAMES = {
    "run": "Run chart",
    "xmr": "XmR chart",
    "p": "p chart",
    "u": "u chart",
    "c": "c chart",
}
WHICH_WAY = {"increase": "higher is better", "decrease": "lower is better", "neutral": ""}


def unit(series: Series, *, alone: bool) -> str:
    """What is counted. alone: where the name of the measure stands nowhere near; a bare “%” would
    not say of what."""
    if alone and series.unit.strip() == "%":
        return f"{words.sentence_case(series.name)} (%)"
    return words.sentence_case(series.unit)


def axis_title(series: Series, unit: str, room: float, size: float) -> str:
    """The unit, and which way is better where there is room for it."""
    whole = f"{unit}, {WHICH_WAY[series.direction]}" if WHICH_WAY[series.direction] else unit
    if words.width(whole, size) <= room:
        return whole
    while words.width(unit, size) > room:
        unit = unit.rstrip("…")[:-1].rstrip() + "…"
    return unit


def title(series: Series, analysis: Analysis, beneath: str) -> str:
    """The whole finding with its caption: the one text that a PDF reader speaks."""
    return f"{series.name}: {analysis.finding.sentence} {beneath}".strip()


def caption(series: Series, analysis: Analysis) -> str:
    """How many points, from when to when, around which centre, and how it is counted."""
    recorded = _recorded(analysis)
    if not recorded:
        return series.definition
    points, (first, _), (last, _) = len(recorded), recorded[0], recorded[-1]
    dates = words.day(first) if first == last else f"{words.day(first)} to {words.day(last)}"
    said = [f"{points} point{'' if points == 1 else 's'}, {dates}.", *_centre(series, analysis)]
    return " ".join([*said, series.definition]).strip()


def _centre(series: Series, analysis: Analysis) -> list[str]:
    points, control = analysis.finding.points, analysis.control
    if control:
        last = controls.last_recorded(analysis.run.points.y)
        shown = [v for v in (control.lower[last], control.upper[last]) if v is not None]
        limits = ("Trial limit" if analysis.trial else "Limit") + "s" * (len(shown) > 1)
        # Those of p and u charts differ with the number of residents or days behind each point.
        where = " of the last point" if control.kind in ("p", "u") else ""
        between = " and ".join(words.number(v, series.kind) for v in shown)
        mean = words.number(control.centre[last] or 0, series.kind)
        return [
            f"Mean of {_which(points, analysis)}: {mean}.",
            *([f"{limits}{where}: {between}."] if shown else []),
        ]
    middle = analysis.run.parts[-1].cl
    if points < CENTRE_FROM or middle is None:
        return []
    name = "Median" if points >= JUDGED_FROM else "Provisional median"
    return [f"{name} of {_which(points, analysis)}: {words.number(middle, series.kind)}."]


def _which(points: int, analysis: Analysis) -> str:
    parts = analysis.run.points.part
    if parts[-1] == 1:
        return f"{points} points"
    return f"the {points} points since {words.day(analysis.run.points.x[parts.index(parts[-1])])}"


def description(series: Series, analysis: Analysis) -> str:
    chart = CHART_NAMES[analysis.kind]
    way = f"; {WHICH_WAY[series.direction]}" if WHICH_WAY[series.direction] else ""
    said = [
        f"{chart} of {series.unit}{way}.",
        *(f"{icon.words}." for icon in icons(series, analysis)),
    ]
    recorded = _recorded(analysis)
    if recorded:
        values = [value for _, value in recorded]
        low, high = (words.number(f(values), series.kind) for f in (min, max))
        last_day, last = recorded[-1]
        said.append(f"The numbers lie between {low} and {high}.")
        said.append(f"The last is {words.number(last, series.kind)}, on {words.day(last_day)}.")
    if series.target is not None:
        said.append(f"Target: {words.number(series.target, series.kind)}.")
    said += [f"{words.mark(mark)}, {words.day(mark.date)}." for mark in series.marks]
    return " ".join(said)


def _recorded(analysis: Analysis) -> list[tuple[date, float]]:
    points = analysis.run.points
    return [(day, v) for day, v in zip(points.x, points.y, strict=True) if v is not None]
