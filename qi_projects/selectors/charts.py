from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from qi_projects.chart import (
    CHART_NAMES,
    Chart,
    Mark,
    Series,
    analyse,
    draw,
    held_since,
    offers,
    render_for_page,
)
from qi_projects.models import Measure, Project

# What a chart is for, in the words of the page on which one is chosen.
PURPOSES = {
    "run": "The line is the median: half of your numbers lie above it. The safest for few numbers.",
    "xmr": "With limits: what you can expect while nothing changes.",
    "p": "For percentages: the limits allow for how many people were asked each time.",
    "u": "For rates: the limits allow for how many days or people each number comes from.",
    "c": "For events that happen now and then, while the number of residents stays about the same.",
}


def headline(project: Project) -> Measure | None:
    """The measure whose chart is the poster's."""
    return next(iter(project.measures.all()), None)


def series(measure: Measure, *, cycles: Iterable[Any] = ()) -> Series:
    """The measure as the chart wants it, with the project's PDSA cycles at their start dates."""
    return series_of(measure, measure.observations.all(), measure.rebases.all(), cycles)


def series_of(
    measure: Measure,
    observations: Collection[Any],
    rebases: Collection[Any],
    cycles: Iterable[Any],
) -> Series:
    """The same of rows that are no models, too."""
    return Series(
        name=measure.name,
        unit=measure.unit or measure.name,
        direction=measure.direction,  # type: ignore[arg-type]
        dates=[row.on for row in observations],
        values=[float(row.value) for row in observations],
        target=None if measure.target is None else float(measure.target),
        kind=measure.kind,  # type: ignore[arg-type]
        cycles=[
            Mark(cycle.started_on, cycle.number, cycle.title, cycle.ended_on) for cycle in cycles
        ],
        notes=[
            *(Mark(row.on, None, row.note) for row in observations if row.note),
            *(Mark(row.on, None, f"New line: {row.reason}") for row in rebases),
        ],
        rebase=[row.on for row in rebases],
        events=[None if row.events is None else float(row.events) for row in observations],
        sizes=[None if row.out_of is None else float(row.out_of) for row in observations],
        per=measure.per,
        definition=measure.definition,
    )


def chart(measure: Measure, cycles: Iterable[Any], **layout: Any) -> Chart:
    """The measure as its page, its poster and its files all draw it: the chart that was chosen."""
    return draw(series(measure, cycles=cycles), chart_type=measure.chart, **layout)  # type: ignore[arg-type]


def chart_card(measure: Measure, cycles: Iterable[Any], *, own: bool = True) -> dict[str, Any]:
    """What the chart_card component shows of one measure, to its own home or to others."""
    drawn = series(measure, cycles=cycles)
    chart_type: Any = measure.chart
    wide = draw(drawn, chart_type=chart_type, id_prefix=f"chart-{measure.pk}")
    return {
        "measure": measure,
        "svg": render_for_page(drawn, chart_type=chart_type, id_prefix=wide.id_prefix, wide=wide),
        "finding": wide.finding.sentence if own else wide.finding.for_others,
        "advice": wide.finding.advice,
        "head": wide.head,
        "rows": wide.rows,
        "is_empty": wide.finding.state == "none",
        "caption": wide.caption,
        "others": [choice for choice in chart_choices(measure) if choice["kind"] != wide.kind],
        "new_line_from": new_line_from(measure),
        "has_lines": bool(measure.rebases.all()),
    }


def chart_choices(measure: Measure) -> list[dict[str, str]]:
    """The charts that the number of points allows, the run chart first; none before 12 points."""
    found = offers(series(measure))
    return [
        {
            "value": offer.chart_type,
            "kind": offer.kind,
            "name": CHART_NAMES[offer.kind] + (" with trial limits" if offer.trial else ""),
            "purpose": PURPOSES[offer.kind],
        }
        for offer in (found if len(found) > 1 else [])
    ]


def new_line_from(measure: Measure) -> date | None:
    """The day from which the line may be worked out anew: the start of a change that has held."""
    return held_since(analyse(series(measure), measure.chart))  # type: ignore[arg-type]
