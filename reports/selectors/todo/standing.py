"""A Pioneer's certificate, what is missing to it, and “We have an outbreak”."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cohorts.enums import CohortState
from core.templatetags.words import day
from pioneers.enums import PioneerState
from pioneers.selectors.pauses import current_pause
from reports.models import Certificate
from reports.selectors.todo.line import Todo
from workshops import standings

TAKES_PART = (PioneerState.ACTIVE, PioneerState.PAUSED)


def for_standing(user: Any) -> list[Todo]:
    """Five queries at most: nobody takes part in more than one cohort that runs."""
    items = [
        Todo(
            "Your certificate",
            reverse("reports:certificate", args=[row.pk]),
            f"You have completed {row.pioneer.cohort.name}.",
            tone="calm",
            icon="award",
            action="Open it",
        )
        for row in Certificate.objects.filter(pioneer__person=user).select_related(
            "pioneer__cohort"
        )
    ]
    for line in standings.own(user):
        place = line.pioneer
        if place.cohort.state != CohortState.RUNNING or place.state not in TAKES_PART:
            continue
        if line.figures.of and line.standing.missing:
            items.append(
                Todo(
                    "How far you are",
                    reverse("workshops:sessions"),
                    f"To complete: {'; '.join(line.standing.missing)}.",
                    tone="calm",
                    icon="list-check",
                )
            )
        items.append(_pause(place))
    return items


def _pause(place: Any) -> Todo:
    url = reverse("pioneers:pause_home", args=[place.pk])
    paused = current_pause(place)
    if paused:
        return Todo(
            f"Your home is paused until {day(paused.ends_on)}",
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
