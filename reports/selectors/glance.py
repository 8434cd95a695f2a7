"""A cohort at a glance, for staff: exact numbers, nothing hidden."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Cohort
from core import clock
from pioneers.enums import ApplicationState
from pioneers.models import Application
from qi_projects.enums import PosterState, Theme
from qi_projects.models import Poster
from reports import figures
from workshops.models import Session


def of(cohort: Cohort) -> dict[str, Any]:
    """What the page shows; eleven queries, whatever the size of the cohort."""
    cohorts = [cohort]
    applications = Application.objects.filter(cohort=cohort).aggregate(
        all=Count("pk"),
        sent=Count("pk", filter=~Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])),
        drafts=Count("pk", filter=Q(state=ApplicationState.DRAFT)),
        offered=Count("pk", filter=Q(state=ApplicationState.OFFERED)),
        reserve=Count("pk", filter=Q(state=ApplicationState.RESERVE)),
        confirmed=Count("pk", filter=Q(state=ApplicationState.CONFIRMED)),
    )
    posters = Poster.objects.filter(project__pioneer__cohort=cohort).aggregate(
        submitted=Count("pk", filter=Q(state=PosterState.SUBMITTED)),
        approved=Count("pk", filter=Q(state=PosterState.APPROVED)),
    )
    seen = figures.attendance(cohorts)
    people = figures.pioneers(cohorts)
    return {
        "applications": applications,
        "pioneers": people,
        "homes": figures.homes(cohorts),
        "posters": posters,
        "came_percent": round(100 * seen["came"] / seen["expected"]) if seen["expected"] else None,
        "sessions": Session.objects.published()
        .filter(cohort=cohort, ends_at__gt=clock.now())
        .select_related("learning_set")
        .order_by("starts_at")[:6],
        "bars": [
            ("By borough", _bars(figures.pioneers_by_borough(cohorts), {}), people),
            (
                "By setting",
                _bars(figures.pioneers_by_setting(cohorts), dict(CareSetting.choices)),
                people,
            ),
            ("By role", _bars(figures.pioneers_by_role(cohorts), dict(JobRole.choices)), people),
            (
                "Projects by theme",
                _bars(figures.projects_by_theme(cohorts), dict(Theme.choices)),
                people,
            ),
        ],
    }


def _bars(counts: dict[Any, int], labels: dict[str, str]) -> list[tuple[str, int]]:
    rows = [(labels.get(key, key or "Not known"), count) for key, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
