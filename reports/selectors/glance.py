"""A cohort at a glance, for staff: exact numbers, nothing hidden."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from cohorts.enums import CareSetting, CohortState, JobRole
from cohorts.models import Cohort
from core import clock
from pioneers.enums import ApplicationState
from pioneers.models import Application
from qi_projects.enums import Theme
from reports import figures
from workshops.models import Session

BEFORE_IT_RUNS = (CohortState.PLANNING, CohortState.OPEN, CohortState.SELECTING)


def of(cohort: Cohort) -> dict[str, Any]:
    """What the page shows; at most nine queries, whatever the size of the cohort.

    Until a cohort runs, its applications say how it goes; from then on its Pioneers do.
    """
    sent = ~Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
    states = {
        state: Count("pk", filter=Q(state=state))
        for state in ("draft", "submitted", "offered", "reserve", "confirmed")
    }
    applications = Application.objects.filter(cohort=cohort).aggregate(
        sent=Count("pk", filter=sent),
        unread=Count("pk", filter=Q(state=ApplicationState.SUBMITTED, decision="")),
        **states,
    )
    shown = {
        "applications": applications,
        "before_it_runs": cohort.state in BEFORE_IT_RUNS,
        "sessions": Session.objects.published()
        .filter(cohort=cohort, ends_at__gt=clock.now())
        .select_related("learning_set")
        .order_by("starts_at")[:6],
    }
    if shown["before_it_runs"]:
        return shown | {"bars": _applications(cohort, sent, applications["sent"])}
    return shown | _pioneers(cohort)


def _applications(cohort: Cohort, sent: Q, total: int) -> list[Any]:
    rows = Application.objects.filter(sent, cohort=cohort).order_by()

    def by(field: str, labels: dict[str, str]) -> list[tuple[str, int]]:
        return _bars(dict(rows.values_list(field).annotate(n=Count("pk"))), labels)

    return [
        ("Applications by role", by("role", dict(JobRole.choices)), total),
        ("Applications by setting", by("setting", dict(CareSetting.choices)), total),
        ("Applications by borough", by("borough__name", {}), total),
    ]


def _pioneers(cohort: Cohort) -> dict[str, Any]:
    cohorts = [cohort]
    seen = figures.attendance(cohorts)
    people = figures.pioneers(cohorts)
    roles = _bars(figures.pioneers_by_role(cohorts), dict(JobRole.choices))
    settings = _bars(figures.pioneers_by_setting(cohorts), dict(CareSetting.choices))
    boroughs = _bars(figures.pioneers_by_borough(cohorts), {})
    themes = _bars(figures.projects_by_theme(cohorts), dict(Theme.choices))
    return {
        "pioneers": people,
        "homes": figures.homes(cohorts),
        "posters_approved": figures.posters_approved(cohorts),
        "came_percent": round(100 * seen["came"] / seen["expected"]) if seen["expected"] else None,
        "bars": [
            ("Pioneers by role", roles, people),
            ("Pioneers by setting", settings, people),
            ("Pioneers by borough", boroughs, people),
            ("Projects by theme", themes, sum(count for _, count in themes)),
        ],
    }


def _bars(counts: dict[Any, int], labels: dict[str, str]) -> list[tuple[str, int]]:
    rows = [(labels.get(key, key or "Not known"), count) for key, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
