"""Who staff can write to, as data: apps register each group of a cohort's people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cohorts.models import Cohort


@dataclass(frozen=True)
class Recipient:
    """One person to write to; `values` is what the audience's own placeholders mean for them."""

    pk: int
    email: str
    name: str
    note: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] or "there"


# Called with (cohort, the member of staff, which one): only people whom this person may see.
People = Callable[[Cohort, Any, str], Iterable[Recipient]]
Choices = Callable[[Cohort, Any], list[tuple[str, str]]]


@dataclass(frozen=True)
class Audience:
    """`choices` where there are several, such as the sets: [(its id, its name)]."""

    key: str
    title: str
    people: People
    choices: Choices | None = None
    # What its placeholders mean, besides those that every audience has: {name: words}.
    placeholders: Mapping[str, str] = field(default_factory=dict)
    # Words to begin with, where what staff want to say is known.
    subject: str = ""
    body: str = ""


_audiences: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    _audiences[audience.key] = audience


def get(key: str) -> Audience | None:
    return _audiences.get(key)


def all_audiences() -> list[Audience]:
    return list(_audiences.values())


def people_of(audience: Audience, cohort: Cohort, user: Any, which: str) -> list[Recipient]:
    """Each person once, by name; nobody without an address."""
    found: dict[int, Recipient] = {}
    for one in audience.people(cohort, user, which):
        if one.email:
            found.setdefault(one.pk, one)
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.pk))
