"""Files that are added to a session: what may come in. Judged by what is in them, not the name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, BinaryIO

from core import photos
from core.photos import PhotoRefused

MAX_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 100
WORDS = "PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx) or a picture, up to 20 MB"
OFFICE = "application/vnd.openxmlformats-officedocument."


def _is_pdf(file: BinaryIO) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_office(inside: str) -> Callable[[BinaryIO], bool]:
    def judge(file: BinaryIO) -> bool:
        try:
            with zipfile.ZipFile(file) as archive:
                names = {name.lower() for name in archive.namelist()}
        except (zipfile.BadZipFile, OSError, ValueError):
            return False
        # With a macro in it, opening it would run somebody's program.
        return inside in names and not any(name.endswith("vbaproject.bin") for name in names)

    return judge


def _is_picture(file: BinaryIO) -> bool:
    try:
        photos.intake(file)
    except PhotoRefused:
        return False
    return True


# {end of the name: (what it is served as, how to judge it)}
KINDS: dict[str, tuple[str, Callable[[BinaryIO], bool]]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".docx": (f"{OFFICE}wordprocessingml.document", _is_office("word/document.xml")),
    ".pptx": (f"{OFFICE}presentationml.presentation", _is_office("ppt/presentation.xml")),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", _is_office("xl/workbook.xml")),
    ".jpg": ("image/jpeg", _is_picture),
    ".jpeg": ("image/jpeg", _is_picture),
    ".png": ("image/jpeg", _is_picture),
    ".webp": ("image/jpeg", _is_picture),
}
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


def ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def problem(upload: Any) -> str:
    """Why this file cannot be taken, in words that say what to do; empty where it can."""
    if not upload.size:
        return "This file is empty. Please choose it again."
    if upload.size > MAX_BYTES:
        return (
            f"This file is {upload.size / 1024 / 1024:.0f} MB. The largest we can take is 20 MB. "
            "Save it as PDF, or put it where you share files and give us the link."
        )
    if ending(upload.name) not in KINDS:
        return f"We cannot take this kind of file. Please choose {WORDS}."
    upload.seek(0)
    fits = KINDS[ending(upload.name)][1](upload)
    upload.seek(0)
    if not fits:
        return (
            f"This file ends in {ending(upload.name)}, but that is not what is in it, it is "
            "damaged, or it has macros. Open it, save it as PDF, and choose that."
        )
    return ""


def shown_name(name: str) -> str:
    """What people download it as: without folders, not too long, a picture as the JPEG it is."""
    last = PurePath(name.replace("\\", "/")).name.replace("\x00", "")
    stem = PurePath(last).stem[:LONGEST_NAME]
    return f"{stem}.jpg" if ending(last) in PICTURES else f"{stem}{ending(last)}"


def content_type(name: str) -> str:
    return KINDS.get(ending(name), ("application/octet-stream", _is_pdf))[0]
