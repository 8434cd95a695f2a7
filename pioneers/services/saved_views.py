"""Views of the list of applications that are kept under a name."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db import transaction

from cohorts import permissions as cohorts
from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from pioneers import permissions
from pioneers.models import SavedView

# What belongs to one visit of the list, and to no view.
PASSING = ("page", "pk", "all", "more", "csrfmiddlewaretoken")


@transaction.atomic
def keep(cohort: Cohort, *, by: Any, name: str, query: str, shared: bool = True) -> SavedView:
    if not cohorts.staff(by, cohort):
        raise Refused("Only staff of the programme can keep a view.")
    view = SavedView(cohort=cohort, name=name.strip(), query=_lasting(query), shared=shared)
    view.made_by = by
    _check(view)
    view.save()
    audit.record("kept view", view, by=by, detail={"query": view.query})
    return view


@transaction.atomic
def change(view: SavedView, *, by: Any, name: str, shared: bool) -> SavedView:
    if not permissions.changes_view(by, view):
        raise Refused("Only staff of the programme can change a view that is shared.")
    view.name, view.shared = name.strip(), shared
    _check(view)
    view.save(update_fields=["name", "shared"])
    audit.record("changed view", view, by=by)
    return view


@transaction.atomic
def remove(view: SavedView, *, by: Any) -> None:
    if not permissions.changes_view(by, view):
        raise Refused("Only staff of the programme can remove a view that is shared.")
    audit.record("removed view", view, by=by, detail={"name": view.name, "query": view.query})
    view.delete()


def _lasting(query: str) -> str:
    return urlencode([(name, value) for name, value in parse_qsl(query) if name not in PASSING])


def _check(view: SavedView) -> None:
    try:
        view.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
