"""What a project's stage and its small chart rest on: its first measure, and what was tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from qi_projects.chart import Analysis, Chart, Series, analyse, draw
from qi_projects.models import Measure, Observation, PdsaCycle, Project, Rebase
from qi_projects.selectors.charts import headline, series_of


@dataclass(frozen=True)
class Evidence:
    """The numbers, new lines and cycles are rows of their models or have the same names."""

    project: Project
    measure: Measure | None
    numbers: Sequence[Any] = ()
    rebases: Sequence[Any] = ()
    cycles: Sequence[Any] = ()

    @cached_property
    def series(self) -> Series:
        assert self.measure is not None
        return series_of(self.measure, self.numbers, self.rebases, self.cycles)

    @cached_property
    def analysis(self) -> Analysis:
        assert self.measure is not None
        return analyse(self.series, self.measure.chart)  # type: ignore[arg-type]


def evidence(project: Project) -> Evidence:
    """Of a project that came with its measures, their numbers and its cycles: no query."""
    measure, cycles = headline(project), list(project.cycles.all())
    if measure is None:
        return Evidence(project, None, cycles=cycles)
    numbers, rebases = list(measure.observations.all()), list(measure.rebases.all())
    return Evidence(project, measure, numbers, rebases, cycles)


def evidence_of(projects: Iterable[Project]) -> list[Evidence]:
    """Of many in four queries. A cohort has a thousand numbers and more: they come as plain rows,
    for to make a model of each would take longer than everything else on a page."""
    projects = list(projects)
    of_these = [project.pk for project in projects]
    measures: dict[int, Measure] = {}
    for measure in Measure.objects.filter(project__in=of_these):
        measures.setdefault(measure.project_id, measure)
    firsts = [measure.pk for measure in measures.values()]
    counted = Observation.objects.filter(measure__in=firsts)
    numbers = _rows(counted, "measure_id", "on", "value", "events", "out_of", "note")
    begun = Rebase.objects.filter(measure__in=firsts)
    rebases = _rows(begun, "measure_id", "on", "reason")
    tried = PdsaCycle.objects.filter(project__in=of_these)
    cycles = _rows(tried, "project_id", "number", "title", "started_on", "ended_on", "act")
    found = []
    for project in projects:
        first = measures.get(project.pk)
        pk = first.pk if first else None
        found.append(Evidence(project, first, numbers[pk], rebases[pk], cycles[project.pk]))
    return found


def _rows(rows: QuerySet[Any], of: str, *fields: str) -> dict[Any, list[Any]]:
    """In the order of their model, by what they are of."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.values_list(of, *fields, named=True):
        found[row[0]].append(row)
    return found


def small_chart(known: Evidence) -> Chart | None:
    """The poster's chart in the size of a phone, for pages that show many."""
    if known.measure is None:
        return None
    return draw(
        known.series,
        width=360,
        height=230,
        id_prefix=f"small-{known.measure.pk}",
        compact=True,
        analysis=known.analysis,
    )
