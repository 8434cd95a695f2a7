"""Homes of a cohort that count the same by the same definition, beside each other and as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.safestring import SafeString

from cohorts.models import Cohort
from pioneers.models import Pioneer
from qi_projects import library
from qi_projects.chart import Series, draw, render_for_page, render_svg
from qi_projects.models import Measure
from qi_projects.selectors.charts import series
from qi_projects.services.numbers import worked_out

WIDTH, HEIGHT = 360, 250
NONE = Decimal()


@dataclass(frozen=True)
class Shared:
    """One definition and how many projects of the cohort count by it."""

    key: str
    name: str
    homes: int


@dataclass(frozen=True)
class Small:
    measure: Measure
    svg: SafeString
    finding: str
    caption: str


def shared_measures(cohort: Cohort) -> list[Shared]:
    """The definitions that two homes or more of this cohort count by, the most used first."""
    rows = (
        _of_cohort(cohort)
        .exclude(library_key="")
        .values_list("library_key")
        .annotate(homes=Count("pk"))
        .filter(homes__gt=1)
        .order_by("-homes", "library_key")
    )
    return [Shared(key, _name(key), homes) for key, homes in rows]


def _name(key: str) -> str:
    entry = library.find(key)
    return entry.name if entry else key.replace("-", " ").capitalize()


def _of_cohort(cohort: Cohort) -> Any:
    return Measure.objects.filter(
        project__pioneer__in=Pioneer.objects.counted().filter(cohort=cohort)
    )


def alike(cohort: Cohort, key: str) -> list[Measure]:
    """The measures of one definition with their numbers, by home: three queries, any number."""
    return list(
        _of_cohort(cohort)
        .filter(library_key=key)
        .select_related("project__home", "project__pioneer__person")
        .prefetch_related("observations", "rebases")
        .order_by("project__home__name", "project__title", "pk")
    )


def side_by_side(measures: Iterable[Measure]) -> list[Small]:
    """A small run chart of each, all on one scale and in the same words, so that eyes compare."""
    drawn = [
        # Targets are each home's own, and marks have no room.
        replace(series(measure), target=None, cycles=(), notes=(), unit=_unit(measure))
        for measure in measures
    ]
    values = [value for one in drawn for value in one.values if value is not None]
    found = []
    for measure, one in zip(measures, drawn, strict=True):
        chart = draw(
            one,
            chart_type="run",
            width=WIDTH,
            height=HEIGHT,
            compact=True,
            id_prefix=f"together-{measure.pk}",
            also=(min(values), max(values)) if values else (),
        )
        points = sum(value is not None for value in one.values)
        caption = f"{points} number{'' if points == 1 else 's'}"
        found.append(Small(measure, render_svg(chart), chart.finding.for_others, caption))
    return found


def _unit(measure: Measure) -> str:
    entry = measure.library_entry
    return entry.unit if entry else measure.unit or measure.name


def all_homes(measures: list[Measure]) -> dict[str, Any] | None:
    """The homes as one, month by month: everything that was counted out of everything there was.

    Only for what is so many out of so many, and for months in which two homes or more counted;
    counts of homes of different size say nothing when they are added.
    """
    if not measures or not all(measure.is_shared_out for measure in measures):
        return None
    months: dict[date, list[tuple[int, Decimal, Decimal]]] = defaultdict(list)
    for measure in measures:
        for row in measure.observations.all():
            if row.events is not None and row.out_of is not None:
                months[row.on.replace(day=1)].append((measure.pk, row.events, row.out_of))
    first = measures[0]
    rows = [
        (
            month,
            sum((row[1] for row in found), Decimal()),
            sum((row[2] for row in found), Decimal()),
        )
        for month, found in sorted(months.items())
        if len({row[0] for row in found}) > 1
    ]
    if not rows:
        return None
    pooled = Series(
        name=f"{first.library_entry.name if first.library_entry else first.name}, all homes",
        unit=_unit(first),
        direction=first.direction,  # type: ignore[arg-type]
        dates=[month for month, _, _ in rows],
        values=[float(worked_out(first, events, out_of)) for _, events, out_of in rows],
        kind=first.kind,  # type: ignore[arg-type]
        events=[float(events) for _, events, _ in rows],
        sizes=[float(out_of) for _, _, out_of in rows],
        per=first.per,
    )
    wide = draw(pooled, chart_type="run", id_prefix="together-all")
    return {
        "svg": render_for_page(pooled, chart_type="run", id_prefix="together-all", wide=wide),
        "finding": wide.finding.for_others,
        "head": wide.head,
        "rows": wide.rows,
        "caption": wide.caption,
    }
