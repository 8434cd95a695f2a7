"""Posters as documents, in the three sizes they are printed in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from core import documents
from qi_projects.models import Project
from qi_projects.poster.pdf import poster_pdf
from qi_projects.selectors import poster_content, poster_fingerprint, poster_media, with_record

SIZES = {
    "A4": "to read at the desk",
    "A3": "for the staff room wall",
    "A1": "for the celebration",
}


def kind(size: str) -> str:
    return f"poster_{size.lower()}"


def _project(subject_id: str) -> Project:
    return with_record(Project.objects.all()).get(pk=subject_id)


def _title(subject_id: str) -> str:
    return f"Poster: {poster_content(_project(subject_id)).title}"


def _filename(size: str) -> Any:
    def name(subject_id: str) -> str:
        return poster_filename(poster_content(_project(subject_id)).title, size)

    return name


def poster_filename(title: str, size: str) -> str:
    return f"{slugify(title)[:60] or 'poster'}-{size}.pdf"


def _build(size: str) -> Any:
    def build(subject_id: str, progress: documents.Progress) -> bytes:
        project = _project(subject_id)
        progress(0, 1)
        return poster_pdf(poster_content(project), media=poster_media(project), size=size)

    return build


def _may_read(user: Any, subject_id: str) -> bool:
    return Project.objects.visible_to(user).filter(pk=subject_id).exists()


for _size in SIZES:
    documents.register(
        documents.DocumentKind(
            key=kind(_size),
            title=_title,
            filename=_filename(_size),
            fingerprint=lambda subject_id: poster_fingerprint(poster_content(_project(subject_id))),
            build=_build(_size),
            may_read=_may_read,
            page=lambda subject_id: reverse("qi_projects:poster", args=[subject_id]),
        )
    )
