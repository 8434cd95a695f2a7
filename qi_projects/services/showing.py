"""Showing a poster to everybody: its author's own yes, which stands until it is taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, documents
from core.errors import Refused
from qi_projects import permissions
from qi_projects.documents import kind
from qi_projects.enums import PosterState
from qi_projects.models import Poster


def agree(poster: Poster, *, by: Any) -> None:
    """Note the yes, and of which version it was said. Nobody can say it for its author."""
    if not permissions.owns_project(by, poster.project):
        raise Refused("Only the Pioneer can agree that the poster is shown to everybody.")
    poster.public_version = poster.version
    poster.save(update_fields=["public_version"])
    audit.record("agreed to show poster", poster, by=by, detail={"version": poster.version})


def take_back(poster: Poster, *, by: Any) -> None:
    if poster.public_version is not None:
        poster.public_version = None
        poster.save(update_fields=["public_version"])
        audit.record("took back showing poster", poster, by=by, detail={"version": poster.version})


@transaction.atomic
def show_poster(poster: Poster, *, by: Any) -> Poster:
    """On the public pages, from now on."""
    poster = _locked(poster)
    if poster.state != PosterState.APPROVED:
        raise Refused("The programme team approves the poster first; then it can be shown.")
    agree(poster, by=by)
    print_sheet(poster, by=by)
    return poster


@transaction.atomic
def hide_poster(poster: Poster, *, by: Any) -> Poster:
    """Off the public pages at once: by its author, or by staff for them."""
    poster = _locked(poster)
    take_back(poster, by=by)
    return poster


def print_sheet(poster: Poster, *, by: Any, size: str = "A4") -> None:
    """Have the worker make the PDF, so that whoever finds the poster finds it, too."""
    documents.request(kind(size), poster.project, by=by)


def _locked(poster: Poster) -> Poster:
    return (
        Poster.objects.select_for_update(of=("self",))
        .select_related("project__pioneer__cohort")
        .get(pk=poster.pk)
    )
