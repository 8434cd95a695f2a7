"""Reads of Pioneers, mentors and pairings."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from cohorts.models import Cohort
from pioneers.models import Mentor, Pairing, Pioneer

CURRENT = Q(pairings__ended_on__isnull=True)


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


def mentors_for(user: Any) -> QuerySet[Mentor]:
    """The programme's mentors with their current mentees, by name."""
    current = (
        Pairing.objects.current()
        .select_related("pioneer__person", "pioneer__cohort")
        .order_by("pioneer__person__name")
    )
    return (
        Mentor.objects.visible_to(user)
        .filter(left_on__isnull=True)
        .select_related("user", "programme")
        .prefetch_related(Prefetch("pairings", queryset=current, to_attr="now"))
        .order_by("user__name", "pk")
    )


def with_room(user: Any, cohort: Cohort) -> QuerySet[Mentor]:
    """Mentors of the cohort's programme who can take one more; `mentees` is how many they have."""
    return (
        Mentor.objects.visible_to(user)
        .filter(programme=cohort.programme_id, left_on__isnull=True)
        .annotate(mentees=Count("pairings", filter=CURRENT))
        .filter(mentees__lt=F("capacity"))
        .select_related("user")
        .order_by("user__name", "pk")
    )


def pairings_of_mentor(user: Any) -> QuerySet[Pairing]:
    """A mentor's own mentees, with how often they met and when last."""
    return (
        Pairing.objects.visible_to(user)
        .current()
        .filter(mentor__user=user)
        .select_related("pioneer__person", "pioneer__home__borough", "pioneer__cohort", "mentor")
        .annotate(met=Count("meetings"), last_met_on=Max("meetings__met_on"))
        .order_by("pioneer__person__name", "pk")
    )
