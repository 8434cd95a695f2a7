"""The certificate as a document: one page of A4 on its side."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from core import documents, links, pdf
from reports.models import Certificate

KIND = "certificate"


def _row(subject_id: str) -> Certificate:
    return Certificate.objects.select_related(
        "pioneer__person", "pioneer__home", "pioneer__cohort__programme"
    ).get(pk=subject_id)


def context(row: Certificate) -> dict[str, Any]:
    cohort = row.pioneer.cohort
    address = links.absolute("reports:verify_certificate", row.printed_code)
    return {
        "certificate": row,
        "pioneer": row.pioneer,
        "cohort": cohort,
        "programme": cohort.programme,
        "site": settings.SITE_NAME,
        "address": address.split("://")[-1].rstrip("/"),
    }


def _build(subject_id: str, progress: documents.Progress) -> bytes:
    row = _row(subject_id)
    progress(0, 1)
    return pdf.render(
        render_to_string("pdf/certificate.html", context(row)),
        title=f"Certificate of {row.pioneer}",
        stylesheets=["certificate.css"],
        pages=1,
    )


def _fingerprint(subject_id: str) -> str:
    row = _row(subject_id)
    cohort = row.pioneer.cohort
    return json.dumps(
        [
            row.code,
            row.facts,
            str(row.pioneer),
            row.pioneer.home_name,
            cohort.name,
            cohort.programme.name,
            cohort.programme.run_by,
            str(cohort.starts_on),
            str(cohort.ends_on),
            str(row.issued_at.date()),
            context(row)["address"],
        ]
    )


documents.register(
    documents.DocumentKind(
        key=KIND,
        title=lambda subject_id: str(_row(subject_id)),
        filename=lambda subject_id: f"certificate-{slugify(str(_row(subject_id).pioneer))}.pdf",
        fingerprint=_fingerprint,
        build=_build,
        may_read=lambda user, subject_id: (
            Certificate.objects.visible_to(user).filter(pk=subject_id).exists()
        ),
        page=lambda subject_id: reverse("reports:certificate", args=[subject_id]),
    )
)
