"""When a change has held for long enough that the line may be worked out anew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate
from statistics import median

from qi_projects.spc.series import side

from .findings import Analysis
from .policy import CENTRE_FROM, HELD_FROM


def held_since(analysis: Analysis) -> date | None:
    """The first point of a change that has held for ten points; None where there is none.

    Only with a signal, never because a project started. The change begins where Pettitt's
    statistic (Pettitt 1979) is largest: the sum, over the points so far, of how many of all lie
    below each less how many lie above. Sides of the mean would not do: the longer a change holds,
    the nearer to it the mean moves. It has held when four fifths of the points since, and of the
    last ten, lie nearer to the new median than to the old.
    """
    if analysis.finding.state != "change":
        return None
    points = analysis.run.points
    rows = [
        (day, value)
        for day, value, part in zip(points.x, points.y, points.part, strict=True)
        if value is not None and part == points.part[-1]
    ]
    ordered = sorted(value for _, value in rows)
    sums = list(
        accumulate(
            bisect_left(ordered, value) + bisect_right(ordered, value) - len(rows)
            for _, value in rows
        )
    )
    last_before = max(range(len(sums)), key=lambda i: abs(sums[i]))
    before, since = rows[: last_before + 1], rows[last_before + 1 :]
    if len(since) < HELD_FROM or len(before) < CENTRE_FROM:
        return None
    old, new = (median(value for _, value in rows) for rows in (before, since))
    moved = [side(value, (old + new) / 2) == side(new, old) for _, value in since]
    held = all(sum(some) * 5 >= len(some) * 4 for some in (moved, moved[-HELD_FROM:]))
    return since[0][0] if held and new != old else None
