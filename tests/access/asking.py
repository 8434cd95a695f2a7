"""Ask for one address as one person, undo what it did, and say what was answered and written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from tests.access.world import Side, World

LOGIN = "sign in"
WRITE = re.compile(r'^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
# Being signed in is kept in rows, and so are messages shown once.
OF_THE_SESSION = {"django_session", "usersessions_usersession"}


@dataclass(frozen=True)
class Asked:
    answer: int | str
    written: frozenset[str]
    response: Any


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables that are written to meanwhile, but for the session's."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITE.match(sql)
        if found and found[1] not in OF_THE_SESSION:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def address(world: World, name: str, ids: dict[str, str], fixed: dict[str, str], *sides: Side):
    """The URL with each id from the side given for it (one side for all, or one each)."""
    each = sides if len(sides) == len(ids) else sides * len(ids)
    kwargs: dict[str, Any] = dict(fixed)
    for (argument, row), side in zip(ids.items(), each, strict=True):
        value = side.rows[row]
        kwargs[argument] = getattr(value, "pk", value)
    return reverse(name, kwargs=kwargs)


def ask(
    world: World, role: str, method: str, url: str, side: Side | None = None, undo: bool = True
) -> Asked:
    client = world.client(role, side)
    cache.clear()  # allauth counts attempts there, and these are many
    with transaction.atomic(), writes() as tables:
        response = getattr(client, method)(url)
        if hasattr(response, "streaming_content"):
            b"".join(response.streaming_content)
        transaction.set_rollback(undo)
    return Asked(answer_of(response), frozenset(tables), response)


def answer_of(response: Any) -> int | str:
    if response.status_code != 302:
        return response.status_code
    return LOGIN if response.url.startswith(reverse("account_request_login_code")) else 302


def fingerprint() -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a hash of all that is in them."""
    found = {}
    for model in apps.get_models():
        table = model._meta.db_table
        if table in OF_THE_SESSION:
            continue
        rows = sorted(repr(tuple(map(_plain, row))) for row in model._default_manager.values_list())
        found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def _plain(value: Any) -> Any:
    """PostgreSQL's driver gives bytes as a view of them, which is shown by where it lies."""
    return bytes(value) if isinstance(value, memoryview) else value
