"""The published sessions that somebody would go to, for their own yes and their manager's."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from cohorts.models import Cohort
from core.templatetags.words import clock_time
from pioneers.dates import KnownDate
from pioneers.models import Application
from workshops.models import Session, SetMembership


def sessions_of(application: Application) -> list[KnownDate]:
    """Those for everybody, and those of the own learning set, where there is one. One query."""
    sets = SetMembership.objects.current().filter(pioneer__application=application.pk)
    found = Session.objects.published().filter(
        Q(learning_set__isnull=True) | Q(learning_set__in=sets.values("learning_set")),
        cohort=application.cohort_id,
    )
    return [_known(session) for session in found.order_by("starts_at", "pk")]


def sessions_for_all(cohort: Cohort) -> list[KnownDate]:
    """What an applicant says yes to before there are learning sets. One query."""
    found = Session.objects.published().filter(cohort=cohort, learning_set__isnull=True)
    return [_known(session) for session in found.order_by("starts_at", "pk")]


def _known(session: Session) -> KnownDate:
    hours = f"{clock_time(session.starts_at)} to {clock_time(session.ends_at)}"
    return KnownDate(timezone.localdate(session.starts_at), f"{session.title}, {hours}")
