"""Indexes that say more than Django's own."""

from __future__ import annotations

from typing import Any

from django.db import models


class NullsLast(models.Index):
    """What is in falling order has nothing last, as the list has it: a draft has no day of sending.

    SQLite puts it there by itself, and takes no word for it in an index.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        index: Any = self.clone()
        if schema_editor.connection.vendor == "postgresql":
            index.fields_orders = [
                (name, f"{order} NULLS LAST" if order and _nullable(model, name) else order)
                for name, order in self.fields_orders
            ]
        return super(NullsLast, index).create_sql(model, schema_editor, using, **kwargs)


def _nullable(model: Any, name: str) -> bool:
    return bool(model._meta.get_field(name).null)
