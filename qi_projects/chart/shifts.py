"""When a change has held for long enough that the line may be worked out anew."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from statistics import median

from qi_projects.spc.series import side

from .findings import Analysis
from .policy import CENTRE_FROM, HELD_FROM


def held_since(analysis: Analysis) -> date | None:
    """The first point of a change that has held for ten points; None where there is none.

    Only with a signal, never because a project started. The change begins where the cumulative
    sum of the sides of the centre line turns (the idea of Pettitt 1979). It has held when four
    fifths of the points since, and of the last ten, lie nearer to the new median than to the old.
    """
    if analysis.finding.state != "change":
        return None
    points = analysis.run.points
    rows = [
        (day, value, side(value, centre) or 0)
        for day, value, centre, part in zip(
            points.x, points.y, analysis.centre, points.part, strict=True
        )
        if value is not None and part == points.part[-1]
    ]
    sums = list(accumulate(row[2] for row in rows))
    last_before = max(range(len(sums)), key=lambda i: abs(sums[i]))
    before, since = rows[: last_before + 1], rows[last_before + 1 :]
    if len(since) < HELD_FROM or len(before) < CENTRE_FROM:
        return None
    old, new = (median(value for _, value, _ in rows) for rows in (before, since))
    moved = [side(value, (old + new) / 2) == side(new, old) for _, value, _ in since]
    held = all(sum(some) * 5 >= len(some) * 4 for some in (moved, moved[-HELD_FROM:]))
    return since[0][0] if held and new != old else None
