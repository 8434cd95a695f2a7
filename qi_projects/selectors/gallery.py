"""The posters that everybody may see."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, QuerySet

from cohorts.models import Borough, Cohort
from core import documents
from core.models import Document, DocumentState
from qi_projects.documents import SIZES, kind
from qi_projects.enums import Theme
from qi_projects.models import Photo, Poster, Project


def public_projects() -> QuerySet[Project]:
    """Whose posters everybody may see now."""
    return Project.objects.filter(poster__in=Poster.objects.public())


def gallery(theme: str = "", cohort: str = "", borough: str = "") -> QuerySet[Project]:
    """The public posters with what their cards show; a filter nobody can mean is no filter."""
    rows = public_projects()
    if theme in Theme.values:
        rows = rows.filter(theme=theme)
    if cohort.isdecimal() and len(cohort) < 10:
        rows = rows.filter(pioneer__cohort=int(cohort))
    if borough.isdecimal() and len(borough) < 10:
        rows = rows.filter(home__borough=int(borough))
    return (
        rows.select_related("poster", "home__borough", "pioneer__cohort")
        .prefetch_related(Prefetch("photos", Photo.objects.filter(on_poster=True)))
        .order_by("-pioneer__cohort__starts_on", F("poster__headline"), "title", "pk")
    )


def gallery_choices() -> dict[str, list[tuple[str, str]]]:
    """What the gallery can be filtered by: only what some public poster has."""
    shown = public_projects()
    themes = set(shown.order_by().values_list("theme", flat=True).distinct())
    cohorts = Cohort.objects.filter(pk__in=shown.values("pioneer__cohort")).order_by("-starts_on")
    boroughs = Borough.objects.filter(pk__in=shown.values("home__borough")).order_by("name")
    return {
        "theme": [(value, label) for value, label in Theme.choices if value in themes],
        "cohort": [(str(row.pk), row.name) for row in cohorts],
        "borough": [(str(row.pk), row.name) for row in boroughs],
    }


def public_photos() -> QuerySet[Photo]:
    return Photo.objects.filter(on_poster=True, consent=True, project__in=public_projects())


def public_sheet(project: Project, size: str) -> Document | None:
    """The PDF of the poster as everybody may see it, if the worker has made it."""
    document = documents.current(kind(size), project)
    return document if _is_ready(document) else None


def public_sheets(project: Project) -> list[dict[str, Any]]:
    """Each size with its PDF, if there is one, or whether it is being made."""
    found = {size: documents.current(kind(size), project) for size in SIZES}
    return [
        {
            "size": size,
            "where": where,
            "document": found[size] if _is_ready(found[size]) else None,
            "is_coming": found[size] is not None,
        }
        for size, where in SIZES.items()
    ]


def _is_ready(document: Document | None) -> bool:
    return document is not None and document.state == DocumentState.READY
