"""Materials of a session: added, and taken away again."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from core import audit, photos
from core.errors import Refused
from workshops import material_files as files
from workshops.enums import MaterialKind
from workshops.models import Material, Session

MOST = 30


@transaction.atomic
def add(session: Session, *, title: str, link: str = "", upload: Any = None, by: Any) -> Material:
    """A file is kept under a name that nobody can guess; a picture without its hidden data."""
    if session.materials.count() >= MOST:
        raise Refused(f"A session takes {MOST} materials. Please remove one first.")
    if bool(link) == bool(upload):
        raise Refused("Choose a file or give a link.")
    row = Material(session=session, title=title.strip(), kind=MaterialKind.LINK, added_by=by)
    if upload:
        if words := files.problem(upload):
            raise Refused(words)
        row.kind, row.file_name = MaterialKind.FILE, files.shown_name(upload.name)
        upload.seek(0)
        is_picture = files.ending(upload.name) in files.PICTURES
        content = ContentFile(photos.intake(upload).data) if is_picture else upload
        row.file.save(f"{token_hex(16)}{files.ending(row.file_name)}", content, save=False)
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
