"""Changes that reports makes: a funder's summary, frozen on the day it is issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cohorts.enums import CareSetting, CohortState, JobRole
from cohorts.models import Cohort, Funder, Programme
from core import audit, clock
from core.errors import Refused
from qi_projects.enums import Theme
from reports import disclosure, figures
from reports.models import FunderSummary
from workshops.enums import SessionKind

# Every Pioneer is in some row: a table that leaves a few out says who they are by subtraction.
ELSEWHERE = "Elsewhere or not known"
# A learning set is a group of people; what is held is its meetings.
HELD: dict[str, str] = {SessionKind.LEARNING_SET: "Learning set meeting"}
SHOWN_STATES = (CohortState.RUNNING, CohortState.CELEBRATED, CohortState.CLOSED)


@transaction.atomic
def issue_summary(programme: Programme, *, funder: Funder, by: Any) -> FunderSummary:
    """Freeze today's figures of the cohorts that `funder` supports, with small counts hidden."""
    cohorts = list(
        Cohort.objects.filter(programme=programme, fundings__funder=funder, state__in=SHOWN_STATES)
        .prefetch_related("fundings")
        .order_by("number")
    )
    if not cohorts:
        raise Refused(
            f"{funder} supports no cohort that has begun, so there is nothing to report yet."
        )
    summary = FunderSummary.objects.create(
        programme=programme,
        funder=funder,
        title=f"Summary for {funder}, {clock.today().day} {clock.today():%B %Y}",
        figures=_figures(cohorts, funder),
        issued_by=by,
    )
    audit.record(
        "issued funder summary", summary, by=by, detail={"cohorts": [c.number for c in cohorts]}
    )
    return summary


def _figures(cohorts: list[Cohort], funder: Funder) -> dict[str, Any]:
    """What is shown and nothing more: the hidden numbers are not stored."""
    seen = figures.attendance(cohorts)
    held = figures.sessions_held(cohorts)
    tables = [
        _table(
            "Pioneers by borough",
            "By the borough of their home in CQC’s register.",
            {name: name for name in _boroughs(cohorts)},
            figures.pioneers_by_borough(cohorts),
        ),
        _table(
            "Pioneers by care setting",
            "By the setting they applied from.",
            dict(CareSetting.choices),
            figures.pioneers_by_setting(cohorts),
        ),
        _table(
            "Pioneers by role",
            "By their role when they confirmed their place.",
            dict(JobRole.choices),
            figures.pioneers_by_role(cohorts),
        ),
        _table(
            "Improvement projects by theme",
            "Each Pioneer leads one project.",
            dict(Theme.choices),
            figures.projects_by_theme(cohorts),
            counted="Projects",
        ),
    ]
    return {
        "cohorts": [
            {"name": cohort.name, "credit_line": _credit(cohort, funder)} for cohort in cohorts
        ],
        "headline": [
            {
                "label": "Pioneers",
                "value": disclosure.people(figures.pioneers(cohorts)).value,
                "note": "People who confirmed a place and did not withdraw.",
            },
            {
                "label": "Care homes",
                "value": disclosure.people(figures.homes(cohorts)).value,
                "note": "Different homes, by CQC Location ID.",
            },
            {
                "label": "Attendance",
                "value": disclosure.percentage(seen["came"], seen["expected"], seen["people"]),
                "unit": "%",
                "note": "Of places at sessions held, those where the Pioneer came.",
            },
            {
                "label": "Attended or sent apologies",
                "value": disclosure.percentage(
                    seen["came"] + seen["apologies"], seen["expected"], seen["people"]
                ),
                "unit": "%",
                "note": "Apologies sent before the session count as commitment.",
            },
        ],
        "sessions": [
            {"label": HELD.get(kind, SessionKind(kind).label), "value": held[kind], "note": ""}
            for kind in SessionKind.values
            if kind in held
        ],
        "tables": tables,
    }


def _boroughs(cohorts: list[Cohort]) -> list[str]:
    return sorted({b.name for cohort in cohorts for b in cohort.boroughs.all()})


def _credit(cohort: Cohort, funder: Funder) -> str:
    return next(f.credit_line for f in cohort.fundings.all() if f.funder_id == funder.pk)


def _table(
    title: str,
    note: str,
    labels: Mapping[Any, str],
    counts: Mapping[Any, int],
    counted: str = "Pioneers",
) -> dict[str, Any]:
    """One dimension only: two crossed would let a reader subtract one table from another."""
    named = {label: counts.get(key, 0) for key, label in labels.items()}
    elsewhere = sum(counts.values()) - sum(named.values())
    if elsewhere:
        named[ELSEWHERE] = elsewhere
    shown = disclosure.table(list(named.values()))
    rows = [
        {"label": label, "value": count.value} for label, count in zip(named, shown, strict=True)
    ]
    return {"title": title, "note": note, "counted": counted, "rows": rows}
