"""The sign-in sheet of a session, as a document."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from core import documents, pdf
from core.errors import Refused
from core.templatetags.words import day
from workshops import permissions, qr, register_lines
from workshops.models import Session, SignInCode

KIND = "sign_in_sheet"
# Lines without a name, for guests of a learning set.
EMPTY_LINES = 3


def _session(subject_id: str) -> Session:
    return Session.objects.select_related("cohort__programme", "learning_set__facilitator").get(
        pk=subject_id
    )


def _content(subject_id: str) -> dict[str, Any]:
    """All that is printed. Who said beforehand that they cannot come has a line all the same."""
    session = _session(subject_id)
    code = SignInCode.objects.filter(session=session).first()
    rows = register_lines.rows_of(session)
    return {
        "session": session,
        "code": code,
        "address": qr.address(code) if code else "",
        "typed_at": qr.typed_at(),
        "people": [{"name": str(row.pioneer), "home": row.pioneer.home_name} for row in rows],
        "empty_lines": range(EMPTY_LINES if session.learning_set else 0),
    }


def _fingerprint(subject_id: str) -> str:
    content = _content(subject_id)
    session = content["session"]
    facts = [
        session.title,
        session.cohort.name,
        session.starts_at.isoformat(),
        session.ends_at.isoformat(),
        session.where,
        content["code"].code if content["code"] else "",
        content["address"],
        content["people"],
    ]
    return json.dumps(facts)


def _build(subject_id: str, progress: documents.Progress) -> bytes:
    content = _content(subject_id)
    if content["code"] is None:
        raise Refused("This session has no sign-in code yet. Make it, then ask for the sheet.")
    progress(0, 1)
    return pdf.render(
        render_to_string("pdf/sign_in_sheet.html", content),
        title=_title(subject_id),
        stylesheets=["sign_in_sheet.css"],
        media={"qr": qr.picture(content["address"])},
    )


def _title(subject_id: str) -> str:
    session = _session(subject_id)
    return f"Sign-in sheet: {session.title}, {day(session.starts_at)}"


def _may_read(user: Any, subject_id: str) -> bool:
    session = Session.objects.visible_to(user).filter(pk=subject_id).first()
    return session is not None and permissions.may_take_register(user, session)


documents.register(
    documents.DocumentKind(
        key=KIND,
        title=_title,
        filename=lambda subject_id: f"{slugify(_title(subject_id))[:80]}.pdf",
        fingerprint=_fingerprint,
        build=_build,
        may_read=_may_read,
        page=lambda subject_id: reverse("workshops:register", args=[subject_id]),
    )
)
