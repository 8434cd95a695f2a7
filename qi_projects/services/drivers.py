"""The driver diagram: what must change for the aim, what that needs, and ideas to try for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django.db import transaction

from core import audit
from core.errors import Refused
from qi_projects.models import ChangeIdea, Driver, Project
from qi_projects.services.record import lock, reopen_poster

Way = Literal["up", "down"]
# Far beyond what a diagram bears, so that only a slip or a script meets it.
MOST = 60


@transaction.atomic
def add_driver(project: Project, *, by: Any, text: str, parent: Driver | None = None) -> Driver:
    """A primary driver, or with a parent a secondary one; there is no third level."""
    lock(project)
    if parent is not None and parent.parent_id:
        raise Refused("A driver diagram has two levels of drivers. Add a change idea here instead.")
    _check_room(project.drivers)
    driver = Driver.objects.create(
        project=project,
        parent=parent,
        text=text.strip(),
        position=_after(project.drivers.filter(parent=parent)),
    )
    _changed(project, "added driver", driver, by)
    return driver


@transaction.atomic
def rename_driver(driver: Driver, *, by: Any, text: str) -> Driver:
    if driver.text != text.strip():
        driver.text = text.strip()
        driver.save(update_fields=["text"])
        _changed(driver.project, "renamed driver", driver, by)
    return driver


@transaction.atomic
def move_driver(driver: Driver, *, by: Any, way: Way) -> None:
    lock(driver.project)
    rows = list(driver.project.drivers.filter(parent=driver.parent_id))
    if _swap(rows, driver, way):
        _changed(driver.project, "moved driver", driver, by)


@transaction.atomic
def remove_driver(driver: Driver, *, by: Any) -> None:
    """Its own branches go with it; the ideas under them stay, as ideas without a driver."""
    lock(driver.project)
    _changed(driver.project, "removed driver", driver, by)
    driver.delete()


@transaction.atomic
def add_idea(project: Project, *, by: Any, text: str, drivers: Iterable[Driver] = ()) -> ChangeIdea:
    lock(project)
    _check_room(project.ideas)
    idea = ChangeIdea.objects.create(
        project=project, text=text.strip(), position=_after(project.ideas)
    )
    idea.drivers.set(_own(project, drivers))
    _changed(project, "added change idea", idea, by)
    return idea


@transaction.atomic
def change_idea(idea: ChangeIdea, *, by: Any, text: str, drivers: Iterable[Driver]) -> ChangeIdea:
    """Its words, and the drivers that it serves: one, several or none."""
    lock(idea.project)
    drivers = _own(idea.project, drivers)
    before = set(idea.drivers.values_list("pk", flat=True))
    if idea.text == text.strip() and before == {driver.pk for driver in drivers}:
        return idea
    idea.text = text.strip()
    idea.save(update_fields=["text"])
    idea.drivers.set(drivers)
    _changed(idea.project, "changed change idea", idea, by)
    return idea


@transaction.atomic
def move_idea(idea: ChangeIdea, *, by: Any, way: Way, under: Driver | None = None) -> None:
    """Up or down among the ideas of one driver; without one, among those that have none."""
    lock(idea.project)
    rows = list(idea.project.ideas.filter(drivers=under))
    if _swap(rows, idea, way):
        _changed(idea.project, "moved change idea", idea, by)


@transaction.atomic
def remove_idea(idea: ChangeIdea, *, by: Any) -> None:
    """Off the diagram. The PDSA cycles that tested it stay: what was learned is not taken back."""
    lock(idea.project)
    _changed(idea.project, "removed change idea", idea, by)
    idea.delete()


def _own(project: Project, drivers: Iterable[Driver]) -> list[Driver]:
    """A driver of another project is no driver of this one's ideas."""
    drivers = list(drivers)
    if any(driver.project_id != project.pk for driver in drivers):
        raise Refused("This driver belongs to another project.")
    return drivers


def _check_room(rows: Any) -> None:
    if rows.count() >= MOST:
        raise Refused(f"There are {MOST} already: nobody could read more. Take one away first.")


def _after(rows: Any) -> int:
    last = rows.order_by("position", "pk").last()
    return last.position + 1 if last else 0


def _swap(rows: list[Any], row: Any, way: Way) -> bool:
    """Change places with the neighbour in `rows`; at the end there is none, and nothing happens.

    Nor does it where the row is not among them any more: an old page may still show it there.
    """
    at = next((n for n, one in enumerate(rows) if one.pk == row.pk), None)
    if at is None:
        return False
    to = at - 1 if way == "up" else at + 1
    if not 0 <= to < len(rows):
        return False
    rows[at].position, rows[to].position = rows[to].position, rows[at].position
    for one in (rows[at], rows[to]):
        one.save(update_fields=["position"])
    return True


def _changed(project: Project, action: str, row: Any, by: Any) -> None:
    reopen_poster(project, by=by)
    audit.record(action, row, by=by, detail={"project": project.pk})
