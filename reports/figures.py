"""Every published number: one function each, its definition in the docstring.

All take cohorts and count Pioneers that did not withdraw. Functions whose names end in `_of`
return {key: count}; what may be shown of them is `reports.disclosure`'s to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Sum

from cohorts.models import Cohort
from core.kept_queries import KeptQuery, stand_ins
from pioneers.models import Pioneer
from qi_projects.enums import PosterState
from qi_projects.models import Poster, Project, Reach
from qi_projects.selectors import evidence_of, stands
from workshops.enums import CAME, AttendanceState
from workshops.models import Attendance, Session


def _pioneers(cohorts: Iterable[Cohort | int]) -> Any:
    return Pioneer.objects.counted().filter(cohort__in=list(cohorts)).order_by()


def _kept(rows: Callable[[list[int]], Any]) -> Callable[[Iterable[Cohort]], Iterable[Any]]:
    """What `rows` finds of cohorts, given by their ids: one kept query for each number of them."""

    @cache
    def query(number: int) -> KeptQuery:
        return KeptQuery(rows(stand_ins(number)))

    def found(cohorts: Iterable[Cohort]) -> Iterable[Any]:
        pks = [cohort.pk for cohort in cohorts]
        return query(len(pks))(dict(zip(stand_ins(len(pks)), pks, strict=True))) if pks else ()

    return found


def _by(rows: Any, field: str) -> dict[Any, int]:
    return dict(rows.values_list(field).annotate(n=Count("pk")))


def pioneers(cohorts: Iterable[Cohort]) -> int:
    """People who confirmed a place and did not withdraw, each counted once per cohort."""
    return _pioneers(cohorts).count()


def homes(cohorts: Iterable[Cohort]) -> int:
    """Different care homes of those people, by CQC Location ID."""
    return _pioneers(cohorts).exclude(home=None).values("home").distinct().count()


def pioneers_by_borough(cohorts: Iterable[Cohort]) -> dict[str | None, int]:
    """Pioneers by the borough of their home in CQC's register; None where no home is known."""
    return _by(_pioneers(cohorts), "home__borough__name")


def pioneers_by_setting(cohorts: Iterable[Cohort]) -> dict[str, int]:
    """Pioneers by the care setting that they applied from."""
    return _by(_pioneers(cohorts), "setting")


def pioneers_by_role(cohorts: Iterable[Cohort]) -> dict[str, int]:
    """Pioneers by their role when they confirmed their place."""
    return _by(_pioneers(cohorts), "role")


def projects_by_theme(cohorts: Iterable[Cohort]) -> dict[str, int]:
    """Quality improvement projects begun by those Pioneers, by theme."""
    return _by(Project.objects.filter(pioneer__in=_pioneers(cohorts)).order_by(), "theme")


def attendance(cohorts: Iterable[Cohort]) -> dict[str, int]:
    """Attendance at sessions whose register was taken.

    `expected`: places at those sessions, excused ones left out; `came`: present or for part of it,
    or at another set's meeting in its place;
    `apologies`: sent apologies beforehand; `people`: different Pioneers these rest on.
    """
    seen = {"expected": 0, "came": 0, "apologies": 0}
    people = set()
    for pioneer, state, made_up, n in _places_at_sessions(cohorts):
        came = made_up or state in CAME
        seen["expected"] += n
        seen["came"] += n if came else 0
        seen["apologies"] += n if state == AttendanceState.APOLOGIES and not made_up else 0
        people.add(pioneer)
    return {**seen, "people": len(people)}


@_kept
def _places_at_sessions(cohorts: list[int]) -> Any:
    """(Pioneer, state, whether it was made up for elsewhere, number)."""
    elsewhere = Attendance.objects.filter(
        pioneer=OuterRef("pioneer"), makes_up_for=OuterRef("session"), state__in=CAME
    )
    # A guest's place in another set is no place of its own: it makes up for one.
    rows = (
        Attendance.objects.filter(
            pioneer__in=_pioneers(cohorts),
            session__register_taken_at__isnull=False,
            makes_up_for__isnull=True,
        )
        .annotate(made_up=Exists(elsewhere))
        .exclude(state=AttendanceState.EXCUSED, made_up=False)
    )
    return rows.order_by().values_list("pioneer", "state", "made_up").annotate(n=Count("pk"))


def sessions_held(cohorts: Iterable[Cohort]) -> dict[str, int]:
    """Sessions whose register was taken, by kind: workshops, learning set meetings, celebration."""
    rows = Session.objects.filter(cohort__in=list(cohorts), register_taken_at__isnull=False)
    return _by(rows.order_by(), "kind")


def posters_approved(cohorts: Iterable[Cohort]) -> int:
    """Posters that staff approved, of those Pioneers."""
    return len(list(_approved(cohorts)))


@_kept
def _approved(cohorts: list[int]) -> Any:
    rows = Poster.objects.filter(
        project__pioneer__in=_pioneers(cohorts), state=PosterState.APPROVED
    )
    return rows.order_by().values_list("pk")


def projects_by_theme_and_stage(
    cohorts: Iterable[Cohort],
) -> tuple[dict[str, int], dict[str, int]]:
    """Projects begun by those Pioneers: by theme, and by how far each has come
    (`qi_projects.standing`)."""
    rows = list(_projects(cohorts))
    themes = Counter(project.theme for project in rows)
    return dict(themes), dict(Counter(stands(known).stage for known in evidence_of(rows)))


@_kept
def _projects(cohorts: list[int]) -> Any:
    return Project.objects.filter(pioneer__in=_pioneers(cohorts)).order_by()


def people_reached(cohorts: Iterable[Cohort]) -> dict[str, int]:
    """People beyond the teams whom those Pioneers' projects say they reached, by group.

    As told: somebody who was reached twice, or by two projects, is counted twice.
    """
    return dict(_reached(cohorts))


@_kept
def _reached(cohorts: list[int]) -> Any:
    rows = Reach.objects.filter(project__pioneer__in=_pioneers(cohorts)).order_by()
    return rows.values_list("group").annotate(n=Sum("people"))
