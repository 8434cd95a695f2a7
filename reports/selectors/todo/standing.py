"""A Pioneer's certificate, and “We have an outbreak”: from the places alone, without a query."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cohorts.enums import CohortState
from core.templatetags.words import day
from pioneers.enums import PioneerState
from reports.selectors.todo.line import Todo

TAKES_PART = (PioneerState.ACTIVE, PioneerState.PAUSED)


def for_places(places: list[Any]) -> list[Todo]:
    """Of places that `places_of` gave."""
    items = []
    for place in places:
        certificate = getattr(place, "certificate", None)
        if certificate:
            items.append(
                Todo(
                    "Your certificate",
                    reverse("reports:certificate", args=[certificate.pk]),
                    f"You have completed {place.cohort.name}.",
                    tone="calm",
                    icon="award",
                    action="Open it",
                )
            )
        elif place.cohort.state == CohortState.RUNNING and place.state in TAKES_PART:
            items.append(_pause(place))
    return items


def _pause(place: Any) -> Todo:
    url = reverse("pioneers:pause_home", args=[place.pk])
    if place.paused_until:
        return Todo(
            f"Your home is paused until {day(place.paused_until)}",
            url,
            "We send you no reminders. End it sooner, or make it longer.",
            tone="calm",
            icon="shield-check",
        )
    return Todo(
        "We have an outbreak",
        url,
        "Or an inspection, or too few staff: we leave you in peace for some weeks.",
        tone="calm",
        icon="shield-exclamation",
    )
