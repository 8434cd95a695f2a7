"""The booklet and the funder's summary as documents."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from cohorts.models import Cohort
from core import documents, pdf
from core.errors import Refused
from reports.booklet_content import booklet_pdf
from reports.models import FunderSummary
from reports.selectors import booklet

FRAME_PAGES = 5


def _summary(subject_id: str) -> FunderSummary:
    return FunderSummary.objects.select_related("funder", "programme").get(pk=subject_id)


def _build_summary(subject_id: str, progress: documents.Progress) -> bytes:
    summary = _summary(subject_id)
    progress(0, 1)
    return pdf.render(
        render_to_string("pdf/funder_summary.html", {"summary": summary}),
        title=summary.title,
        stylesheets=["funder_summary.css"],
    )


documents.register(
    documents.DocumentKind(
        key="funder_summary",
        title=lambda subject_id: _summary(subject_id).title,
        filename=lambda subject_id: f"{slugify(_summary(subject_id).title)}.pdf",
        # Frozen on issue: the row alone says what it looks like.
        fingerprint=lambda subject_id: json.dumps(_summary(subject_id).figures, sort_keys=True),
        build=_build_summary,
        may_read=lambda user, subject_id: (
            FunderSummary.objects.visible_to(user).filter(pk=subject_id).exists()
        ),
        page=lambda subject_id: reverse("reports:summary", args=[subject_id]),
    )
)


def _cohort(subject_id: str) -> Cohort:
    return Cohort.objects.select_related("programme").get(pk=subject_id)


def _build_booklet(subject_id: str, progress: documents.Progress) -> bytes:
    cohort = _cohort(subject_id)
    rows = booklet.projects(cohort)
    if not rows:
        raise Refused("There is no approved poster yet, so there is nothing to print.")
    content = booklet.content(cohort, rows)
    # Cover, foreword, contents and index besides a page for each poster.
    pages = len(rows) + len(content.chapters()) + FRAME_PAGES
    return booklet_pdf(
        content,
        media=booklet.media(rows),
        progress=lambda page: progress(min(page, pages), pages),
    )


def _may_read_booklet(user: Any, subject_id: str) -> bool:
    return Cohort.objects.visible_to(user).filter(pk=subject_id).exists()


documents.register(
    documents.DocumentKind(
        key="booklet",
        title=lambda subject_id: f"Booklet of {_cohort(subject_id).name}",
        filename=lambda subject_id: f"booklet-{slugify(_cohort(subject_id).name)}.pdf",
        fingerprint=lambda subject_id: booklet.fingerprint(_cohort(subject_id)),
        build=_build_booklet,
        may_read=_may_read_booklet,
        page=lambda subject_id: reverse("reports:booklet", args=[subject_id]),
    )
)
