"""A poster that everybody may see, with its photograph and its PDF; versions and comments."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from PIL import Image

from core import documents
from core.models import Document, DocumentState
from qi_projects.models import Photo, PosterComment, PosterVersion
from tests.access.sides import Side


def add(side: Side) -> None:
    rows, staff = side.rows, side.people["staff"]
    rows["public_poster"] = poster = rows["alumna_project"].poster
    poster.declared = True
    poster.public_version = poster.version
    poster.save()
    rows["public_photo"] = _photo(poster.project, side.people["alumna"])
    PosterVersion.objects.create(
        poster=rows["poster"], number=1, state="submitted", content={"title": "Old"}, made_by=staff
    )
    PosterComment.objects.create(
        poster=rows["poster"], version=1, section="results", text="How many?", written_by=staff
    )
    document = Document(
        kind="poster_a4",
        subject_id=str(poster.project_id),
        fingerprint=documents.fingerprint("poster_a4", str(poster.project_id)),
        title="A poster",
        state=DocumentState.READY,
        requested_by=staff,
    )
    document.file.save("document.pdf", ContentFile(b"%PDF-1.7 tests"))


def _photo(project, by) -> Photo:
    picture = io.BytesIO()
    Image.new("RGB", (8, 6), "navy").save(picture, "JPEG")
    photo = Photo(project=project, alt_text="The quiet lounge", consent=True, added_by=by)
    photo.image.save("photo.jpg", ContentFile(picture.getvalue()), save=False)
    photo.width, photo.height = 8, 6
    photo.save()
    return photo
