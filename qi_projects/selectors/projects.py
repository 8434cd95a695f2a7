from __future__ import annotations

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from cohorts.models import Cohort
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from qi_projects.enums import PosterState
from qi_projects.models import ChangeIdea, Measure, Member, Poster, Project
from qi_projects.selectors.reach import with_totals_reached


def as_subject(projects: QuerySet[Project]) -> QuerySet[Project]:
    """What any page about a project needs: its name, whose it is, and who may write."""
    return projects.select_related(
        "poster", "home__borough", "pioneer__person", "pioneer__cohort__programme"
    ).prefetch_related(_members())


def with_record(projects: QuerySet[Project]) -> QuerySet[Project]:
    """All that a page or poster of them needs, in as many queries for one as for many."""
    return as_worked_on(projects).prefetch_related("photos", "pioneer__cohort__fundings", "reached")


def with_poster(projects: QuerySet[Project]) -> QuerySet[Project]:
    """All that is printed of them."""
    return _told(projects).prefetch_related("photos", "pioneer__cohort__fundings", "reached")


def as_worked_on(projects: QuerySet[Project]) -> QuerySet[Project]:
    """All that the page of a project needs: the record without what only a poster shows."""
    ideas = ChangeIdea.objects.prefetch_related("drivers")
    return _told(projects).prefetch_related(Prefetch("ideas", ideas))


def _told(projects: QuerySet[Project]) -> QuerySet[Project]:
    """What page and poster both tell of."""
    rows = with_totals_reached(projects).select_related(
        "poster", "home__borough", "pioneer__person", "pioneer__cohort__programme"
    )
    return rows.prefetch_related(
        Prefetch("measures", Measure.objects.prefetch_related("observations", "rebases")),
        "cycles",
        "drivers",
        _members(),
    )


def _members() -> Prefetch[str]:
    return Prefetch("members", Member.objects.select_related("person"))


def going_on(cohort: Cohort) -> QuerySet[Project]:
    """Of those who did not withdraw, and what somebody else carries on since its Pioneer did."""
    carried = Member.objects.carrying_on().filter(project=OuterRef("pk"))
    return Project.objects.filter(
        ~Q(pioneer__state=PioneerState.WITHDRAWN) | Exists(carried), pioneer__cohort=cohort
    )


def left_alone() -> QuerySet[Project]:
    """Not ended when their Pioneer withdrew, and nobody is invited to carry them on."""
    invited = Member.objects.current().successors().filter(project=OuterRef("pk"))
    return Project.objects.filter(
        ~Exists(invited), pioneer__state=PioneerState.WITHDRAWN, ended_on__isnull=True
    )


def of_cohort(cohort: Cohort) -> QuerySet[Project]:
    """All the cohort's projects with how fresh they are, for staff's list: whose Pioneer has left
    can be handed on from there."""
    return (
        Project.objects.filter(pioneer__cohort=cohort)
        .select_related("poster", "home", "pioneer__person")
        .annotate(
            numbers=Count("measures__observations", distinct=True),
            last_number=Max("measures__observations__on"),
            last_update=Max("updates__written_at"),
        )
        .order_by("pioneer__person__name", "pk")
    )


def without_project(cohort: Cohort) -> QuerySet[Pioneer]:
    return (
        Pioneer.objects.taking_part()
        .filter(cohort=cohort, project__isnull=True)
        .select_related("person", "home")
    )


def posters_of(cohort: Cohort) -> QuerySet[Poster]:
    return Poster.objects.filter(project__pioneer__cohort=cohort).select_related(
        "project__home", "project__pioneer__person"
    )


def posters_waiting(cohort: Cohort) -> QuerySet[Poster]:
    """Sent and not answered, the longest waiting first."""
    return posters_of(cohort).filter(state=PosterState.SUBMITTED).order_by("submitted_at", "pk")
