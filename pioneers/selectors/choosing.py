"""Reads for choosing a cohort: decisions, offers, and the cohort as it takes shape."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cohorts.models import Cohort
from core.models import ActionLink
from pioneers.enums import HOLDS_A_PLACE, OPEN_TO_DECISION, ApplicationState, Decision
from pioneers.models import Application
from pioneers.selectors.staff import of_cohort


def offer_of(link: ActionLink) -> Application:
    """The application that a signed link is about: whoever holds the link may see its offer."""
    return Application.objects.select_related("cohort__programme", "applicant", "home").get(
        pk=link.subject_id
    )


def own_offer(user: Any) -> QuerySet[Application]:
    return Application.objects.visible_to(user).select_related("cohort")


def open_to_decision(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return of_cohort(user, cohort).filter(state__in=OPEN_TO_DECISION)


def pending(cohort: Cohort) -> Counter[str]:
    """How many of each decision wait to be applied."""
    return Counter(
        Application.objects.filter(cohort=cohort, state__in=OPEN_TO_DECISION)
        .exclude(decision="")
        .values_list("decision", flat=True)
    )


@dataclass(frozen=True)
class Shape:
    """The cohort as it takes shape: places, decisions, and who would be in it."""

    places: int
    taken: int
    waiting: Counter[str]
    undecided: int
    reserve: int
    declined: int
    # Pairs, the most frequent first: a template would look for a Counter's methods among its keys.
    boroughs: list[tuple[str, int]]
    settings: list[tuple[str, int]]
    roles: list[tuple[str, int]]
    funders: list[tuple[Any, list[str], int]]

    @property
    def offers(self) -> int:
        return self.waiting[Decision.OFFER]

    @property
    def chosen(self) -> int:
        return self.taken + self.offers

    @property
    def left(self) -> int:
        return self.places - self.chosen

    @property
    def too_many(self) -> int:
        return max(0, -self.left)

    @property
    def to_apply(self) -> int:
        return self.waiting.total()


def shape_of(cohort: Cohort) -> Shape:
    rows = list(
        Application.objects.filter(cohort=cohort)
        .exclude(state=ApplicationState.DRAFT)
        .select_related("borough")
        .only("state", "decision", "setting", "role", "borough")
    )
    open_rows = [row for row in rows if row.state in OPEN_TO_DECISION]
    taken = [row for row in rows if row.state in HOLDS_A_PLACE]
    chosen = taken + [row for row in open_rows if row.decision == Decision.OFFER]
    boroughs = Counter(row.borough.name if row.borough else "Not given" for row in chosen)
    submitted = [row for row in rows if row.state == ApplicationState.SUBMITTED]
    states = Counter(row.state for row in rows)
    return Shape(
        places=cohort.places,
        taken=len(taken),
        waiting=Counter(row.decision for row in open_rows if row.decision),
        undecided=sum(not row.decision for row in submitted),
        reserve=states[ApplicationState.RESERVE],
        declined=states[ApplicationState.DECLINED],
        boroughs=boroughs.most_common(),
        settings=Counter(row.get_setting_display() for row in chosen).most_common(),
        roles=Counter(row.get_role_display() for row in chosen).most_common(),
        funders=_funders(cohort, boroughs),
    )


def _funders(cohort: Cohort, chosen: Counter[str]) -> list[tuple[Any, list[str], int]]:
    """(funding, its boroughs, how many of those chosen work there); no boroughs means any."""
    found = []
    for funding in cohort.fundings.select_related("funder").prefetch_related("boroughs"):
        names = [borough.name for borough in funding.boroughs.all()]
        found.append((funding, names, sum(chosen[name] for name in names or chosen)))
    return found
