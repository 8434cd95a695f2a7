"""The posters that everybody may see."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db.models import F, Prefetch, QuerySet
from django.utils.safestring import SafeString

from cohorts.models import Borough, Cohort
from core.models import Document, DocumentState
from qi_projects.chart import render_svg
from qi_projects.documents import SIZES, kind
from qi_projects.enums import Theme
from qi_projects.models import Measure, Photo, Poster, Project
from qi_projects.selectors.evidence import evidence, small_chart
from qi_projects.selectors.posters import poster_content, poster_fingerprint


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
        .prefetch_related(
            Prefetch("photos", Photo.objects.filter(on_poster=True)),
            Prefetch("measures", Measure.objects.prefetch_related("observations", "rebases")),
            "cycles",
        )
        .order_by("-pioneer__cohort__starts_on", F("poster__headline"), "title", "pk")
    )


@dataclass(frozen=True)
class Card:
    """A poster among others, with its first photograph or else its chart."""

    project: Project
    photo: Photo | None
    svg: SafeString | str


def card(project: Project) -> Card:
    photo = next(iter(project.photos.all()), None)
    drawn = None if photo else small_chart(evidence(project))
    # A chart without numbers is no picture of anything.
    return Card(project, photo, render_svg(drawn) if drawn and drawn.points else "")


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


def public_sheets(project: Project) -> dict[str, Document]:
    """By size, the PDF of the poster as everybody may see it: made, or being made."""
    mark = sha256(poster_fingerprint(poster_content(project)).encode()).hexdigest()
    sizes = {kind(size): size for size in SIZES}
    found = Document.objects.filter(
        kind__in=sizes, subject_id=str(project.pk), fingerprint=mark
    ).exclude(state=DocumentState.FAILED)
    return {sizes[document.kind]: document for document in found}
