"""Fetch what is a person's own: one query for each kind of row, however many rows there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import FileField, Model

from core.models import User
from pioneers.selectors.person import records_of
from reports.subject_data.kept import ONLY_YOU, Column, Kept, Section, Subject, all_kept, label_of

Cells = list[tuple[str, Any]]


@dataclass(frozen=True)
class Part:
    """The rows of one kind: each its key, and its cells by their labels."""

    kept: Kept
    rows: list[tuple[Any, Cells]]


@dataclass
class Everything:
    subject: Subject
    sections: list[tuple[Section, list[Part]]] = field(default_factory=list)
    # {why: what}, of what there is, and of what is never given whether there is any or not.
    left_out: dict[str, list[str]] = field(default_factory=dict)

    def leave_out(self, why: str, what: str) -> None:
        self.left_out.setdefault(why, []).append(what)

    @property
    def rows(self) -> int:
        return sum(len(part.rows) for _, parts in self.sections for part in parts)


def subject_of(person: User, *, made_by_staff: bool) -> Subject:
    records = records_of(person)
    # An address that somebody only typed could be a stranger's.
    proved = EmailAddress.objects.filter(user__in=records, verified=True)
    addresses = {person.email.lower(), *(one.email.lower() for one in proved)}
    return Subject(person, tuple(records), tuple(sorted(addresses)), made_by_staff)


def read(subject: Subject) -> Everything:
    found = Everything(subject)
    by_section: dict[Section, list[Part]] = {}
    for kept in all_kept():
        part = _part(kept, found)
        if part:
            by_section.setdefault(kept.section, []).append(part)
    found.sections = list(by_section.items())
    return found


def _part(kept: Kept, found: Everything) -> Part | None:
    """None where nothing is given; what is left out is noted."""
    by_staff = found.subject.made_by_staff
    if not kept.given:
        # Nothing is asked of the database: whether there are any is not told either.
        for why in kept.withheld:
            found.leave_out(why, f"{kept.title} (if there are any)")
        return None
    if by_staff and kept.only_you:
        found.leave_out(ONLY_YOU, kept.title)
        return None
    columns = [one for one in kept.columns() if not (by_staff and one.only_you)]
    rows = _rows(kept, found.subject, columns)
    if by_staff and kept.lacking:
        found.leave_out(ONLY_YOU, f"{kept.title}: {kept.lacking}")
    if not rows:
        return None
    for why, names in kept.withheld.items():
        labels = [label_of(kept.model, name) for name in names.split()]
        if labels:
            found.leave_out(why, f"{kept.title}: {_in_a_line(labels)}")
    hidden = [one.label for one in kept.columns() if one not in columns]
    if hidden:
        found.leave_out(ONLY_YOU, f"{kept.title}: {_in_a_line(hidden)}")
    cells = [
        (row.pk, [(column.label, value_of(row, column)) for column in columns]) for row in rows
    ]
    return Part(kept, cells)


def _in_a_line(labels: list[str]) -> str:
    return ", ".join(label[:1].lower() + label[1:] for label in labels)


def _rows(kept: Kept, subject: Subject, columns: list[Column]) -> list[Any]:
    found = kept.model._base_manager.filter(kept.whose(subject)).order_by(kept.order, "pk")
    if subject.made_by_staff:
        found = found.filter(kept.staff_may_give)
    related = {_related(kept.model, column) for column in columns} - {""}
    if related:
        found = found.select_related(*sorted(related))
    return list(found.prefetch_related(*kept.prefetch))


def _related(model: type[Model], column: Column) -> str:
    """What is fetched with the rows, so that a column costs no query of its own."""
    steps, of = [], model
    for name in (column.path or column.name).split("."):
        one: Any = of._meta.get_field(name)
        if not one.is_relation:
            break
        steps.append(name)
        of = one.related_model
    return "__".join(steps)


def value_of(row: Any, column: Column) -> Any:
    if column.value:
        return column.value(row)
    if column.path:
        found = row
        for name in column.path.split("."):
            found = getattr(found, name, None)
    else:
        of: Any = row._meta.get_field(column.name)
        if isinstance(of, FileField):
            return getattr(row, column.name) or None
        if of.choices:
            return getattr(row, f"get_{column.name}_display")()
        found = getattr(row, column.name)
    return str(found) if isinstance(found, Model) else found
