"""The staff's list of applications: filtered, in order, one page of cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from cohorts.models import Borough, Cohort
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.selectors.reviewing import Marks, marks


@dataclass(frozen=True)
class Card:
    """One application as a list shows it to one reader."""

    application: Application
    own_score: float | None
    median: float | None
    reviews: int


def filtered(rows: QuerySet[Application], wanted: Mapping[str, Any]) -> QuerySet[Application]:
    """By state, borough, setting, role, and words in the name or the home's name.

    What a draft says is for staff only once it is sent, so drafts are found by their writer alone.
    """
    sent = ~Q(state=ApplicationState.DRAFT)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    for name in ("borough", "setting", "role"):
        if wanted.get(name):
            rows = rows.filter(sent, **{name: wanted[name]})
    for word in str(wanted.get("q") or "").split():
        said = Q(name__icontains=word) | Q(home__name__icontains=word)
        said |= Q(home_as_typed__icontains=word)
        writer = Q(applicant__name__icontains=word) | Q(applicant__email__icontains=word)
        rows = rows.filter((sent & said) | writer)
    return rows


def in_order(user: Any, rows: QuerySet[Application], *, by_score: bool) -> list[int]:
    """The rows' ids, by the median that the reader may know (the rest after), or newest first."""
    ids = list(
        rows.order_by(F("submitted_at").desc(nulls_last=True), "-changed_at", "pk").values_list(
            "pk", flat=True
        )
    )
    if not by_score:
        return ids
    known = marks(user, ids)
    return sorted(ids, key=lambda pk: -(known.get(pk, Marks()).median or 0))


def cards(user: Any, ids: list[int]) -> list[Card]:
    """The cards of these applications, in this order: two queries, however many."""
    rows = Application.objects.select_related("home__borough", "borough", "applicant").in_bulk(ids)
    known = marks(user, ids)
    return [
        Card(rows[pk], mark.own, mark.median, mark.reviews)
        for pk in ids
        for mark in [known.get(pk, Marks())]
        if pk in rows
    ]


def boroughs_of(cohort: Cohort) -> QuerySet[Borough]:
    return Borough.objects.filter(
        pk__in=Application.objects.filter(cohort=cohort).order_by().values("borough")
    )
