"""Files that applicants add to their answers: what may come in, and how it is kept.

A file is judged by what is in it; the end of its name must say the same. It is kept under a name
that nobody can guess, and served only by a view that judges each request.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from secrets import token_hex
from typing import Any, BinaryIO

from django.core import signing
from django.core.files.storage import default_storage
from PIL import Image

from core import clock

MAX_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 150
# As long as a session lasts: so long can a page lie open.
HELD_FOR = 14 * 24 * 3600
SALT = "pioneers.files"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
WORDS = "PDF, Word (.docx or .doc), OpenDocument (.odt), JPEG or PNG, up to 10 MB"


@dataclass(frozen=True)
class Stored:
    """A file that is kept: where, and what its owner calls it."""

    path: str
    name: str

    def __str__(self) -> str:
        return self.path


def _is_pdf(file: BinaryIO) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_picture(kind: str) -> Callable[[BinaryIO], bool]:
    def judge(file: BinaryIO) -> bool:
        try:
            Image.open(file, formats=[kind]).verify()
        except Exception:
            # Pillow raises whatever the damaged place of a file leads it to.
            return False
        return True

    return judge


def _is_old_word(file: BinaryIO) -> bool:
    data = file.read()
    return data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")) and (
        "WordDocument".encode("utf-16-le") in data
    )


def _is_docx(file: BinaryIO) -> bool:
    names = _names_in(file)
    return "word/document.xml" in names and not any(name.endswith(".bin") for name in names)


def _is_odt(file: BinaryIO) -> bool:
    if "content.xml" not in _names_in(file):
        return False
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        try:
            with archive.open("mimetype") as inner:
                return inner.read(len(ODT) + 1) == ODT.encode()
        except (KeyError, OSError, RuntimeError, zipfile.BadZipFile, NotImplementedError):
            return False


def _names_in(file: BinaryIO) -> set[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return set()


# {end of the name: (what it is served as, how to judge it)}
KINDS: dict[str, tuple[str, Callable[[BinaryIO], bool]]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".docx": (DOCX, _is_docx),
    ".doc": ("application/msword", _is_old_word),
    ".odt": (ODT, _is_odt),
    ".jpg": ("image/jpeg", _is_picture("JPEG")),
    ".jpeg": ("image/jpeg", _is_picture("JPEG")),
    ".png": ("image/png", _is_picture("PNG")),
}


def ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def problem(upload: Any) -> str:
    """Why this file cannot be taken, in words; empty where it can."""
    if not upload.size:
        return "This file is empty. Please choose it again."
    if upload.size > MAX_BYTES:
        return (
            f"This file is {upload.size / 1024 / 1024:.0f} MB. The largest we can take is 10 MB. "
            "Save it smaller, or send only the pages that matter."
        )
    if ending(upload.name) not in KINDS:
        return f"We cannot take this kind of file. Please choose {WORDS}."
    upload.seek(0)
    fits = KINDS[ending(upload.name)][1](upload)
    upload.seek(0)
    if not fits:
        return (
            f"This file ends in {ending(upload.name)}, but that is not what is in it, or it is "
            f"damaged. Open it, save it again as PDF, and choose that. We take {WORDS}."
        )
    return ""


def keep(upload: Any) -> Stored:
    """Keep a file that has been judged."""
    name = PurePath(upload.name.replace("\\", "/")).name.replace("\x00", "")
    short = f"{PurePath(name).stem[:LONGEST_NAME]}{PurePath(name).suffix}"
    upload.seek(0)
    path = default_storage.save(
        f"answers/{clock.today().year}/{token_hex(16)}{ending(name)}", upload
    )
    return Stored(path, short)


def held(stored: Stored, application_pk: int) -> str:
    """A mark by which a page hands back a file that is kept and not yet saved with its answer."""
    return signing.dumps([application_pk, stored.path, stored.name], salt=SALT)


def hand_back(mark: str, application_pk: int) -> Stored | None:
    try:
        pk, path, name = signing.loads(mark, salt=SALT, max_age=HELD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if pk != application_pk or not default_storage.exists(path):
        return None
    return Stored(path, name)
