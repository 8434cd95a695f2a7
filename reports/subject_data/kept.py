"""How it is said what of a model is a person's own, and the list that all of it makes.

Every field of every model is either given or withheld for a reason that the person can read; a
test fails for one that is neither (promise 34 of subject access: complete and clean).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, TextChoices
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from core.models import User


class Section(TextChoices):
    ACCOUNT = "account", "You and your account"
    APPLICATIONS = "applications", "Your applications"
    PROGRAMME = "programme", "Your place, sessions and learning set"
    MENTORING = "mentoring", "Mentoring"
    PROJECT = "project", "Your project and poster"
    ROLES = "roles", "What you do for the programme"
    MAILS = "mails", "Mails and links"
    TRAIL = "trail", "What was done, and when"


# Why something is not given, in the words in which its person reads it.
OPENS = "It opens something: a password, a key, a code or a private address."
OTHERS = "It is about somebody else."
CONFIDENCE = (
    "It was written in confidence, for the programme’s team. Ask the team if you want to see it: "
    "a person decides on each request."
)
TWICE = "It stands here in another place, or is worked out from what does."
SYSTEM = "It says how the system works, and nothing about you."
YOURS = "It only says that the row is yours."
ONLY_YOU = (
    "Only you may read it, so it is not in a copy that the team makes. It is in the one that you "
    "make yourself, on your page “Your data”."
)


@dataclass(frozen=True)
class Subject:
    """Whose data it is: their record, those joined with it, and their proved addresses.

    A copy that staff make for somebody leaves out what only its person may read.
    """

    person: User
    records: tuple[int, ...]
    addresses: tuple[str, ...]
    made_by_staff: bool


@dataclass(frozen=True)
class Whose:
    """Which rows are about a person: those that lead to them, or to an address of theirs.

    An address says whose a row is only where nobody's record does: it may have had another owner.
    """

    paths: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    # Not those that lead to the person this way: another entry of the model has them.
    but: tuple[str, ...] = ()
    only: Q = field(default_factory=Q)

    def __call__(self, subject: Subject) -> Q:
        found = _to(self.paths, subject)
        nobodys = Q(**{f"{path}__isnull": True for path in self.paths})
        for path in self.emails:
            # Not iexact: to PostgreSQL a Turkish ı in somebody's address is the i of another's.
            for one in subject.addresses:
                found |= Q(Exact(Lower(path), one)) & nobodys
        return found & ~_to(self.but, subject) & self.only


def _to(paths: tuple[str, ...], subject: Subject) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{path}__in": subject.records})
    return found


def person(*paths: str) -> Whose:
    return Whose(paths)


def address(path: str) -> Whose:
    """Rows that know no more of the person than an e-mail address."""
    return Whose(emails=(path,))


@dataclass(frozen=True)
class Column:
    """A field that is not shown as it is: under another label, by a path, or worked out."""

    name: str
    label: str
    path: str = ""
    value: Callable[[Any], Any] | None = None
    only_you: bool = False


def labels(choices: Any, values: list[str]) -> list[str]:
    """Of values that are kept as a list, which Django knows no words for."""
    known = dict(choices.choices)
    return [str(known.get(value, value)) for value in values]


@dataclass(frozen=True)
class Kept:
    """The rows of one model that are about a person in one way.

    Together, `given` and `withheld` ({reason: names of fields}) name every field of the model.
    Without anything given, the person learns that there are such rows, how many, and why not.
    """

    model: type[Model]
    section: Section
    title: str
    whose: Callable[[Subject], Q]
    given: tuple[str | Column, ...]
    withheld: Mapping[str, str] = field(default_factory=dict)
    only_you: bool = False
    # Of the rows, those that may be in a copy that staff make, and in words what is lacking then.
    staff_may_give: Q = field(default_factory=Q)
    lacking: str = ""
    prefetch: tuple[str, ...] = ()
    order: str = "pk"

    def columns(self) -> list[Column]:
        return [
            one if isinstance(one, Column) else Column(one, label_of(self.model, one))
            for one in self.given
        ]

    def fields_given(self) -> list[str]:
        """Once each: two columns may be made of one field."""
        return list(dict.fromkeys(column.name for column in self.columns()))

    def fields_withheld(self) -> list[str]:
        return [name for names in self.withheld.values() for name in names.split()]


@dataclass(frozen=True)
class Impersonal:
    """A model whose rows are about nobody in particular, all its fields named."""

    model: type[Model]
    why: str
    fields: str


def label_of(model: type[Model], name: str) -> str:
    words = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]


_kept: list[Kept] = []
_impersonal: list[Impersonal] = []


def add(*kept: Kept) -> None:
    _kept.extend(kept)


def add_impersonal(why: str, fields: Mapping[str, str]) -> None:
    """`fields` are those of each model, by the model's label."""
    _impersonal.extend(Impersonal(apps.get_model(name), why, of) for name, of in fields.items())


def all_kept() -> list[Kept]:
    """In the order of the sections, and within one as they were added."""
    order = list(Section)
    return sorted(_kept, key=lambda kept: order.index(kept.section))


def all_impersonal() -> list[Impersonal]:
    return list(_impersonal)
