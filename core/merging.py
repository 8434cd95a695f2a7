"""Making two records of one person into one, with nothing lost.

Every foreign key that points at a person is found in the models themselves and moved to the
record that stays; one that a new model brings is moved like the others. Where a rule of the
database allows only one row of the two (two applications to one cohort), an app may say how they
are joined (`add_rule`). What cannot be joined stays with the closed record, which is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q, UniqueConstraint

from core.models import User


@dataclass(frozen=True)
class Choice:
    """One fact that the two records tell differently. `goes` is taken where it is chosen."""

    key: str
    label: str
    stays: Any
    goes: Any
    # Taken unless somebody chooses: what stays, or what goes where there is nothing else.
    takes: str = "stays"
    # Not shown to those who choose: what it says is still its writer's own.
    private: bool = False


@dataclass
class Joining:
    """One merge on its way: what is moved, what is given up, what stays behind."""

    stays: User
    goes: User
    by: Any
    choices: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    moved: dict[str, list[str]] = field(default_factory=dict)

    def takes(self, choice: Choice) -> str:
        return choice.takes if choice.private else self.choices.get(choice.key, choice.takes)

    def keep_values(self, row: Model, **values: Any) -> None:
        """Note what a row said before it is changed."""
        noted = self.values.setdefault(f"{row._meta.label_lower} {row.pk}", {})
        noted |= {name: str(value) for name, value in values.items()}

    def give_up(self, row: Model) -> None:
        """Take a row out whose double would count twice; it and what hangs on it are noted."""
        for related in row._meta.related_objects:
            key = related.field
            for child in key.model._base_manager.filter(**{key.name: row}):
                self.give_up(child)
        self.keep_values(
            row,
            **{name.attname: getattr(row, name.attname) for name in row._meta.concrete_fields},
        )
        row.delete()

    def swap(self, theirs: Model, ours: Model, name: str) -> None:
        """Each gets the other's person, where only one row may be a person's at a time."""
        between = User.objects.create(
            email=f"between-{self.goes.pk}@merged.invalid", is_active=False
        )
        rows = type(ours)._base_manager
        rows.filter(pk=ours.pk).update(**{name: between})
        rows.filter(pk=theirs.pk).update(**{name: self.stays})
        rows.filter(pk=ours.pk).update(**{name: self.goes})
        between.delete()
        theirs.refresh_from_db()
        ours.refresh_from_db()


def stays_behind(theirs: Any, ours: Any) -> str:
    return f"{theirs} is kept with the closed record: there is already one of its kind."


@dataclass(frozen=True)
class Rule:
    """How the rows of one foreign key are treated when the person they point at is another's.

    `only`: just these move. `join(theirs, ours, joining)` settles two rows of which the database
    allows one; where they still collide afterwards, theirs stays behind. `words` say it before.
    """

    only: Q = field(default_factory=Q)
    join: Callable[[Any, Any, Joining], None] | None = None
    words: Callable[[Any, Any], str] = stays_behind
    choices: Callable[[Any, Any], list[Choice]] | None = None
    order: int = 50
    # What people call these rows; without it, the model's own name in the plural.
    label: str = ""
    # What its words speak of, fetched with the rows.
    related: tuple[str, ...] = ()


_rules: dict[str, Rule] = {}
_afterwards: list[Callable[[Joining], None]] = []
NOTHING = Q(pk__in=[])


def add_rule(name: str, rule: Rule) -> None:
    """`name` is app.model.field, in small letters."""
    _rules[name] = rule


def add_afterwards(work: Callable[[Joining], None]) -> None:
    """`work` puts in order what the move of rows has left odd, in the same transaction."""
    _afterwards.append(work)


def name_of(key: Field) -> str:
    return f"{key.model._meta.label_lower}.{key.name}"


def rule_of(key: Field) -> Rule:
    return _rules.get(name_of(key), Rule())


def references(model: type[Model]) -> list[Field]:
    """Every foreign key that points at this model, those behind many-to-many fields too."""
    found = [
        key
        for other in apps.get_models(include_auto_created=True)
        if other._meta.managed and not other._meta.proxy
        for key in other._meta.local_concrete_fields
        if key.is_relation and key.related_model is model
    ]
    return sorted(found, key=lambda key: (rule_of(key).order, name_of(key)))


def only_one_of(key: Field) -> Iterator[tuple[tuple[str, ...], Q]]:
    """(the other fields, the condition) of each rule that allows one row to a person."""
    options = key.model._meta
    if key.unique:
        yield (), Q()
    for names in options.unique_together:
        if key.name in names:
            yield tuple(name for name in names if name != key.name), Q()
    for rule in options.constraints:
        if isinstance(rule, UniqueConstraint) and key.name in rule.fields:
            others = tuple(name for name in rule.fields if name != key.name)
            yield others, rule.condition or Q()


def collisions(key: Field, kept: Model, gone: Model) -> list[tuple[Model, Model]]:
    """(theirs, ours): rows of which only one may point at `kept`. One query for each rule."""
    found: dict[Any, tuple[Model, Model]] = {}
    for others, condition in only_one_of(key):
        columns = [key.model._meta.get_field(name).attname for name in others]  # type: ignore[union-attr]
        rows = key.model._base_manager.filter(
            rule_of(key).only, condition, **{f"{key.name}__in": [kept, gone]}
        ).order_by("pk")
        if rule_of(key).related:
            rows = rows.select_related(*rule_of(key).related)
        ours, theirs = {}, []
        for row in rows:
            values = tuple(getattr(row, column) for column in columns)
            if None in values:
                continue
            if getattr(row, key.attname) == kept.pk:
                ours[values] = row
            else:
                theirs.append((values, row))
        for values, row in theirs:
            if values in ours:
                found.setdefault(row.pk, (row, ours[values]))
    return list(found.values())


def move(key: Field, kept: Model, gone: Model, joining: Joining) -> None:
    """What points at `gone` by this key points at `kept` from now on, where it can."""
    rule = rule_of(key)
    met = collisions(key, kept, gone)
    for theirs, ours in met:
        if rule.join:
            rule.join(theirs, ours, joining)
    stuck = [theirs.pk for theirs, _ in collisions(key, kept, gone)] if met else []
    rows = key.model._base_manager.filter(rule.only, **{key.name: gone}).exclude(pk__in=stuck)
    ids = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    rows.update(**{key.name: kept})
    if ids:
        joining.moved.setdefault(name_of(key), []).extend(ids)


def move_all(kept: Model, gone: Model, joining: Joining) -> None:
    for key in references(type(kept)):
        move(key, kept, gone, joining)


def afterwards(joining: Joining) -> None:
    for work in _afterwards:
        work(joining)
