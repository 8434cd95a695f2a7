from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from qi_projects.enums import ReachedGroup
from qi_projects.models import Project, Reach


def with_totals_reached(projects: QuerySet[Project]) -> Any:
    """Projects that know how many they reached of each group, for `totals_reached`."""
    mine = Reach.objects.filter(project=OuterRef("pk")).order_by()
    sums = mine.values("group").annotate(n=Sum("people")).values("n")
    return projects.annotate(
        **{f"reached_{group}": Subquery(sums.filter(group=group)) for group in ReachedGroup.values}
    )


def totals_reached(project: Any) -> list[str]:
    """As `reached`, of a project that came with its totals."""
    return _said({group: getattr(project, f"reached_{group}") for group in ReachedGroup.values})


def reached(rows: Iterable[Reach]) -> list[str]:
    """“24 staff”, “1 relative”: in the groups' order, without those of whom there is nobody."""
    totals = dict.fromkeys(ReachedGroup.values, 0)
    for row in rows:
        totals[row.group] += row.people
    return _said(totals)


def _said(totals: Mapping[str, int | None]) -> list[str]:
    return [_words(ReachedGroup(group).label, n) for group, n in totals.items() if n]


def reached_words(project: Project) -> str:
    """“Reached: 24 staff and 12 relatives.” Nothing where nobody was."""
    said = reached(project.reached.all())
    if not said:
        return ""
    *first, last = said
    return f"Reached: {', '.join(first)} and {last}." if first else f"Reached: {last}."


def people_words(row: Reach) -> str:
    """“1 relative”, “24 staff”."""
    return _words(ReachedGroup(row.group).label, row.people)


def _words(label: str, n: int) -> str:
    word = label.lower()
    return f"{n:,} {word.removesuffix('s') if n == 1 else word}"
