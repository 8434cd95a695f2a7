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
from typing import Literal, NamedTuple

from qi_projects import spc

from . import control as controls
from . import words
from .control import Control, ControlKind
from .policy import CENTRE_FROM, FEW_RESIDENTS, FIRM_FROM, JUDGED_FROM, LIMITS_FROM
from .series import Series

ChartType = Literal["auto", "run", "xmr", "attribute"]
State = Literal["none", "early", "provisional", "same", "unclear", "change"]
Verdict = Literal["improvement", "worsening", "up", "down"]

NORMAL = "the ups and downs are normal for your home"
VERDICTS: dict[Verdict | None, str] = {
    "improvement": "This looks like a real improvement.",
    "worsening": "This looks like a real worsening.",
    "up": "The numbers have gone up.",
    "down": "The numbers have gone down.",
    None: "It is not yet clear which way things are going.",
}
# By what spc.assurance says. Limits are a forecast only while nothing unusual is going on.
FORECAST = {
    "consistent_pass": "If nothing changes, expect to meet the target every time.",
    "consistent_fail": "Unless something changes, expect to miss the target every time.",
    "inconsistent": "If nothing changes, expect to meet the target only some of the time.",
}
SO_FAR = {
    "consistent_pass": "Taken together, the numbers keep to the target.",
    "consistent_fail": "Taken together, the numbers do not reach the target yet.",
    "inconsistent": "Taken together, the numbers meet the target only some of the time.",
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

    @property
    def on_poster(self) -> str:
        """The sentence as the team says it of its own home, to everybody who stands before it."""
        if self.state == "none":
            return "Nothing has been counted yet."
        words = self.sentence.partition(" Keep going:")[0]
        return words.replace("your numbers", "our numbers").replace("your home", "our home")

    @property
    def for_others(self) -> str:
        """The sentence as it reads for those whose home it is not."""
        if self.state == "none":
            return "There are no numbers yet."
        return self.sentence.replace("your numbers", "the numbers").replace(
            "your home", "this home"
        )


@dataclass(frozen=True)
class Analysis:
    """The chart that is drawn and what it says; `control` is None for a run chart."""

    run: spc.Run
    control: Control | None
    finding: Finding

    @property
    def kind(self) -> Literal["run"] | ControlKind:
        return self.control.kind if self.control else "run"

    @property
    def trial(self) -> bool:
        return self.control is not None and self.finding.points < FIRM_FROM

    @property
    def centre(self) -> list[spc.Number]:
        return self.control.centre if self.control else self.run.points.cl


class Offer(NamedTuple):
    """A chart that may be chosen. kind: what it is then, run, xmr, p, u or c."""

    chart_type: ChartType
    kind: str
    trial: bool


def offers(series: Series) -> list[Offer]:
    """The charts that the number of points allows, the run chart first."""
    asked: tuple[ChartType, ...] = ("run", "xmr", "attribute")
    found = [(wanted, analyse(series, wanted)) for wanted in asked]
    return [
        Offer(wanted, analysis.kind, analysis.trial)
        for wanted, analysis in found
        if (wanted == "attribute") == (analysis.kind in ("p", "u", "c"))
        and (wanted == "run") == (analysis.kind == "run")
    ]


def analyse(series: Series, chart_type: ChartType = "auto") -> Analysis:
    """The analysis that the number of points allows, nearest to the one that is asked for.

    "auto" is the run chart below 20 points; from there on the p or u chart where it is known what
    the numbers were out of, else XmR. XmR may be asked for from 12 points, a c chart from 20.
    Where values hardly vary, limits mean nothing and it stays a run chart; so it does for days
    between events, which are too skewed for limits at equal distance.
    """
    dates = sorted(series.dates)
    starts = _starts(series, dates)
    run = spc.run(series.dates, series.values, part=starts)
    points = len(_current(run))
    useful = run.parts[-1].n_useful if run.parts else 0
    control = None
    if useful >= JUDGED_FROM:
        control = _control(series, chart_type, points, starts, [dates[start] for start in starts])
    state, sentence, verdict = _say(series, run, control, points, useful)
    finding = Finding(
        state=state,
        sentence=" ".join([*_held(series, run, control, starts, dates), sentence]),
        verdict=verdict,
        advice=_advice(series, points, control, on_the_line=state == "same"),
        points=points,
        needed=max(JUDGED_FROM - points, 0),
    )
    return Analysis(run=run, control=control, finding=finding)


def _starts(series: Series, dates: list[date]) -> list[int]:
    """The points at which new stretches start: the first recorded on or after each rebase."""
    recorded = series.recorded_dates
    found = [recorded[i:][:1] for i in (bisect_left(recorded, day) for day in series.rebase)]
    return sorted({dates.index(day) for days in found for day in days} - {0})


def _control(
    series: Series, chart_type: ChartType, points: int, starts: list[int], rebase: list[date]
) -> Control | None:
    kind = series.attribute_kind
    if points < (LIMITS_FROM if chart_type == "xmr" else FIRM_FROM) or chart_type == "run":
        return None
    if kind and (chart_type == "attribute" or (chart_type == "auto" and kind != "c")):
        return controls.attribute(series, kind, starts)
    return None if series.kind == "time_between" else controls.xmr(series, rebase)


def _say(
    series: Series, run: spc.Run, control: Control | None, points: int, useful: int
) -> tuple[State, str, Verdict | None]:
    if not points:
        return "none", "No data yet. Add your first number.", None
    if points < CENTRE_FROM:
        return "early", f"Too early to tell. {points} of {JUDGED_FROM} points.", None
    if points < JUDGED_FROM:
        more = JUDGED_FROM - points
        early = "Too early to tell whether this is a real change. Keep going: "
        return "provisional", f"{early}{more} more to go.", None
    if control:
        return _say_control(series, run, control)
    if useful < JUDGED_FROM:
        return "same", "Too many of your numbers are the same to judge change.", None
    if not run.parts[-1].runs_signal:
        return "unclear", f"No clear change yet: {NORMAL}.", None
    verdict = _verdict(_way(_current(run), run.parts[-1].cl), series.direction)
    return "change", f"Change seen. {VERDICTS[verdict]}", verdict


def _say_control(
    series: Series, run: spc.Run, control: Control
) -> tuple[State, str, Verdict | None]:
    parts, recorded = run.points.part, run.points.y
    ways = [
        way
        for way, value, part in zip(control.ways, recorded, parts, strict=True)
        if value is not None and part == parts[-1]
    ]
    verdict = None
    if control.signal:
        # Where only the crossings are too few, no point stands out and the later half decides.
        way = ways[-1] or _way(_current(run), control.centre[-1])
        verdict = _verdict(way, series.direction)
        said = f"Change seen. {VERDICTS[verdict]}"
    elif any(ways):
        said = (
            "No clear change now: the last number is within the usual ups and downs. "
            "The coloured points are where something unusual happened."
        )
    else:
        said = f"No clear change yet: {NORMAL}."
    of_target = (SO_FAR if any(ways) or control.signal else FORECAST).get(control.assurance or "")
    state: State = "change" if control.signal else "unclear"
    return state, f"{said} {of_target}" if of_target else said, verdict


def _held(
    series: Series, run: spc.Run, control: Control | None, starts: list[int], dates: list[date]
) -> list[str]:
    """After the line was worked out anew: the change for which that was done, in words.

    Without it, a success that has held would read as no change at all.
    """
    if not starts:
        return []
    name, centres = ("mean", control.centre) if control else ("median", run.points.cl)
    now, before = centres[-1], centres[starts[-1] - 1]
    if now is None or before is None or len(_current(run)) < CENTRE_FROM:
        return []
    then, was = words.number(now, series.kind), words.number(before, series.kind)
    return [f"Since {words.day(dates[starts[-1]])} the {name} is {then}; before, it was {was}."]


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


def _advice(
    series: Series, points: int, control: Control | None, *, on_the_line: bool
) -> list[str]:
    advice = []
    sizes = [size for size in series.sizes if size] if series.kind == "percent" else []
    if sizes and median(sizes) < FEW_RESIDENTS:
        advice.append(
            f"A percentage of fewer than {FEW_RESIDENTS} residents jumps a lot from one time to "
            "the next."
        )
    if series.kind == "count" and points >= CENTRE_FROM and _mostly_zero(series.values):
        advice.append(
            "Most of your numbers are 0. Counting the days from one event to the next will show "
            "change sooner."
        )
    elif on_the_line:
        advice.append(
            "Numbers that lie exactly on the middle line tell nothing of a change. Keep going: it "
            f"takes {JUDGED_FROM} that lie above or below it."
        )
    if control and points < FIRM_FROM:
        advice.append(
            f"The limits are trial limits: they still move until there are {FIRM_FROM} points."
        )
    return advice


def _mostly_zero(values: Sequence[float | None]) -> bool:
    recorded = [value for value in values if value is not None]
    return recorded.count(0) * 4 >= len(recorded) * 3
