"""Queries that are put together once and asked again with other values.

Django writes the SQL of a query anew each time, which takes longer than the answer of most. Where
every page asks the same, or a list must be quick, the SQL is kept. That is right only for what is
the same for everybody but for some values: nothing in the query may go by the day, or by what
somebody may do. Ids that no row has stand in for those values; see `stand_ins`.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.db import connections
from django.db.models import QuerySet

FIRST = -7_001_002_003


def stand_ins(number: int) -> list[int]:
    """Ids that no row has."""
    return [FIRST - n for n in range(number)]


# The person, and the row that a page is about.
SOMEBODY, SOMETHING = stand_ins(2)


class KeptQuery:
    """A query in which stand-ins wait for their values."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows
        self.compiler = rows.query.get_compiler(rows.db)
        self.text, self.waiting = self.compiler.as_sql()
        # What makes of a column's value the model's; each is handed the connection it works for.
        expressions = [select[0] for select in self.compiler.select]
        self.converters = self.compiler.get_converters(expressions)

    def sql(self, values: Mapping[int, Any]) -> tuple[str, list[Any]]:
        """As Query.sql_with_params gives it."""
        known = [values.get(one, one) if type(one) is int else one for one in self.waiting]
        return self.text, known

    def __call__(self, values: Mapping[int, Any]) -> QuerySet[Any]:
        """The rows for these values: to be gone through, not to be filtered further."""
        compiler: Any = copy.copy(self.compiler)
        compiler.connection = connections[self.rows.db]  # each thread has its own
        compiler.as_sql = lambda *args, **options: self.sql(values)
        compiler.get_converters = lambda expressions: self.converters
        rows: Any = self.rows.all()
        rows.query.get_compiler = lambda *args, **options: compiler
        return rows
