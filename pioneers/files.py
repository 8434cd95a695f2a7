"""Files that applicants add to their answers: what may come in, and how it is kept.

A file is kept under a name that nobody can guess, and served only by a view that judges each
request.
"""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.core import signing
from django.core.files.storage import default_storage

from core import clock, uploads

ACCEPTS = uploads.Accepts(
    (".pdf", ".docx", ".doc", ".odt"),
    most_mb=10,
    words="PDF, Word (.docx or .doc), OpenDocument (.odt) or a picture, up to 10 MB",
    smaller="Save it smaller, or send only the pages that matter.",
)
# As long as a session lasts: so long can a page lie open.
HELD_FOR = 14 * 24 * 3600
SALT = "pioneers.files"


@dataclass(frozen=True)
class Stored:
    """A file that is kept: where, and what its owner calls it."""

    path: str
    name: str

    def __str__(self) -> str:
        return self.path


def keep(upload: Any) -> Stored:
    """Keep a file; Refused, in words, where it cannot be taken."""
    kept = ACCEPTS.take(upload)
    folder = f"answers/{clock.today().year}"
    path = default_storage.save(
        f"{folder}/{token_hex(16)}{uploads.ending(kept.name)}", kept.content
    )
    return Stored(path, kept.name)


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
