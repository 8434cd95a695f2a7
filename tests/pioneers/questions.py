"""What the tests of a cohort's own questions share."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cohorts.models import Cohort
from pioneers.files import DOCX, ODT
from pioneers.models import Question
from pioneers.services import questions
from tests import factories as make

BY_DEFAULT: dict[str, Any] = {
    "page": "Your answers",
    "help_text": "",
    "kind": "short",
    "choices": [],
    "required": False,
}


def ask(cohort: Cohort, text: str, **fields: Any) -> Question:
    """One more question, as staff would add it."""
    staff = make.staff(cohort.programme)
    return questions.add(cohort, by=staff, **{**BY_DEFAULT, "text": text, **fields})


def driving(cohort: Cohort, **fields: Any) -> tuple[Question, Question]:
    """Do you drive? And if so: where do you park?"""
    drive = ask(cohort, "Do you drive?", kind="choice", choices=["yes", "no"])
    park = ask(cohort, "Where do you park?", shown_if=drive, shown_if_answer="yes", **fields)
    return drive, park


def archive(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, words in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), words)
    return data.getvalue()


def picture(kind: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(data, kind)
    return data.getvalue()


def old_word() -> bytes:
    head = bytes.fromhex("d0cf11e0a1b11ae1")
    return head + b"\0" * 512 + "WordDocument".encode("utf-16-le")


GOOD: dict[str, bytes] = {
    "plan.pdf": b"%PDF-1.7 a plan",
    "plan.docx": archive(word__document_xml="<w:document/>"),
    "plan.doc": old_word(),
    "plan.odt": archive(mimetype=ODT, content_xml="<office/>"),
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "photo.png": picture("PNG"),
}
KINDS = {"plan.pdf": "application/pdf", "plan.docx": DOCX, "photo.png": "image/png"}


def upload(name: str = "plan.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, GOOD[name] if data is None else data)
