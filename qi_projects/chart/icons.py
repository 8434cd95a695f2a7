"""Variation and assurance of a control chart as two small signs with words beside them.

After Making Data Count of NHS England: the letters H and L for higher and lower, P, F and ? for
the target. The drawings and the colours are our own: theirs have too little contrast on white.
"""

from __future__ import annotations

from typing import NamedTuple

from .findings import Analysis
from .series import Series
from .shapes import BETTER, COMMON, NEUTRAL, WORSE

# Sign, colour and words by verdict and, for the first two, by whether the numbers are higher.
JUDGED = {"improvement": ("Improving", BETTER), "worsening": ("Getting worse", WORSE)}
ASSURED = {
    "consistent_pass": ("P", BETTER, "Target met"),
    "consistent_fail": ("F", WORSE, "Target missed"),
    "inconsistent": ("?", COMMON, "Target sometimes met"),
}


class Icon(NamedTuple):
    """sign: a letter, or wave, rise, fall or both. A ring for variation, a square for assurance."""

    sign: str
    colour: str
    words: str
    is_ring: bool


def icons(series: Series, analysis: Analysis) -> list[Icon]:
    """None for a run chart: it has no limits to judge by."""
    control = analysis.control
    if not control:
        return []
    found = [_variation(series, analysis)]
    if control.assurance:
        found.append(Icon(*ASSURED[control.assurance], is_ring=False))
    return found


def _variation(series: Series, analysis: Analysis) -> Icon:
    finding = analysis.finding
    if finding.state != "change":
        return Icon("wave", COMMON, "No clear change", is_ring=True)
    if finding.verdict in JUDGED:
        said, colour = JUDGED[finding.verdict]
        higher = (finding.verdict == "improvement") == (series.direction == "increase")
        return Icon(
            "H" if higher else "L",
            colour,
            f"{said}: {'higher' if higher else 'lower'}",
            is_ring=True,
        )
    sign, said = {"up": ("rise", "Going up"), "down": ("fall", "Going down")}.get(
        finding.verdict or "", ("both", "Changed, not clear how")
    )
    return Icon(sign, NEUTRAL, said, is_ring=True)
