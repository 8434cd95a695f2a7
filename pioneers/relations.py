"""How a person is related to a programme: who is whose to look after, and in which role.

Apps above add theirs at start-up (`add_relation`): workshops its facilitators, qi_projects
who carries a project on and who is in its team.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, DateField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncDate

from cohorts.models import Programme, StaffMembership
from core.models import User
from pioneers.models import Application, Mentor, Pioneer, Reviewer

NO_DAY = Value(None, output_field=DateField())


@dataclass(frozen=True)
class Relation:
    """`person` and `programme` are paths from the model; a role has dates and is listed as one."""

    key: str
    label: str
    model: type[Model]
    person: str
    programme: str
    role: bool = True
    where: str = ""
    since: Any = field(default_factory=lambda: NO_DAY)
    until: Any = field(default_factory=lambda: NO_DAY)
    # Of the model's rows, those that make this relation.
    only: Q = field(default_factory=Q)

    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.only).order_by()

    def people_of(self, programmes: QuerySet[Programme]) -> QuerySet[Any]:
        return self.rows().filter(**{f"{self.programme}__in": programmes}).values(self.person)


@dataclass(frozen=True)
class RoleLine:
    """A role that a person has or had, and where."""

    label: str
    where: str
    since: Any
    until: Any


_relations: dict[str, Relation] = {}


def add_relation(relation: Relation) -> None:
    _relations[relation.key] = relation


def all_relations() -> list[Relation]:
    return list(_relations.values())


def related_to(programmes: QuerySet[Programme], *, but: Iterable[str] = ()) -> Q:
    """People with any relation to these programmes, but for those named."""
    wanted = Q(pk__in=[])
    for relation in all_relations():
        if relation.key not in but:
            wanted |= Q(pk__in=relation.people_of(programmes))
    return wanted


def programmes_of(people: Iterable[Any]) -> set[int]:
    """Ids of the programmes that any of these people has to do with: one query."""
    ids = [getattr(person, "pk", person) for person in people]
    queries = [
        relation.rows()
        .filter(**{f"{relation.person}__in": ids})
        .values_list(relation.programme, flat=True)
        for relation in all_relations()
    ]
    return set(queries[0].union(*queries[1:]))


def roles_of(people: Iterable[Any], programmes: QuerySet[Programme]) -> list[RoleLine]:
    """Every role of these people in these programmes, the latest first: one query."""
    ids = [getattr(person, "pk", person) for person in people]
    queries = [
        relation.rows()
        .filter(**{f"{relation.person}__in": ids, f"{relation.programme}__in": programmes})
        .values_list(
            Value(relation.label, output_field=CharField()),
            Cast(relation.where, CharField()),
            relation.since,
            relation.until,
        )
        for relation in all_relations()
        if relation.role
    ]
    rows = [RoleLine(*row) for row in queries[0].union(*queries[1:], all=True)]
    current = [row for row in rows if row.until is None]
    past = [row for row in rows if row.until is not None]
    return current + sorted(past, key=lambda row: row.until, reverse=True)


def closed_records(people: Iterable[User]) -> QuerySet[User]:
    """The records that were joined into these, and are kept closed."""
    return User.objects.filter(
        merged_as__state="done", merged_as__stays__in=[person.pk for person in people]
    )


add_relation(
    Relation("applicant", "Applicant", Application, "applicant", "cohort__programme", role=False)
)
add_relation(Relation("pioneer", "Pioneer", Pioneer, "person", "cohort__programme", role=False))
add_relation(
    Relation(
        "mentor",
        "Mentor",
        Mentor,
        "user",
        "programme",
        where="programme__name",
        until=F("left_on"),
    )
)
add_relation(
    Relation(
        "staff",
        "Programme staff",
        StaffMembership,
        "user",
        "programme",
        where="programme__name",
        since=F("joined_on"),
        until=F("left_on"),
    )
)
add_relation(
    Relation(
        "reviewer",
        "Reads applications",
        Reviewer,
        "user",
        "cohort__programme",
        where="cohort__label",
        since=TruncDate("joined_at"),
        until=TruncDate("left_at"),
    )
)
