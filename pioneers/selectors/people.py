"""Reads of a cohort's Pioneers."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from cohorts.models import Cohort
from pioneers.models import Pairing, Pioneer


def pioneers_of(user: Any, cohort: Cohort) -> QuerySet[Pioneer]:
    """The cohort's Pioneers; `pioneer.now` holds the current pairing, if there is one."""
    return (
        Pioneer.objects.visible_to(user)
        .filter(cohort=cohort)
        .select_related("person", "home__borough", "application", "cohort")
        .prefetch_related(
            Prefetch(
                "pairings",
                queryset=Pairing.objects.current().select_related("mentor__user"),
                to_attr="now",
            )
        )
    )
