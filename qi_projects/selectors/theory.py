"""The driver diagram of a project: as a nested list, as a drawing, and as a poster prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from qi_projects.diagram import Branch, Tree, render_diagram
from qi_projects.enums import Act, IdeaStanding
from qi_projects.models import ChangeIdea, Driver, PdsaCycle, Project
from qi_projects.poster import content as poster
from qi_projects.standing import idea_standing


@dataclass(frozen=True)
class Idea:
    """A change idea with what has become of it. `under`: the driver it is listed under here."""

    row: ChangeIdea
    standing: IdeaStanding
    cycles: list[PdsaCycle]
    under: Driver | None = None
    also_under: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names this place of the idea in the page: it may stand under several drivers."""
        return f"idea-{self.row.pk}-{self.under.pk if self.under else 0}"


@dataclass(frozen=True)
class Listed:
    """A driver with what is under it."""

    row: Driver
    needs: list[Listed]
    ideas: list[Idea]

    @property
    def key(self) -> str:
        return f"driver-{self.row.pk}"


@dataclass(frozen=True)
class Theory:
    drivers: list[Listed]
    loose: list[Idea]
    every_driver: list[tuple[Driver, str]]
    ideas: list[Idea]

    def __bool__(self) -> bool:
        return bool(self.drivers or self.loose)


def theory(project: Project) -> Theory:
    """Of a project as `with_record` reads it: no further query."""
    drivers = list(project.drivers.all())
    cycles = list(project.cycles.all())
    ideas = [_idea(row, cycles) for row in project.ideas.all()]
    names = {driver.pk: driver.text for driver in drivers}

    def listed(driver: Driver) -> Listed:
        return Listed(
            row=driver,
            needs=[listed(one) for one in drivers if one.parent_id == driver.pk],
            ideas=[
                _under(idea, driver, names) for idea in ideas if driver in idea.row.drivers.all()
            ],
        )

    return Theory(
        drivers=[listed(driver) for driver in drivers if driver.parent_id is None],
        loose=[idea for idea in ideas if not idea.row.drivers.all()],
        every_driver=[
            (one, f"{driver.text}: {one.text}" if one.parent_id else one.text)
            for driver in drivers
            if driver.parent_id is None
            for one in [driver, *(need for need in drivers if need.parent_id == driver.pk)]
        ],
        ideas=ideas,
    )


def to_follow(cycles: Iterable[PdsaCycle]) -> set[int]:
    """Cycles that ended with "adapt" and that no later cycle of the same idea follows yet."""
    last = {cycle.idea_id or f"cycle-{cycle.pk}": cycle for cycle in cycles}
    return {cycle.pk for cycle in last.values() if cycle.act == Act.ADAPT}


def _idea(row: ChangeIdea, cycles: list[PdsaCycle]) -> Idea:
    mine = [cycle for cycle in cycles if cycle.idea_id == row.pk]
    return Idea(row, idea_standing([cycle.act for cycle in mine]), mine)


def _under(idea: Idea, driver: Driver, names: dict[int, str]) -> Idea:
    others = tuple(names[one.pk] for one in idea.row.drivers.all() if one != driver)
    return Idea(idea.row, idea.standing, idea.cycles, driver, others)


def diagram_svg(project: Project, found: Theory) -> SafeString:
    numbers = {idea.row.pk: number for number, idea in enumerate(found.ideas)}

    def branch(one: Listed) -> Branch:
        return Branch(
            one.row.text,
            tuple(branch(need) for need in one.needs),
            tuple(numbers[idea.row.pk] for idea in one.ideas),
        )

    tree = Tree(
        aim=project.aim_sentence,
        drivers=tuple(branch(one) for one in found.drivers),
        ideas=tuple((idea.row.text, str(idea.standing.label)) for idea in found.ideas),
    )
    # Built by render_diagram, which escapes every text of it.
    return mark_safe(render_diagram(tree, id_prefix=f"drivers-{project.pk}"))


def poster_drivers(project: Project) -> tuple[poster.Driver, ...]:
    """Primary and secondary drivers: on a poster the changes tested stand for the ideas."""
    drivers = list(project.drivers.all())

    def under(parent: int | None) -> list[Driver]:
        return [driver for driver in drivers if driver.parent_id == parent]

    return tuple(
        poster.Driver(one.text, tuple(poster.Driver(need.text) for need in under(one.pk)))
        for one in under(None)
    )
