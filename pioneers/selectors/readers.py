"""Reads for the reviewers' own list, and for staff who prepare the reading of a cohort."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from cohorts.models import Cohort, StaffMembership
from core.models import User
from pioneers import blindness
from pioneers.enums import ApplicationState
from pioneers.models import (
    Application,
    Assignment,
    CareHome,
    ConflictOfInterest,
    Criterion,
    Review,
    Reviewer,
    Score,
    SelectionPlan,
)
from pioneers.selectors.reviewing import counted
from pioneers.selectors.staff import for_reader, of_cohort, stands_by

MOST_FOUND = 10


@dataclass
class Given:
    """One application on a reviewer's list."""

    application: Application
    title: str
    own: float | None
    is_read: bool


@dataclass
class Share:
    """What somebody reads for one cohort."""

    cohort: Cohort
    plan: SelectionPlan
    given: list[Given] = field(default_factory=list)
    others: int = 0

    @property
    def to_read(self) -> int:
        return sum(not one.is_read for one in self.given)

    @property
    def read(self) -> int:
        return sum(one.is_read for one in self.given)


def shares(user: Any) -> list[Share]:
    """Newest cohort first; what is to read comes before what is read. Three queries."""
    found: dict[int, Share] = {}
    reviewing = Reviewer.objects.filter(user=user, left_at__isnull=True).select_related(
        "cohort__programme", "cohort__selection_plan"
    )
    for row in reviewing.order_by("-cohort__starts_on", "pk"):
        plan = getattr(row.cohort, "selection_plan", None) or SelectionPlan(cohort=row.cohort)
        found[row.cohort_id] = Share(row.cohort, plan)
    mine = Review.objects.filter(application=OuterRef("pk"), reviewer=user)
    allotted = Assignment.objects.filter(application=OuterRef("pk"), reviewer__user=user)
    rows = for_reader(user).annotate(mine=Exists(mine), allotted=Exists(allotted))
    totals = dict(
        Review.objects.filter(reviewer=user, application__cohort__in=found).values_list(
            "application_id", "total"
        )
    )
    waiting = Q(state=ApplicationState.SUBMITTED)
    listed = rows.filter(Q(mine=True) | Q(allotted=True) & waiting).select_related("applicant")
    for one in listed.order_by("mine", "review_count", "submitted_at", "pk"):
        share = found[one.cohort_id]
        title = blindness.title(one, blind=share.plan.blind)
        share.given.append(Given(one, title, totals.get(one.pk), one.mine))
    others = Counter(
        rows.filter(waiting, mine=False, allotted=False).order_by().values_list("cohort", flat=True)
    )
    for pk, n in others.items():
        found[pk].others = n
    return list(found.values())


def cohorts_read(user: Any) -> QuerySet[Cohort]:
    reads = Reviewer.objects.filter(user=user, left_at__isnull=True)
    return Cohort.objects.filter(pk__in=reads.values("cohort")).select_related("programme")


def given_to(user: Any, application: Application) -> bool:
    return Assignment.objects.filter(application=application, reviewer__user=user).exists()


def homes_named(words: str) -> list[CareHome]:
    """Of the whole register, not of who applies: a blind reviewer must not learn that here."""
    return list(CareHome.objects.filter(name__icontains=words).order_by("name")[:MOST_FOUND])


def providers_named(words: str) -> list[tuple[str, str]]:
    rows = CareHome.objects.filter(provider_name__icontains=words).exclude(provider_id="")
    found = rows.order_by("provider_name").values_list("provider_id", "provider_name").distinct()
    return list(found[:MOST_FOUND])


def any_home() -> QuerySet[CareHome]:
    """A conflict may be with any home of the register, whoever applies from it."""
    return CareHome.objects.all()


def current_reviewers(cohort: Cohort) -> QuerySet[Reviewer]:
    return Reviewer.objects.filter(cohort=cohort, left_at__isnull=True).select_related("user")


def criteria(cohort: Cohort) -> QuerySet[Criterion]:
    return Criterion.objects.filter(cohort=cohort).annotate(
        scored=Exists(Score.objects.filter(criterion=OuterRef("pk")))
    )


def reviewers_of(cohort: Cohort) -> list[Reviewer]:
    """Who reads and who has read, with how many were given to them and how many they have read."""
    rows: list[Any] = list(
        Reviewer.objects.filter(cohort=cohort)
        .select_related("user")
        .annotate(given=Count("assignments"))
        .order_by(F("left_at").asc(nulls_first=True), "user__name", "pk")
    )
    reviews = counted().filter(application__cohort=cohort)
    read = Counter(reviews.order_by().values_list("reviewer_id", flat=True))
    staff = set(
        StaffMembership.objects.filter(
            programme=cohort.programme_id, left_on__isnull=True
        ).values_list("user_id", flat=True)
    )
    for row in rows:
        row.read = read[row.user_id]
        row.outside = row.user_id not in staff
    return rows


def could_read(cohort: Cohort) -> QuerySet[User]:
    """Staff of the programme who do not read for the cohort."""
    reads = Reviewer.objects.filter(cohort=cohort, left_at__isnull=True)
    members = StaffMembership.objects.filter(programme=cohort.programme_id, left_on__isnull=True)
    return (
        User.objects.filter(pk__in=members.values("user"), is_active=True)
        .exclude(pk__in=reads.values("user"))
        .order_by("name")
    )


def numbers(cohort: Cohort, plan: SelectionPlan) -> dict[str, int]:
    """How far the reading is: sent applications, and those that have too few readers or scores."""
    sent = Application.objects.filter(cohort=cohort, state=ApplicationState.SUBMITTED)
    return sent.alias(
        allotted=Count("assignments", filter=Q(assignments__reviewer__left_at__isnull=True))
    ).aggregate(
        sent=Count("pk"),
        short=Count("pk", filter=Q(allotted__lt=plan.reviews_each)),
        unread=Count("pk", filter=Q(review_count__lt=plan.reviews_each)),
    )


def conflicts(user: Any, cohort: Cohort) -> QuerySet[ConflictOfInterest]:
    """Who declared what; not of applications that the looker does not see themselves."""
    return (
        ConflictOfInterest.objects.filter(application__in=of_cohort(user, cohort))
        .select_related("user", "application__applicant", "application__cohort")
        .order_by("user__name", "application")
    )


def disagreements(user: Any, cohort: Cohort, plan: SelectionPlan) -> QuerySet[Application]:
    """Those whose readers are far apart, widest first; only where this person may see scores."""
    scores = Score.objects.select_related("criterion").order_by("criterion__order", "criterion")
    reviews = counted().select_related("reviewer").order_by("reviewer__name", "pk")
    rows = of_cohort(user, cohort).filter(spread__gte=plan.disagreement)
    if not stands_by(user, cohort):
        rows = rows.filter(_scored_by(user))
    return (
        rows.select_related("applicant")
        .prefetch_related(
            Prefetch(
                "reviews",
                queryset=reviews.prefetch_related(Prefetch("scores", queryset=scores)),
            )
        )
        .order_by("-spread", "pk")
    )


def hidden_disagreements(user: Any, cohort: Cohort, plan: SelectionPlan) -> int:
    """How many more there are whose scores this person may not see yet."""
    if stands_by(user, cohort):
        return 0
    rows = of_cohort(user, cohort).filter(spread__gte=plan.disagreement)
    return rows.exclude(_scored_by(user)).count()


def _scored_by(user: Any) -> Exists:
    return Exists(Review.objects.filter(application=OuterRef("pk"), reviewer=user))
