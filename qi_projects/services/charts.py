"""Which chart a measure is drawn as, and when its line is worked out anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from qi_projects.enums import ChartChoice
from qi_projects.models import Measure, Rebase
from qi_projects.selectors.charts import chart_choices, new_line_from
from qi_projects.services.record import lock, reopen_poster

NO_NEW_LINE = (
    "A new line is for a change that has held: the chart says “Change seen”, six numbers or more "
    "lie before it, and ten or more have stayed on the new side. It is not so far yet."
)


@transaction.atomic
def choose_chart(measure: Measure, *, by: Any, chart: str) -> Measure:
    """Draw the measure as this chart, on its page and its poster alike."""
    allowed = {choice["value"] for choice in chart_choices(measure)} | {ChartChoice.AUTO}
    if chart not in allowed:
        raise Refused("There are not enough numbers for this chart yet. Choose another.")
    if measure.chart != chart:
        measure.chart = chart
        measure.save(update_fields=["chart"])
        reopen_poster(measure.project, by=by)
        audit.record("chose a chart", measure, by=by, detail={"chart": chart})
    return measure


@transaction.atomic
def draw_new_line(measure: Measure, *, by: Any, on: date, reason: str) -> Rebase:
    """Work out the centre line anew from the first point of a change that has held.

    The old line stays on the chart. Never because a project started: that would draw the
    improvement that it hopes for.
    """
    lock(measure.project)
    offered = new_line_from(measure)
    if offered is None:
        raise Refused(NO_NEW_LINE)
    if on != offered:
        raise Refused("The numbers have changed since you opened this page. Open it again.")
    if not reason.strip():
        raise Refused("Please say why the line changes: what is done differently now?")
    rebase = Rebase.objects.create(
        measure=measure, on=on, reason=reason.strip(), made_by=by, made_at=clock.now()
    )
    reopen_poster(measure.project, by=by)
    audit.record("drew a new line", measure, by=by, detail={"from": on.isoformat()})
    return rebase


@transaction.atomic
def take_line_back(rebase: Rebase, *, by: Any) -> None:
    """One line over all the points again; the audit keeps that there was another."""
    measure = rebase.measure
    audit.record("took a new line back", measure, by=by, detail={"from": rebase.on.isoformat()})
    rebase.delete()
    reopen_poster(measure.project, by=by)
