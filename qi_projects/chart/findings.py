"""What may be said about a measure, by how many numbers it has.

Ten points before any judgement, because false alarms and missed changes are both common below
that; a run chart first, because its alarms are the most reliable on short series. That nothing
shows yet is never proof that nothing changed, so the words are "no clear change yet".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from qi_projects import spc

from .series import Series

ChartType = Literal["auto", "run", "xmr"]
State = Literal["none", "early", "provisional", "same", "unclear", "change"]
Verdict = Literal["improvement", "worsening", "up", "down"]

CENTRE_FROM = 6  # points: fewer have no centre line
JUDGED_FROM = 10  # points, and as many of them useful
XMR_FROM = 12  # points: fewer have no XmR chart
FIRM_FROM = 20  # points: fewer have trial limits
FEW_RESIDENTS = 10

NORMAL = "the ups and downs are normal for your home"
VERDICTS: dict[Verdict | None, str] = {
    "improvement": "This looks like a real improvement.",
    "worsening": "This looks like a real worsening.",
    "up": "The numbers have gone up.",
    "down": "The numbers have gone down.",
    None: "It is not yet clear which way things are going.",
}
ASSURANCE = {
    "consistent_pass": "If nothing changes, expect to meet the target every time.",
    "consistent_fail": "Unless something changes, expect to miss the target every time.",
    "inconsistent": "If nothing changes, expect to meet the target only some of the time.",
}


@dataclass(frozen=True)
class Finding:
    """state: how far the numbers reach. verdict: only with state "change", and then not always.

    sentence: the whole finding. advice: what else a reader should know. points: recorded values of
    the current stretch. needed: how many more until there is a judgement.
    """

    state: State
    sentence: str
    verdict: Verdict | None
    advice: list[str]
    points: int
    needed: int


@dataclass(frozen=True)
class Analysis:
    """The chart that is drawn and what it says; `xmr` is None unless that is the chart."""

    run: spc.Run
    xmr: spc.Xmr | None
    finding: Finding

    @property
    def trial(self) -> bool:
        return self.xmr is not None and self.finding.points < FIRM_FROM


def analyse(series: Series, chart_type: ChartType = "auto") -> Analysis:
    """The analysis that the number of points allows, nearest to the one that is asked for.

    "auto" is the run chart below 20 points and XmR from there on; XmR may be asked for from 12.
    Where values hardly vary, XmR limits mean nothing and it stays a run chart.
    """
    dates = sorted(series.dates)
    starts = _starts(series, dates)
    run = spc.run(series.dates, series.values, part=starts)
    points = len(_current(run))
    useful = run.parts[-1].n_useful if run.parts else 0
    wanted = XMR_FROM if chart_type == "xmr" else FIRM_FROM
    xmr = None
    if chart_type != "run" and points >= wanted and useful >= JUDGED_FROM:
        xmr = spc.xmr(
            series.dates,
            series.values,
            direction=series.direction,
            target=series.target,
            rebase=[dates[start] for start in starts],
        )
        if not xmr.segments[-1].mean_moving_range_used:
            xmr = None
    state, sentence, verdict = _say(series, run, xmr, points, useful)
    finding = Finding(
        state=state,
        sentence=sentence,
        verdict=verdict,
        advice=_advice(series, points),
        points=points,
        needed=max(JUDGED_FROM - points, 0),
    )
    return Analysis(run=run, xmr=xmr, finding=finding)


def _starts(series: Series, dates: list[date]) -> list[int]:
    """The points at which new stretches start: the first recorded on or after each rebase."""
    recorded = series.recorded_dates
    found = [recorded[i:][:1] for i in (bisect_left(recorded, day) for day in series.rebase)]
    return sorted({dates.index(day) for days in found for day in days} - {0})


def _say(
    series: Series, run: spc.Run, xmr: spc.Xmr | None, points: int, useful: int
) -> tuple[State, str, Verdict | None]:
    if not points:
        return "none", "No data yet. Add your first number.", None
    if points < CENTRE_FROM:
        return "early", f"Too early to tell. {points} of {JUDGED_FROM} points.", None
    if points < JUDGED_FROM:
        more = JUDGED_FROM - points
        words = "Too early to tell whether this is a real change. Keep going: "
        return "provisional", f"{words}{more} more to go.", None
    if xmr:
        return _say_xmr(xmr)
    if useful < JUDGED_FROM:
        return "same", "Too many of your numbers are the same to judge change.", None
    if not run.parts[-1].runs_signal:
        return "unclear", f"No clear change yet: {NORMAL}.", None
    verdict = _verdict(_way(_current(run), run.parts[-1].cl), series.direction)
    return "change", f"Change seen. {VERDICTS[verdict]}", verdict


def _say_xmr(xmr: spc.Xmr) -> tuple[State, str, Verdict | None]:
    verdicts: dict[str | None, Verdict] = {
        "special_cause_improvement": "improvement",
        "special_cause_concern": "worsening",
        "special_cause_neutral_high": "up",
        "special_cause_neutral_low": "down",
    }
    verdict = verdicts.get(xmr.variation_type)
    state: State = "change" if verdict else "unclear"
    current = xmr.segments[-1].segment
    if verdict:
        words = f"Change seen. {VERDICTS[verdict]}"
    elif any(
        flag and segment == current
        for flag, segment in zip(xmr.points.special_cause, xmr.points.segment, strict=True)
    ):
        words = (
            "No clear change now: the last number is within the usual ups and downs. "
            "The coloured points are where something unusual happened."
        )
    else:
        words = f"No clear change yet: {NORMAL}."
    forecast = ASSURANCE.get(xmr.assurance_type or "")
    return state, f"{words} {forecast}" if forecast else words, verdict


def _current(run: spc.Run) -> list[float]:
    """The recorded values of the stretch that is still going on."""
    last = run.parts[-1].part if run.parts else 0
    pairs = zip(run.points.y, run.points.part, strict=True)
    return [value for value, part in pairs if part == last and value is not None]


def _way(values: list[float], centre: float | None) -> int:
    """1 when the later half lies above the median, -1 when below; 0 unless two thirds of it do."""
    useful = [value for value in values if value != centre]
    later = useful[len(useful) // 2 :]
    sides = sum(1 if value > (centre or 0) else -1 for value in later)
    return (sides > 0) - (sides < 0) if abs(sides) * 3 >= len(later) else 0


def _verdict(way: int, direction: spc.Direction) -> Verdict | None:
    if not way:
        return None
    if direction == "neutral":
        return "up" if way > 0 else "down"
    return "improvement" if (way > 0) == (direction == "increase") else "worsening"


def _advice(series: Series, points: int) -> list[str]:
    advice = []
    sizes = [size for size in series.sizes if size]
    if series.kind == "percent" and sizes and median(sizes) < FEW_RESIDENTS:
        advice.append(
            f"A percentage of fewer than {FEW_RESIDENTS} residents jumps a lot from one time to "
            "the next."
        )
    recorded = [value for value in series.values if value is not None]
    if series.kind == "count" and points >= CENTRE_FROM and _mostly_zero(recorded):
        advice.append(
            "Most of your numbers are 0. Counting the days from one event to the next will show "
            "change sooner."
        )
    return advice


def _mostly_zero(values: Sequence[float]) -> bool:
    return sum(value == 0 for value in values) * 4 >= len(values) * 3
