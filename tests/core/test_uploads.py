"""Files that people add: judged by what is in them, kept plain, handed out so that nothing runs."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from core import uploads
from tests.core.uploading import DOCUMENTS, GOOD, PICTURES, archive, picture, problem, upload

EVERYTHING = uploads.Accepts(
    (".pdf", ".docx", ".doc", ".odt", ".pptx", ".xlsx"), 2, "a file", "Send less."
)
NOT_IT = "that is not what is in it"
NO_PHOTO = "This is not a photograph that we can read."


@pytest.mark.parametrize("name", list(GOOD))
def test_a_file_is_taken_where_its_name_and_what_is_in_it_agree(name):
    assert problem(EVERYTHING, upload(name)) == ""


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.pdf", b"", "This file is empty."),
        ("plan.exe", b"MZ", "We cannot take this kind of file. Please choose a file."),
        ("plan", GOOD["plan.pdf"], "We cannot take this kind of file."),
        ("plan.html", b"<script>", "We cannot take this kind of file."),
        ("plan.svg", b"<svg/>", "We cannot take this kind of file."),
        ("plan.docm", GOOD["plan.docx"], "We cannot take this kind of file."),
        ("plan.pdf", b"<html>", NOT_IT),
        ("plan.pdf", picture("PNG"), NOT_IT),
        ("plan.docx", archive(evil="x"), NOT_IT),
        ("plan.docx", archive(xl__workbook_xml="x"), NOT_IT),
        ("plan.docx", b"PK\x03\x04 broken", NOT_IT),
        (
            "plan.docx",
            archive(word__document_xml="x", **{"word/vbaProject.bin": "x"}),
            "or it has macros",
        ),
        (
            "plan.pptx",
            archive(ppt__presentation_xml="x", **{"ppt/activeX/activeX1.bin": "x"}),
            NOT_IT,
        ),
        (
            "plan.docx",
            archive(word__document_xml="x", **{"word/embeddings/oleObject1.bin": "x"}),
            NOT_IT,
        ),
        ("plan.odt", archive(mimetype="text/html", content_xml="x"), NOT_IT),
        ("plan.odt", archive(content_xml="x"), NOT_IT),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a workbook", NOT_IT),
        ("photo.jpg", picture("GIF"), NO_PHOTO),
        ("photo.jpg", b"%PDF-1.7", NO_PHOTO),
        ("photo.png", picture("PNG")[:40], NO_PHOTO),
    ],
)
def test_any_other_file_is_refused_in_words(name, data, words):
    assert words in problem(EVERYTHING, upload(name, data))


def test_a_place_takes_only_what_it_names():
    only_pdf = uploads.Accepts((".pdf",), 2, "PDF or a picture", "Send less.")
    taken = [name for name in GOOD if problem(only_pdf, upload(name)) == ""]
    assert taken == ["plan.pdf", *PICTURES]


def test_the_most_that_is_taken_is_taken_and_one_byte_more_is_not():
    most = GOOD["plan.pdf"].ljust(2 * uploads.MEGABYTE, b"0")
    assert problem(EVERYTHING, upload(data=most)) == ""
    assert problem(EVERYTHING, upload(data=most + b"0")) == (
        "This file is 2 MB. The largest we can take is 2 MB. Send less."
    )


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_document_is_kept_as_it_came(name):
    kept = EVERYTHING.take(upload(name))
    assert (kept.name.lower(), kept.content.read()) == (name.lower(), GOOD[name])


@pytest.mark.parametrize("name", list(PICTURES))
def test_a_picture_is_kept_as_a_jpeg(name):
    kept = EVERYTHING.take(upload(name))
    image = Image.open(kept.content)
    assert (kept.name, image.format, image.size) == ("photo.jpg", "JPEG", (8, 6))


def test_a_picture_loses_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010E] = "taken in the garden"
    came = picture("JPEG", exif=exif, comment=b"by Ann")
    assert [b"garden" in came, b"by Ann" in came] == [True, True]
    data = EVERYTHING.take(upload("photo.jpg", came)).content.read()
    assert [b"garden" in data, b"by Ann" in data] == [False, False]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\ann\\Slides.pdf", "Slides.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_the_name_that_people_download_is_plain(name, shown):
    file = upload(data=GOOD["plan.pdf"])
    file._name = name  # an upload of Django's own drops folders itself
    assert EVERYTHING.take(file).name == shown


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("plan.pdf", "application/pdf"),
        ("photo.jpg", "image/jpeg"),
        ("plan.odt", uploads.ODT),
        ("plan.exe", "application/octet-stream"),
    ],
)
def test_a_file_is_served_so_that_no_browser_opens_it_as_something_else(name, kind):
    answer = uploads.download(io.BytesIO(b"its bytes"), name)
    assert {header: answer[header] for header in ("Content-Type", *HEADERS)} == {
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{name}"',
        **{header: words for header, words in HEADERS.items() if words},
    }
    assert b"".join(answer.streaming_content) == b"its bytes"


HEADERS = {
    "Content-Disposition": "",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
