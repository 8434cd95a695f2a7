"""A cohort at a glance, for staff: exact numbers, nothing hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Count, QuerySet

from cohorts.enums import CareSetting, CohortState, JobRole
from cohorts.models import Borough, Cohort
from core import clock
from core.kept_queries import SOMETHING, KeptQuery
from pioneers.enums import ApplicationState
from pioneers.models import Application, Pioneer
from qi_projects.enums import ReachedGroup, Stage, Theme
from reports import figures
from workshops.models import Session

BEFORE_IT_RUNS = (CohortState.PLANNING, CohortState.OPEN, CohortState.SELECTING)
NOT_SENT = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
STATES = ("draft", "submitted", "offered", "reserve", "confirmed")
# What the pictures of its applications are drawn by.
OF_APPLICATIONS = ("role", "setting", "borough")
OF_PIONEERS = ("role", "setting", "home__borough__name", "home")
Alike = tuple[dict[str, Any], int]


def of(cohort: Cohort) -> dict[str, Any]:
    """What the page shows; at most fifteen queries, whatever the size of the cohort.

    Until a cohort runs, its applications say how it goes; from then on its Pioneers do.
    """
    before = cohort.state in BEFORE_IT_RUNS
    applications = Application.objects.filter(cohort=cohort)
    fields = ("state", "decision", *(OF_APPLICATIONS if before else ()))
    alike = _told(_alike(applications, fields), fields)
    states = _sums(alike, "state")
    sent = sum(n for state, n in states.items() if state not in NOT_SENT)
    shown = {
        "applications": {
            "sent": sent,
            "unread": sum(n for one, n in alike if _waits(one)),
            **{state: states.get(state, 0) for state in STATES},
        },
        "before_it_runs": before,
        "sessions": Session.objects.published()
        .filter(cohort=cohort, ends_at__gt=clock.now())
        .select_related("learning_set")
        .order_by("starts_at")[:6],
    }
    return shown | ({"bars": _applications(alike, sent)} if before else _pioneers(cohort))


def _alike(rows: QuerySet[Any], fields: Iterable[str]) -> QuerySet[Any, Any]:
    """Rows that are alike in all of this, and how many they are.

    One pass over the index: to count each of these by itself would be a pass for each.
    """
    return rows.order_by().values_list(*fields).annotate(n=Count("pk"))


def _told(found: Iterable[Any], fields: Iterable[str]) -> list[Alike]:
    return [(dict(zip(fields, values, strict=True)), n) for *values, n in found]


@cache
def _alike_pioneers() -> KeptQuery:
    return KeptQuery(_alike(Pioneer.objects.counted().filter(cohort=SOMETHING), OF_PIONEERS))


def _sums(alike: Iterable[Alike], field: str) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for one, n in alike:
        found[one[field]] = found.get(one[field], 0) + n
    return found


def _waits(one: dict[str, Any]) -> bool:
    return one["state"] == ApplicationState.SUBMITTED and not one["decision"]


def _applications(alike: list[Alike], total: int) -> list[Any]:
    sent = [(one, n) for one, n in alike if one["state"] not in NOT_SENT]
    by_borough = _sums(sent, "borough")
    names = dict(Borough.objects.filter(pk__in=by_borough).values_list("pk", "name"))
    return [
        ("Applications by role", _bars(_sums(sent, "role"), dict(JobRole.choices)), total),
        (
            "Applications by setting",
            _bars(_sums(sent, "setting"), dict(CareSetting.choices)),
            total,
        ),
        ("Applications by borough", _bars(by_borough, names), total),
    ]


def _pioneers(cohort: Cohort) -> dict[str, Any]:
    cohorts = [cohort]
    seen = figures.attendance(cohorts)
    # As the figures of the same names count them, in one query for all four.
    alike = _told(_alike_pioneers()({SOMETHING: cohort.pk}), OF_PIONEERS)
    people = sum(n for _, n in alike)
    roles = _bars(_sums(alike, "role"), dict(JobRole.choices))
    settings = _bars(_sums(alike, "setting"), dict(CareSetting.choices))
    boroughs = _bars(_sums(alike, "home__borough__name"), {})
    by_theme, by_stage = figures.projects_by_theme_and_stage(cohorts)
    themes = _bars(by_theme, dict(Theme.choices))
    stages = [(str(one.label), by_stage[one]) for one in Stage if by_stage.get(one)]
    reached = figures.people_reached(cohorts)
    return {
        "pioneers": people,
        "homes": len({one["home"] for one, _ in alike if one["home"]}),
        "reached": [(group.label, reached[group]) for group in ReachedGroup if group in reached],
        "posters_approved": figures.posters_approved(cohorts),
        "came_percent": round(100 * seen["came"] / seen["expected"]) if seen["expected"] else None,
        "bars": [
            ("Pioneers by role", roles, people),
            ("Pioneers by setting", settings, people),
            ("Pioneers by borough", boroughs, people),
            ("Projects by theme", themes, sum(count for _, count in themes)),
            ("Projects by stage", stages, sum(count for _, count in stages)),
        ],
    }


def _bars(counts: dict[Any, int], labels: Mapping[Any, str]) -> list[tuple[str, int]]:
    rows = [(labels.get(key, key or "Not known"), count) for key, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
