"""The PDF engine: what it prints, what it refuses to fetch, and what it stops."""

import http.server
import io
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from pypdf import PdfReader

from core import pdf

PAGE = '<html lang="en-GB"><head><title>Menu</title></head><body>{}</body></html>'


def reader(html, **options):
    return PdfReader(io.BytesIO(pdf.render(PAGE.format(html), title="Menu", **options)))


def test_text_is_printed_as_text():
    assert reader("<h1>Tea at three</h1>").pages[0].extract_text() == "Tea at three"


def test_fonts_are_ours_and_embedded():
    page = reader("<p>Plain <b>bold</b> <i>italic</i></p>").pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    found = {}
    for font in fonts:
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        family = re.sub(r"^/[A-Z]{6}\+", "", font["/BaseFont"])
        found[family] = bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor))
    assert found == {
        "Atkinson-Hyperlegible": True,
        "Atkinson-Hyperlegible-Bold": True,
        "Atkinson-Hyperlegible-Italic": True,
    }


def test_document_is_tagged_with_its_language_and_title():
    found = reader("<h1>Tea</h1>")
    root = found.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/StructTreeRoot"]["/K"][0]["/K"][0]["/S"] == "/H1"
    assert found.metadata.title == "Menu"


def test_pictures_handed_in_are_printed(jpeg):
    page = reader('<img src="media:cup" alt="A cup">', media={"cup": jpeg}).pages[0]
    assert [image.image.size for image in page.images] == [(40, 30)]


def test_progress_hears_of_each_page_in_order():
    heard = []
    reader("<p style='break-after: page'>one</p><p>two</p>", progress=heard.append)
    assert heard == [1, 2]


def test_document_longer_than_promised_is_refused():
    html = PAGE.format("<p style='break-after: page'>one</p><p>two</p>")
    with pytest.raises(pdf.TooManyPages, match="needs 2 pages, not 1"):
        pdf.render(html, title="Menu", pages=1)


def test_stylesheet_that_is_not_installed_is_named():
    with pytest.raises(pdf.PdfError, match=r"pdf/nowhere\.css"):
        pdf.warm_up("nowhere.css")


FIRST_DOCUMENT = """
import os, sys, django
django.setup()
from core import pdf
from tests.qi_projects.poster_cases import CASES
from qi_projects.poster.pdf import engine_html, poster_styles
content, media = CASES["with drivers, outcome and people reached"]
html, styles = engine_html(content), pdf.warm_up(*poster_styles("A3", content))
threads, known = len(os.listdir("/proc/self/task")), set(sys.modules)
document = pdf.lay_out(html, styles, {**media, **content.drawings()})
document.write_pdf(**pdf.PDF_OPTIONS)
print(threads, sorted(set(sys.modules) - known))
"""


def test_once_warmed_up_a_poster_imports_nothing_and_no_thread_is_left_that_a_fork_would_lose():
    """In a process of its own, as others here have imported everything."""
    command = [sys.executable, "-c", FIRST_DOCUMENT]
    done = subprocess.run(command, capture_output=True, text=True, cwd=settings.BASE_DIR)
    assert done.stdout == "1 []\n", done.stderr


# --- Nothing is fetched ------------------------------------------------------------------


@pytest.fixture
def listener():
    """A web server that notes every request it gets."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


OUTSIDE = {
    "picture": '<img src="{}" alt="x">',
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "import": '<style>@import url("{}");</style>',
    "background": '<p style="background: url({})">x</p>',
    "border picture": '<p style="border: 2px solid; border-image: url({}) 1">x</p>',
    "list marker": '<ul style="list-style: url({})"><li>x</li></ul>',
    "content": "<style>p::before {{ content: url({}) }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: f; src: url({}) }}</style>"
    '<p style="font-family: f">x</p>',
    "svg picture": '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{}#a"/></svg>',
    "object": '<object data="{}" type="image/png"></object>',
    "embed": '<embed src="{}" type="image/png">',
    "attachment": '<link rel="attachment" href="{}">',
    "attached link": '<a rel="attachment" href="{}">x</a>',
    "page background": "<style>@page {{ background: url({}) }}</style>",
    "base": '<base href="{}/"><img src="cup.png" alt="x">',
}


def outcome(html):
    """The PDF, or nothing where the engine stopped the document."""
    try:
        return pdf.render(PAGE.format(html), title="Menu")
    except pdf.PdfError:
        return b""


@pytest.mark.parametrize("way", OUTSIDE)
def test_no_request_leaves_the_machine(way, listener):
    address, asked = listener
    outcome(OUTSIDE[way].format(f"{address}/canary"))
    assert asked == []


@pytest.mark.parametrize("way", OUTSIDE)
def test_no_file_of_the_machine_is_read(way, tmp_path, jpeg):
    canary = tmp_path / "canary.jpg"
    canary.write_bytes(jpeg)
    printed = outcome(OUTSIDE[way].format(canary.as_uri()))
    pictures = PdfReader(io.BytesIO(printed)).pages[0].images if printed else ()
    assert list(pictures) == []
    assert jpeg not in printed


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/cup.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "media:not-handed-in",
        "static:../config/settings/base.py",
        "static:/etc/passwd",
        "static:pdf/not-there.svg",
    ],
)
def test_address_that_is_not_the_documents_own_stops_it_and_is_named(address):
    with pytest.raises(pdf.PdfError, match=re.escape(f"asked for {address}")):
        pdf.render(PAGE.format(f'<img src="{address}" alt="x">'), title="Menu")


# --- Nothing runs away -------------------------------------------------------------------

ENDLESS = "<table>" + "<tr><td>tea</td><td>cup</td></tr>" * 15_000 + "</table>"


def test_document_that_needs_too_much_processor_time_is_stopped():
    with pytest.raises(pdf.PdfError, match="too long to make"):
        pdf.render(PAGE.format(ENDLESS), title="Menu", limits=pdf.Limits(processor_seconds=1))


def test_document_that_takes_too_long_is_stopped_at_the_deadline():
    started = time.monotonic()
    with pytest.raises(pdf.PdfError, match="too long to make"):
        pdf.render(PAGE.format(ENDLESS), title="Menu", limits=pdf.Limits(wall_seconds=0.5))
    assert time.monotonic() - started < 5


def test_document_that_needs_too_much_memory_is_stopped():
    # as much as this process has already, and a little: the child starts with a copy of it
    with open("/proc/self/statm") as statm:
        taken = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limits = pdf.Limits(memory_bytes=taken + 30_000_000)
    with pytest.raises(pdf.PdfError, match="too much memory"):
        pdf.render(PAGE.format(ENDLESS), title="Menu", limits=limits)


def test_too_much_text_is_refused_unopened():
    with pytest.raises(pdf.PdfError, match="too much text"):
        pdf.render("x" * 2_000, title="Menu", limits=pdf.Limits(html_bytes=1_000))


def test_too_large_pictures_are_refused_unopened():
    with pytest.raises(pdf.PdfError, match="too large together"):
        pdf.render("", title="Menu", media={"a": b"x" * 9}, limits=pdf.Limits(media_bytes=8))


def test_no_process_is_left_behind():
    reader("<p>Tea</p>")
    outcome('<img src="http://example.org/" alt="x">')
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_child_killed_from_outside_is_reported_and_not_waited_for(monkeypatch):
    fork = os.fork

    def fork_and_kill():
        pid = fork()
        if pid:
            os.kill(pid, signal.SIGKILL)
        return pid

    monkeypatch.setattr(os, "fork", fork_and_kill)
    with pytest.raises(pdf.PdfError, match="too long to make, or needed too much memory"):
        pdf.render(PAGE.format("<p>Tea</p>"), title="Menu")


def test_only_the_engine_imports_weasyprint():
    root = pdf.static_path("pdf/base.css").parent.parent.parent
    apps = ("config", "core", "cohorts", "pioneers", "workshops", "qi_projects", "reports")
    users = [
        str(path.relative_to(root))
        for app in apps
        for path in (root / app).rglob("*.py")
        if re.search(r"^\s*(import|from) weasyprint", path.read_text(), re.MULTILINE)
    ]
    assert users == ["core/pdf.py"]


@pytest.fixture
def jpeg():
    from PIL import Image

    output = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 120, 40)).save(output, "JPEG")
    return output.getvalue()
