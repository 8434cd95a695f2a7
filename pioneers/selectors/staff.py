"""The applications that a person reads as staff, and what of them a blind reviewer may know."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cohorts import permissions
from cohorts.models import Cohort
from core.access import shown_or_404
from core.kept_queries import SOMEBODY, SOMETHING, KeptQuery
from core.models import User
from pioneers import reviewers
from pioneers.enums import ApplicationState
from pioneers.models import Application, ConflictOfInterest, Reviewer


def readable(user: Any) -> QuerySet[Application]:
    """Of their programmes; never their own, nor any that they declared a conflict with."""
    if not user.is_authenticated:
        return Application.objects.none()
    return not_theirs(Application.objects.filter(cohort__in=Cohort.objects.visible_to(user)), user)


def not_theirs(rows: QuerySet[Application], user: Any) -> QuerySet[Application]:
    """Without this person's own, and without those that they declared a conflict with."""
    # Looked up once for a whole list, not once for each row.
    conflicts = ConflictOfInterest.objects.filter(user=user).values("application")
    return rows.filter(~Q(applicant=user), ~Q(pk__in=conflicts))


def for_reader(user: Any) -> QuerySet[Application]:
    """Those that a person reads as a reviewer: sent, not their own, and without a conflict."""
    if not user.is_authenticated:
        return Application.objects.none()
    reads = Reviewer.objects.filter(user=user, left_at__isnull=True)
    conflict = ConflictOfInterest.objects.filter(application=OuterRef("pk"), user=user)
    return (
        Application.objects.filter(cohort__in=reads.values("cohort"))
        .exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
        .exclude(applicant=user)
        .exclude(Exists(conflict))
    )


def one_for_reader(user: Any, pk: Any) -> Application:
    """With its cohort, that knows without a query of its own whether it is read blind."""
    application: Any = shown_or_404(_one_for_reader(), {SOMEBODY: user.pk, SOMETHING: pk})
    application.cohort.read_blind = application.read_blind
    return application


@cache
def _one_for_reader() -> KeptQuery:
    somebody = User(pk=SOMEBODY)
    rows = for_reader(somebody).filter(pk=SOMETHING)
    rows = rows.select_related("cohort__programme", "home__borough", "borough", "applicant")
    return KeptQuery(rows.annotate(read_blind=Exists(_blind_reader(somebody, OuterRef("cohort")))))


def of_cohort(user: Any, cohort: Cohort) -> QuerySet[Application]:
    """As `readable`, but whether the person sees the cohort is known from their roles."""
    if not permissions.staff(user, cohort):
        return Application.objects.none()
    return not_theirs(Application.objects.filter(cohort=cohort), user)


def for_reading(user: Any) -> QuerySet[Application]:
    return readable(user).select_related(
        "cohort__programme", "cohort__selection_plan", "home__borough", "borough", "applicant"
    )


def one_for_reading(user: Any, pk: Any) -> Application:
    """With its cohort, that knows without a query of its own whether anybody reads for it."""
    application: Any = shown_or_404(_one_for_reading(), {SOMEBODY: user.pk, SOMETHING: pk})
    application.cohort.read = application.cohort_read
    return application


@cache
def _one_for_reading() -> KeptQuery:
    rows: Any = for_reading(User(pk=SOMEBODY)).filter(pk=SOMETHING)
    return KeptQuery(rows.annotate(cohort_read=Exists(_readers(OuterRef("cohort")))))


def _blind_reader(user: Any, cohort: Any) -> QuerySet[Reviewer]:
    return Reviewer.objects.filter(
        cohort=cohort, user=user, left_at__isnull=True, cohort__selection_plan__blind=True
    )


def _readers(cohort: Any) -> QuerySet[Reviewer]:
    return Reviewer.objects.filter(cohort=cohort, left_at__isnull=True)


def with_blindness(cohorts: QuerySet[Cohort], user: Any) -> QuerySet[Cohort]:
    """Cohorts that know, without a query of their own, whether anybody reads for them (`read`),
    and whether this person reads them blind."""
    return cohorts.annotate(
        read=Exists(_readers(OuterRef("pk"))),
        read_blind=Exists(_blind_reader(user, OuterRef("pk"))),
    )


def reads_blind(user: Any, cohort: Cohort) -> bool:
    """Whether names, homes and what else tells who it is are hidden from this person.

    So it is for whoever reads a blind cohort's applications, staff or not. Staff who do not read
    them see everything: somebody has to answer the telephone.
    """
    if not reviewers.reads_for(user, cohort.pk):
        return False
    if not hasattr(cohort, "read_blind"):
        cohort.read_blind = _blind_reader(user, cohort).exists()  # type: ignore[attr-defined]
    return bool(cohort.read_blind)  # type: ignore[attr-defined]


def stands_by(user: Any, cohort: Cohort) -> bool:
    """Whether others read the cohort for this member of staff, who then sees every score.

    They give no score of their own that the others' could sway, and they have to decide.
    """
    if reviewers.reads_for(user, cohort.pk):
        return False
    if not hasattr(cohort, "read"):
        cohort.read = _readers(cohort).exists()  # type: ignore[attr-defined]
    return bool(cohort.read)  # type: ignore[attr-defined]
