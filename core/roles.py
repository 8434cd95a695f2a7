"""The roles that a person holds, each of which is a relation that some app keeps.

Apps register where a role is found; all of them are looked up in one query per request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from core.kept_queries import SOMEBODY, KeptQuery


@dataclass(frozen=True)
class Role:
    """A relation that makes somebody what they are; `detail` says of what, where that is asked.

    A role without a label is a fact that pages need to know and that nobody is shown.
    """

    key: str
    label: str
    rows: Callable[[Any], QuerySet]
    second_factor: bool = False
    detail: Any = None


@dataclass(frozen=True)
class Link:
    """One entry of the navigation, shown to holders of any of its roles."""

    label: str
    url_name: str
    icon: str
    roles: tuple[str, ...]


_roles: dict[str, Role] = {}
_links: list[tuple[int, Link]] = []


def register(role: Role) -> None:
    _roles[role.key] = role
    _query.cache_clear()


def add_link(order: int, link: Link) -> None:
    _links.append((order, link))
    _links.sort(key=lambda pair: pair[0])


def held_by(user: Any) -> frozenset[str]:
    """Keys of the roles that `user` holds now."""
    return frozenset(key for key, _ in _found(user))


def details(user: Any, key: str) -> frozenset[str]:
    """Of what `user` holds the role, as the role's `detail` says: the programme and level."""
    return frozenset(detail for held, detail in _found(user) if held == key)


def _found(user: Any) -> frozenset[tuple[str, str]]:
    """One query, kept on the user object for the request."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_roles_held"):
        user._roles_held = frozenset(_query()({SOMEBODY: user.pk}))
    return user._roles_held


@cache
def _query() -> KeptQuery:
    somebody = get_user_model()(pk=SOMEBODY)
    queries = [
        role.rows(somebody)
        .order_by()
        .values_list(
            Value(key, output_field=CharField()),
            Cast(role.detail or Value(""), output_field=CharField()),
        )
        for key, role in sorted(_roles.items())
    ]
    return KeptQuery(queries[0].union(*queries[1:]))


def forget(user: Any) -> None:
    """After a change of roles within one request or test."""
    if hasattr(user, "_roles_held"):
        del user._roles_held


def labels(user: Any) -> list[str]:
    held = held_by(user)
    return [role.label for key, role in _roles.items() if key in held and role.label]


def needs_second_factor(user: Any) -> bool:
    return any(_roles[key].second_factor for key in held_by(user))


def links(user: Any) -> Iterator[Link]:
    held = held_by(user)
    for _, link in _links:
        if not link.roles or held.intersection(link.roles):
            yield link
