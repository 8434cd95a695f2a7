"""Which other charts more numbers would bring, in words for whoever chooses one."""

from __future__ import annotations

from .findings import analyse, offers
from .policy import FIRM_FROM, LIMITS_FROM
from .series import Series


def coming(series: Series) -> str:
    """Why no other chart can be chosen, or not yet; empty where all that there are can be."""
    if series.kind == "time_between":
        return "Days between events stay a run chart: limits would not be honest for them."
    points, others = analyse(series).finding.points, len(offers(series)) > 1
    if points >= LIMITS_FROM and not others:
        return "Your numbers are too much alike for a chart with limits. The run chart is honest."
    if points >= FIRM_FROM:
        return ""
    kind = series.attribute_kind
    firm = f"with {FIRM_FROM - points} more its limits are firm"
    if kind:
        firm += f", and there is a {kind} chart too"
    since = "since the newest line" if series.rebase else "so far"
    have = f"You have {points} number{'' if points == 1 else 's'} {since}"
    if points >= LIMITS_FROM:
        return f"{have}. The XmR chart has trial limits; {firm}."
    return (
        f"{have}, so only the run chart is honest. With {LIMITS_FROM - points} more you can "
        f"choose an XmR chart, which has trial limits; {firm}."
    )
