from __future__ import annotations

from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction

from core import audit, clock, photos
from core.errors import Refused
from qi_projects.enums import Focus
from qi_projects.models import Photo, Project
from qi_projects.poster.content import MAX_PHOTOS
from qi_projects.services.record import lock, reopen_poster


@transaction.atomic
def add_photo(
    project: Project,
    *,
    by: Any,
    file: BinaryIO,
    alt_text: str,
    consent: bool,
    on_poster: bool = True,
    focus: str = Focus.CENTRE,
) -> Photo:
    """A photograph, made safe before it is stored. Raises PhotoRefused in words.

    One that came with an update is kept with it, and is on the poster only when it is put there.
    """
    if not consent:
        raise Refused(
            "Please ask everyone in the photograph first, and tick that they agree to be shown."
        )
    lock(project)
    if on_poster:
        _room_on_poster(project)
    cleaned = photos.intake(file)
    photo = Photo.objects.create(
        project=project,
        # Given with the row, not saved after it: only so does the row learn its size.
        image=ContentFile(cleaned.data, name="photo.jpg"),
        alt_text=alt_text.strip(),
        consent=True,
        on_poster=on_poster,
        focus=focus,
        added_by=by,
        added_at=clock.now(),
    )
    if on_poster:
        reopen_poster(project, by=by)
    audit.record("added photograph", project, by=by, detail={"photo": photo.pk})
    return photo


@transaction.atomic
def change_photo(photo: Photo, *, by: Any, alt_text: str, focus: str, on_poster: bool) -> Photo:
    """What it shows, which part stays when it is cropped, and whether the poster shows it."""
    project = photo.project
    lock(project)
    if on_poster and not photo.on_poster:
        _room_on_poster(project)
    wanted = {"alt_text": alt_text.strip(), "focus": focus, "on_poster": on_poster}
    changed = [name for name, value in wanted.items() if getattr(photo, name) != value]
    if not changed:
        return photo
    was_shown = photo.on_poster
    for name in changed:
        setattr(photo, name, wanted[name])
    photo.save(update_fields=changed)
    if was_shown or on_poster:
        reopen_poster(project, by=by)
    audit.record(
        "changed photograph", project, by=by, detail={"photo": photo.pk, "fields": changed}
    )
    return photo


def _room_on_poster(project: Project) -> None:
    if project.photos.filter(on_poster=True).count() >= MAX_PHOTOS:
        raise Refused(f"A poster has room for {MAX_PHOTOS} photographs. Take one off first.")


@transaction.atomic
def remove_photo(photo: Photo, *, by: Any) -> None:
    """Consent can be taken back: the file goes with the row."""
    project, image = photo.project, photo.image
    audit.record("removed photograph", project, by=by, detail={"photo": photo.pk})
    photo.delete()
    if photo.on_poster:
        reopen_poster(project, by=by)
    transaction.on_commit(lambda: image.storage.delete(str(image.name)))
