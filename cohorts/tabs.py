"""The tabs of a cohort's pages. Apps add theirs at start-up; a tab may have pages under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import reverse

from cohorts.models import Cohort
from core.access import Rule


@dataclass(frozen=True)
class Tab:
    """One page: `key` is what its views name as their `tab`; `rule` is theirs, where it is more
    than that of every page of a cohort."""

    key: str
    label: str
    url_name: str
    rule: Rule | None = None

    def open_to(self, user: Any, cohort: Cohort) -> bool:
        return self.rule is None or self.rule(user, cohort)


@dataclass
class Group:
    label: str
    tabs: list[tuple[int, Tab]] = field(default_factory=list)

    def holds(self, key: str) -> bool:
        return any(tab.key == key for _, tab in self.tabs)


_groups: dict[str, tuple[int, Group]] = {}


def add_tab(group: str, order: int, tab: Tab, *, at: int = 0) -> None:
    """Add a page under `group`; `at` is the group's place in the first row."""
    place, found = _groups.get(group, (at, Group(group)))
    found.tabs.append((order, tab))
    found.tabs.sort(key=lambda pair: pair[0])
    _groups[group] = (at or place, found)


@dataclass(frozen=True)
class Shown:
    label: str
    url: str
    current: bool


def rows(cohort: Cohort, current: str, *, user: Any) -> list[list[Shown]]:
    """The first row, and the pages of the current group where there is more than one; a page
    that would refuse this person is left out."""
    groups = [group for _, group in sorted(_groups.values(), key=lambda pair: pair[0])]
    first = [
        Shown(group.label, _url(group.tabs[0][1], cohort), group.holds(current)) for group in groups
    ]
    here = next((group for group in groups if group.holds(current)), None)
    if here is None or len(here.tabs) < 2:
        return [first]
    return [first, list(_shown(cohort, here, current, user))]


def _shown(cohort: Cohort, group: Group, current: str, user: Any) -> Iterable[Shown]:
    for _, tab in group.tabs:
        if tab.open_to(user, cohort):
            yield Shown(tab.label, _url(tab, cohort), tab.key == current)


def _url(tab: Tab, cohort: Cohort) -> str:
    return _pattern(tab.url_name).replace("/0/", f"/{cohort.pk}/")


@cache
def _pattern(url_name: str) -> str:
    """The address of a cohort whose id is 0."""
    return reverse(url_name, args=[0])
