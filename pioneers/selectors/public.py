"""What everybody may know: the programme, its calls, and how many have taken part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from cohorts.enums import CareSetting, CohortState, JobRole
from cohorts.models import Borough, Cohort, Programme
from core import clock
from pioneers.models import Pioneer

# Fewer people than this are not counted out in public: someone could be recognised.
FEWEST_SHOWN = 8
BEGUN = (CohortState.RUNNING, CohortState.CELEBRATED, CohortState.CLOSED)


@dataclass(frozen=True)
class Totals:
    pioneers: int
    cohorts: int
    homes: int
    boroughs: int


def the_programme() -> Programme | None:
    return Programme.objects.prefetch_related("boroughs").first()


def calls() -> QuerySet[Cohort]:
    """Cohorts that the public may know of, with what their pages show."""
    return (
        Cohort.objects.public()
        .select_related("programme")
        .prefetch_related("boroughs", "fundings__funder")
    )


def open_calls() -> QuerySet[Cohort]:
    now = clock.now()
    return (
        calls()
        .filter(
            state=CohortState.OPEN, applications_open_at__lte=now, applications_close_at__gt=now
        )
        .order_by("applications_close_at")
    )


def coming_calls() -> QuerySet[Cohort]:
    """Calls whose opening day is announced."""
    return (
        calls()
        .filter(state=CohortState.OPEN, applications_open_at__gt=clock.now())
        .order_by("applications_open_at")
    )


def next_call() -> Cohort | None:
    return coming_calls().first()


def boroughs() -> QuerySet[Borough]:
    """All that any cohort could be open to."""
    return Borough.objects.all()


def interest_in(given: Mapping[str, str]) -> dict[str, Any]:
    """What somebody who waits for a call said of themselves; nonsense counts as nothing said."""
    pk, call = given.get("borough", ""), given.get("call", "")
    return {
        "email": given["email"],
        "role": given.get("role", "") if given.get("role") in JobRole.values else "",
        "setting": given.get("setting", "") if given.get("setting") in CareSetting.values else "",
        "borough": _one(boroughs(), pk),
        "instead_of": _one(calls(), call),
    }


def _one(rows: QuerySet[Any], pk: str) -> Any:
    return rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None


def totals() -> Totals | None:
    """Counted from the places that were taken; None while there are too few to speak of."""
    taken: dict[str, Any] = (
        Pioneer.objects.counted()
        .filter(cohort__state__in=BEGUN)
        .aggregate(
            pioneers=Count("pk"),
            cohorts=Count("cohort", distinct=True),
            homes=Count("home", distinct=True),
            boroughs=Count(
                "application__borough",
                distinct=True,
                filter=Q(application__borough__isnull=False),
            ),
        )
    )
    return Totals(**taken) if taken["pioneers"] >= FEWEST_SHOWN else None
