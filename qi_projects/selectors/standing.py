"""Where projects stand, of rows that are there already: nothing here asks the database again."""

from __future__ import annotations

from qi_projects.models import Project
from qi_projects.selectors.evidence import Evidence, evidence
from qi_projects.standing import Record, Standing, standing_of


def standing(project: Project) -> Standing:
    """Of a project as `with_record` reads it."""
    return stands(evidence(project))


def stands(known: Evidence) -> Standing:
    project, numbers = known.project, len(known.numbers)
    return standing_of(
        Record(
            aim_missing=tuple(project.aim_missing()),
            numbers=numbers,
            begun=len(known.cycles),
            answered=sum(bool(cycle.act) for cycle in known.cycles),
            improved=numbers > 0 and known.analysis.finding.verdict == "improvement",
            ended=project.ended_on is not None,
        )
    )
