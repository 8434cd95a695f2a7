"""Small files of every kind that may come in."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.errors import Refused
from core.uploads import ODT, Accepts


def archive(**files: str) -> bytes:
    """A zip of these; `__` in a name stands for a slash, `_xml` at its end for `.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, words in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), words)
    return out.getvalue()


def picture(kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(out, kind, **options)
    return out.getvalue()


def old_word() -> bytes:
    head = bytes.fromhex("d0cf11e0a1b11ae1")
    return head + b"\0" * 512 + "WordDocument".encode("utf-16-le")


DOCUMENTS: dict[str, bytes] = {
    "plan.pdf": b"%PDF-1.7 a plan",
    "plan.docx": archive(word__document_xml="<w:document/>"),
    "plan.doc": old_word(),
    "plan.odt": archive(mimetype=ODT, content_xml="<office/>"),
    "plan.pptx": archive(ppt__presentation_xml="x"),
    "plan.XLSX": archive(xl__workbook_xml="x", **{"xl/printerSettings/printerSettings1.bin": "x"}),
}
PICTURES: dict[str, bytes] = {
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "photo.png": picture("PNG"),
    "photo.webp": picture("WEBP"),
}
GOOD = DOCUMENTS | PICTURES


def upload(name: str = "plan.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, GOOD[name] if data is None else data)


def problem(accepts: Accepts, file: SimpleUploadedFile) -> str:
    """Why it is not taken; empty where it is."""
    try:
        accepts.take(file)
    except Refused as refused:
        return str(refused)
    return ""
