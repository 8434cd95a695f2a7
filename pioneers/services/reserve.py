"""The order of the reserve list: 1, 2, 3 …, with no gaps, one order for each cohort.

Every function here is called with the cohort's row locked, or locks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from pioneers import permissions
from pioneers.models import Application
from pioneers.selectors.places import reserve_list


def lock(cohort_id: int) -> Cohort:
    """Places and ranks of a cohort change one at a time: lock this first, applications after."""
    rows = Cohort.objects.select_for_update(of=("self",)).select_related("programme")
    return rows.get(pk=cohort_id)


def put(application: Application, *, at: int | None = None) -> None:
    """Put it at this rank, or last; the others move up or down by one."""
    others = list(reserve_list(application.cohort).exclude(pk=application.pk))
    place = len(others) if at is None else min(max(at, 1) - 1, len(others))
    _number([*others[:place], application, *others[place:]])


def close_gaps(cohort: Cohort) -> None:
    _number(reserve_list(cohort))


def _number(rows: Iterable[Application]) -> None:
    for rank, row in enumerate(rows, start=1):
        if row.reserve_rank != rank:
            row.reserve_rank = rank
            Application.objects.filter(pk=row.pk).update(reserve_rank=rank)


@transaction.atomic
def move(application: Application, *, to: int, by: Any) -> None:
    """Another rank for somebody on the list."""
    cohort = lock(application.cohort_id)
    row = reserve_list(cohort).filter(pk=application.pk).first()
    if row is None:
        raise Refused(f"{application} is not on the reserve list any more.")
    if not permissions.decides(by, row):
        raise Refused("Only staff of the programme put the reserve list in order.")
    if to < 1:
        raise Refused("The first rank is 1.")
    put(row, at=to)
    audit.record("changed rank in reserve", row, by=by, detail={"rank": row.reserve_rank})
