"""Files that people add: what may come in, what is kept of it, and how it is handed out again.

A file is judged by what is in it; the end of its name must say the same. A picture is kept as a
JPEG with nothing in it but the picture: a phone writes where it was taken into every photograph.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.base import ContentFile
from django.http import FileResponse

from core import photos
from core.errors import Refused

MEGABYTE = 1024 * 1024
LONGEST_NAME = 100
OFFICE = "application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"
PICTURES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
}


def ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def _is_pdf(file: BinaryIO) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_old_word(file: BinaryIO) -> bool:
    data = file.read()
    return data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")) and (
        "WordDocument".encode("utf-16-le") in data
    )


def _is_office(inside: str) -> Callable[[BinaryIO], bool]:
    def judge(file: BinaryIO) -> bool:
        names = {name.lower() for name in _names_in(file)}
        # Macros, and things of other programs inside it: opening it could run them. How it was
        # last printed is kept as .bin, too.
        programs = any(
            (name.endswith(".bin") and "printersettings" not in name) or "oleobject" in name
            for name in names
        )
        return inside in names and not programs

    return judge


def _is_odt(file: BinaryIO) -> bool:
    if "content.xml" not in _names_in(file):
        return False
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        try:
            with archive.open("mimetype") as inner:
                return inner.read(len(ODT) + 1) == ODT.encode()
        except (KeyError, OSError, RuntimeError, zipfile.BadZipFile, NotImplementedError):
            # Not there, damaged, locked, or packed in a way that nothing here unpacks.
            return False


def _names_in(file: BinaryIO) -> set[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return set()


# {end of the name: (what it is served as, how to judge it)}
_DOCUMENTS: dict[str, tuple[str, Callable[[BinaryIO], bool]]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".docx": (f"{OFFICE}wordprocessingml.document", _is_office("word/document.xml")),
    ".doc": ("application/msword", _is_old_word),
    ".odt": (ODT, _is_odt),
    ".pptx": (f"{OFFICE}presentationml.presentation", _is_office("ppt/presentation.xml")),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", _is_office("xl/workbook.xml")),
}
_SERVED_AS = PICTURES | {end: kind for end, (kind, _) in _DOCUMENTS.items()}


@dataclass(frozen=True)
class Upload:
    """What is kept of a file that may come in: what people download it as, and its bytes."""

    name: str
    content: File[bytes]


@dataclass(frozen=True)
class Accepts:
    """The files that one place takes: pictures, and documents with these ends of their names.

    `words` name them to people; `smaller` says what to do with a file over `most_mb` megabytes.
    """

    documents: tuple[str, ...]
    most_mb: int
    words: str
    smaller: str

    @property
    def endings(self) -> tuple[str, ...]:
        return (*self.documents, *PICTURES)

    def take(self, upload: Any) -> Upload:
        """What is kept of it; Refused, in words that say what to do, where it cannot be taken."""
        name = PurePath(upload.name.replace("\\", "/").replace("\x00", "")).name
        stem, end = PurePath(name).stem[:LONGEST_NAME], ending(name)
        if not upload.size:
            raise Refused("This file is empty. Please choose it again.")
        if upload.size > self.most_mb * MEGABYTE:
            raise Refused(
                f"This file is {upload.size / MEGABYTE:.0f} MB. The largest we can take is "
                f"{self.most_mb} MB. {self.smaller}"
            )
        if end not in self.endings:
            raise Refused(f"We cannot take this kind of file. Please choose {self.words}.")
        upload.seek(0)
        if end in PICTURES:
            return Upload(f"{stem}.jpg", ContentFile(photos.intake(upload).data))
        fits = _DOCUMENTS[end][1](upload)
        upload.seek(0)
        if not fits:
            raise Refused(
                f"This file ends in {end}, but that is not what is in it, it is damaged, or it "
                "has macros. Open it, save it again as PDF, and choose that."
            )
        return Upload(f"{stem}{end}", upload)


def download(file: Any, name: str) -> FileResponse:
    """The file under the name that its owner gave it; nothing in it may run in the browser."""
    kind = _SERVED_AS.get(ending(name), "application/octet-stream")
    response = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
