"""HTML to PDF: tagged for screen readers, fonts inside, nothing fetched, time and memory bounded.

WeasyPrint is imported inside functions only, here and nowhere else: loaded, it costs a process
about 40 MB and 0.3 s, and web workers, which never make a PDF, must not pay that.

Each document is laid out in a forked child. The child inherits the parsed stylesheets, the fonts
and all else that a first document gets ready (warm), gets hard limits on memory and processor time,
and is killed at the deadline; whatever a hostile or broken document does to it, the worker that
asked goes on.
"""

import atexit
import functools
import gc
import io
import logging
import mimetypes
import os
import re
import resource
import signal
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from PIL import Image

BASE_STYLES = ("fonts.css", "base.css")
PDF_OPTIONS = {"pdf_variant": "pdf/ua-1"}
# A little of everything, laid out once in the process that forks. What a first document gets ready,
# modules, fonts and the types of C, would otherwise be got ready anew in every child.
SPECIMEN = """<!doctype html><html lang="en"><title>Specimen</title><body><h1>Aa</h1>
<p>Aa <b>Bb</b> <i>Cc</i> <span style="font: 600 10pt 'Source Serif 4'">Dd</span></p>
<ul style="float: left"><li>Aa</ul><table style="position: absolute"><tr><td>Aa</table>
<img src="media:photo" alt="A photograph"><img src="media:drawing" alt="A drawing">"""
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<path d="M0 0L5 5" stroke="#000"/>
<text y="5" font-family="Atkinson Hyperlegible" font-size="3">a</text>
<text y="9" font-family="Atkinson Hyperlegible" font-size="3" font-weight="700">b</text></svg>"""
PAGE_BEING_LAID_OUT = re.compile(r"Step 5 - Creating layout - Page (\d+)")


class PdfError(Exception):
    """The document could not be made; the message says why, in words for staff."""


class TooManyPages(PdfError):
    """The document came out longer than the pages it was promised."""


@dataclass(frozen=True)
class Limits:
    """What one document may use. A booklet of 34 posters needs about a fifth of each."""

    html_bytes: int = 4_000_000
    media_bytes: int = 60_000_000
    memory_bytes: int = 1 << 30
    processor_seconds: int = 20
    wall_seconds: float = 30


LIMITS = Limits()


def render(
    html: str,
    *,
    title: str,
    stylesheets: Iterable[str] = (),
    media: Mapping[str, bytes] | None = None,
    progress: Callable[[int], None] | None = None,
    pages: int | None = None,
    limits: Limits = LIMITS,
) -> bytes:
    """The PDF of an HTML page.

    `stylesheets` are names under static/pdf, after the base ones. Pictures are named `media:NAME`
    in the HTML and handed in as bytes. `progress` is told the page number that is being laid out.
    With `pages`, a document that comes out longer raises TooManyPages.
    """
    media = dict(media or {})
    if len(html.encode()) > limits.html_bytes:
        raise PdfError("This document has too much text to be made into a PDF.")
    if sum(map(len, media.values())) > limits.media_bytes:
        raise PdfError("The pictures of this document are too large together.")
    styles = warm_up(*stylesheets)
    receiver, sender = Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        receiver.close()
        _child(sender, html, title, media, styles, pages, limits)
    sender.close()
    try:
        return _await_pdf(receiver, pid, progress, limits)
    finally:
        receiver.close()


def warm_up(*stylesheets: str) -> "Styles":
    """Load WeasyPrint, the fonts and these stylesheets once for this process."""
    names = (*BASE_STYLES, *stylesheets)
    paths = tuple(static_path(f"pdf/{name}") for name in names)
    return _styles(paths, tuple(path.stat().st_mtime_ns for path in paths))


def static_path(name: str) -> Path:
    """Where one of our static files lies on this machine."""
    found = finders.find(name)
    if not found:
        raise PdfError(f"The file {name}, which every PDF needs, is not installed.")
    return Path(found)


@dataclass(frozen=True)
class Styles:
    """The parsed stylesheet and the fonts that it declares; read-only once made."""

    sheet: object
    fonts: object


@atexit.register
def _forget_styles() -> None:
    """The fonts lie in a temporary folder, which must go while Python can still remove it."""
    _styles.cache_clear()


@functools.lru_cache(maxsize=16)
def _styles(paths: tuple[Path, ...], stamps: tuple[int, ...]) -> Styles:
    """`stamps` is in the key only, so that an edited stylesheet is read again."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    fetcher = make_fetcher({})
    # As one sheet: each is asked about every element.
    css = "\n".join(path.read_text() for path in paths)
    styles = Styles(CSS(string=css, font_config=fonts, url_fetcher=fetcher), fonts)
    photo = io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "JPEG")
    specimen = lay_out(SPECIMEN, styles, {"photo": photo.getvalue(), "drawing": DRAWING})
    specimen.write_pdf(**PDF_OPTIONS)
    return styles


def make_fetcher(media: Mapping[str, bytes]):
    """A URL fetcher that knows our static files and this document's pictures, and nothing else.

    Anything else stops the document: all text is escaped, so an outside address is either a fault
    in a template or an attack, and neither may pass in silence.
    """
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            scheme, _, name = url.partition(":")
            if scheme == "media" and name in media:
                return URLFetcherResponse(url, media[name], {"Content-Type": _kind(media[name])})
            if scheme == "static" and (found := _own_static(name)):
                # Without its kind a drawing would be tried as one of forty sorts of photograph.
                kind, _ = mimetypes.guess_type(name)
                headers = {"Content-Type": kind} if kind else None
                return URLFetcherResponse(url, Path(found).read_bytes(), headers)
            raise FatalURLFetchingError(f"The document asked for {url[:80]}, which is not its own.")

    return Fetcher(allowed_protocols=(), allow_redirects=False)


def _kind(picture: bytes) -> str:
    """Drawings of ours are text; photographs are known by their first bytes anyway."""
    return "image/svg+xml" if picture.startswith(b"<svg") else "image/jpeg"


def _own_static(name: str) -> str | None:
    try:
        return finders.find(name)
    except SuspiciousFileOperation:  # the name leads out of the static folders
        return None


def lay_out(html: str, styles: Styles, media: Mapping[str, bytes] | None = None):
    """The laid-out document, in this process and without limits: for `render` and tests."""
    from weasyprint import HTML

    document = HTML(string=html, url_fetcher=make_fetcher(media or {}))
    return document.render(stylesheets=[styles.sheet], font_config=styles.fonts, **PDF_OPTIONS)


def _child(
    sender: Connection,
    html: str,
    title: str,
    media: Mapping[str, bytes],
    styles: Styles,
    pages: int | None,
    limits: Limits,
) -> None:
    """Runs in the forked process and never returns: no exit hook of the parent may run here."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _set_limits(limits)
        # the process is thrown away after one document; collecting costs a tenth of the time
        gc.disable()
        _report_pages(sender)
        document = lay_out(html, styles, media)
        document.metadata.title = title
        if pages and len(document.pages) > pages:
            raise TooManyPages(f"This document needs {len(document.pages)} pages, not {pages}.")
        sender.send_bytes(b"D" + document.write_pdf(**PDF_OPTIONS))
    except TooManyPages as error:
        sender.send_bytes(b"L" + f"{error}".encode())
    except MemoryError:
        sender.send_bytes(b"E" + b"This document needs too much memory.")
    except (Exception, FatalURLFetchingError) as error:
        sender.send_bytes(b"E" + f"{error or type(error).__name__}".encode())
    finally:
        os._exit(0)


def _set_limits(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    # the hard limit is a second later, because at the soft one Python may still be told
    seconds = limits.processor_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _report_pages(sender: Connection) -> None:
    class PageReporter(logging.Handler):
        furthest = 0

        def emit(self, record: logging.LogRecord) -> None:
            # pages are laid out again when page numbers that they print have moved
            found = PAGE_BEING_LAID_OUT.match(record.getMessage())
            if found and int(found[1]) > self.furthest:
                self.furthest = int(found[1])
                sender.send_bytes(b"P" + found[1].encode())

    logger = logging.getLogger("weasyprint.progress")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(PageReporter())


def _await_pdf(
    receiver: Connection,
    pid: int,
    progress: Callable[[int], None] | None,
    limits: Limits,
) -> bytes:
    deadline = time.monotonic() + limits.wall_seconds
    try:
        while receiver.poll(max(0, deadline - time.monotonic())):
            message = receiver.recv_bytes()
            kind, body = message[:1], message[1:]
            if kind == b"D":
                return body
            if kind == b"L":
                raise TooManyPages(body.decode())
            if kind == b"E":
                raise PdfError(body.decode())
            if progress:
                progress(int(body))
    except EOFError:
        raise PdfError("This document took too long to make, or needed too much memory.") from None
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    raise PdfError("This document took too long to make.")
