"""Where projects stand, of rows that are there already: nothing here asks the database again."""

from __future__ import annotations

from qi_projects.chart import analyse
from qi_projects.models import Measure, Project
from qi_projects.selectors.charts import headline, series
from qi_projects.standing import Record, Standing, standing_of


def standing(project: Project) -> Standing:
    """Of a project as `with_record` or `with_evidence` reads it."""
    measure = headline(project)
    numbers = 0 if measure is None else len(measure.observations.all())
    cycles = list(project.cycles.all())
    return standing_of(
        Record(
            aim_missing=tuple(project.aim_missing()),
            numbers=numbers,
            begun=len(cycles),
            answered=sum(bool(cycle.act) for cycle in cycles),
            improved=measure is not None and numbers > 0 and _improved(measure),
            ended=project.ended_on is not None,
        )
    )


def _improved(measure: Measure) -> bool:
    finding = analyse(series(measure), measure.chart).finding  # type: ignore[arg-type]
    return finding.verdict == "improvement"
