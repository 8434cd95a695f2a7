"""Two who are kept apart, on every side."""

from __future__ import annotations

from tests.access.sides import Side
from workshops.models import KeepApart


def add(side: Side) -> None:
    one, other = sorted((side.rows["pioneer"], side.rows["peer"]), key=lambda row: row.pk)
    side.rows["apart"] = KeepApart.objects.create(cohort=one.cohort, one=one, other=other)
