"""Materials of a session: added, and taken away again."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django.db import transaction

from core import audit, uploads
from core.errors import Refused
from workshops.enums import MaterialKind
from workshops.models import Material, Session

MOST = 30
ACCEPTS = uploads.Accepts(
    (".pdf", ".docx", ".pptx", ".xlsx"),
    most_mb=20,
    words="PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx) or a picture, up to 20 MB",
    smaller="Save it as PDF, or put it where you share files and give us the link.",
)


@transaction.atomic
def add(
    session: Session,
    *,
    title: str,
    link: str = "",
    upload: uploads.Upload | None = None,
    by: Any,
) -> Material:
    """A file, as ACCEPTS takes it, is kept under a name that nobody can guess."""
    if session.materials.count() >= MOST:
        raise Refused(f"A session takes {MOST} materials. Please remove one first.")
    if bool(link) == bool(upload):
        raise Refused("Choose a file or give a link.")
    row = Material(session=session, title=title.strip(), kind=MaterialKind.LINK, added_by=by)
    if upload:
        row.kind, row.file_name = MaterialKind.FILE, upload.name
        row.file.save(f"{token_hex(16)}{uploads.ending(upload.name)}", upload.content, save=False)
    else:
        row.link = link
    row.save(force_insert=True)
    audit.record("added material", session, by=by, detail={"kind": row.kind})
    return row


@transaction.atomic
def remove(material: Material, *, by: Any) -> None:
    """The row now, and the file once that is certain."""
    session, file = material.session, material.file
    storage, name = (file.storage, file.name) if file else (None, "")
    material.delete()
    audit.record("removed material", session, by=by, detail={"kind": material.kind})
    if storage is not None and name:
        transaction.on_commit(lambda: storage.delete(name))
