"""Every address of the system, read from the resolver itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`key` is the name; where several addresses share one, the fixed part after it."""

    key: str
    name: str
    pattern: str
    view: Callable[..., Any]

    @property
    def view_class(self) -> Any:
        return getattr(self.view, "view_class", self.view)

    @property
    def is_ours(self) -> bool:
        return not self.view_class.__module__.startswith("allauth.")


def _walk(resolver: Any, prefix: str = "", names: str = "") -> Iterator[tuple[str, str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{names}{one.namespace}:" if one.namespace else names
            yield from _walk(one, prefix + str(one.pattern), inner)
        else:
            yield f"{names}{one.name or '(no name)'}", prefix + str(one.pattern), one.callback


def _page_of(pattern: str) -> str:
    """The fixed page of addresses such as `^applications/(?P<pk>\\d+)/(?P<page>you)/$`."""
    mark = "(?P<page>"
    return pattern.split(mark)[1].split(")")[0] if mark in pattern else ""


@cache
def all_routes() -> tuple[Route, ...]:
    found = []
    for name, pattern, view in _walk(get_resolver()):
        page = _page_of(pattern)
        found.append(Route(f"{name} {page}".strip(), name, pattern, view))
    return tuple(found)
