"""The picture of a code, to be scanned: drawn here, in Python, as SVG."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe

from core import links
from workshops.models import SignInCode

# Quiet space around it, in modules: scanners want four.
BORDER = 4


def address(code: SignInCode) -> str:
    return links.absolute("workshops:here_now", code.token)


def typed_at() -> str:
    """Where the short code is typed, as it is said aloud: without https://."""
    return links.absolute("workshops:here").split("://", 1)[-1]


def inline(text: str) -> SafeString:
    """For a page. Black on white whatever the page's colours; the page says in words what it is."""
    picture = _drawn(text).svg_inline(
        omitsize=True, border=BORDER, light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(picture.replace("<svg ", '<svg aria-hidden="true" ', 1))


def picture(text: str) -> bytes:
    """For print: an SVG file."""
    drawn = io.BytesIO()
    _drawn(text).save(
        drawn, kind="svg", xmldecl=False, border=BORDER, omitsize=True, light="#fff", svgclass=None
    )
    return drawn.getvalue()


def _drawn(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)
