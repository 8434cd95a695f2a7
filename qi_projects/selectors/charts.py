from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qi_projects.chart import ChartType, Mark, Series, draw, render_for_page
from qi_projects.models import Measure, Project

# The run chart on page and poster alike, so that both say the same of the same numbers.
CHART: ChartType = "run"


def headline(project: Project) -> Measure | None:
    """The measure whose chart is the poster's."""
    return next(iter(project.measures.all()), None)


def series(measure: Measure, *, cycles: Iterable[Any] = ()) -> Series:
    """The measure as the chart wants it, with the project's PDSA cycles at their start dates."""
    observations = list(measure.observations.all())
    return Series(
        name=measure.name,
        unit=measure.unit or measure.name,
        direction=measure.direction,  # type: ignore[arg-type]
        dates=[row.on for row in observations],
        values=[float(row.value) for row in observations],
        target=None if measure.target is None else float(measure.target),
        kind=measure.kind,  # type: ignore[arg-type]
        cycles=[Mark(cycle.started_on, cycle.number, cycle.title) for cycle in cycles],
        notes=[Mark(row.on, None, row.note) for row in observations if row.note],
        definition=measure.definition,
    )


def chart_card(measure: Measure, cycles: Iterable[Any]) -> dict[str, Any]:
    """What the chart_card component shows of one measure."""
    drawn = series(measure, cycles=cycles)
    chart = draw(drawn, chart_type=CHART, id_prefix=f"chart-{measure.pk}")
    return {
        "measure": measure,
        "svg": render_for_page(drawn, chart_type=CHART, id_prefix=f"chart-{measure.pk}"),
        "finding": chart.finding.sentence,
        "advice": chart.finding.advice,
        "head": chart.head,
        "rows": chart.rows,
        "caption": chart.caption,
    }
