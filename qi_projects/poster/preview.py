"""A poster on the screen: the very page that the PDF is made of, under a strict policy.

Inline styles become rules of its one style sheet, which a nonce allows, so that no policy has to
allow inline styles; the chart stands in the page as the drawing it is, with the page's own letters.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from django.http import HttpResponse

from qi_projects.poster.content import PosterContent
from qi_projects.poster.pdf import poster_html

STYLE = re.compile(r' style="([^"]*)"')
DRAWING = re.compile(r'<img ([^>]*?)src="drawing:([^"]+)"([^>]*)>')
ALT = re.compile(r'alt="[^"]*" ?')
POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'; "
    "font-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)


def page(content: PosterContent, *, design: str, photos: Mapping[str, str]) -> HttpResponse:
    """The A4 sheet; `photos` says where each picture of the content is found."""
    nonce = secrets.token_urlsafe(12)
    response = HttpResponse(on_screen(content, design=design, photos=photos, nonce=nonce))
    response["Content-Security-Policy"] = POLICY.format(nonce=nonce)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "no-store"
    return response


def on_screen(content: PosterContent, *, design: str, photos: Mapping[str, str], nonce: str) -> str:
    drawings = {name: data.decode() for name, data in content.drawings().items()}
    places = {name: f"drawing:{name}" for name in drawings}
    html = poster_html(content, design=design, addresses={**photos, **places})

    def drawing(found: re.Match[str]) -> str:
        attributes = ALT.sub("", f"{found[1]}{found[3]}").strip()
        return drawings[found[2]].replace("<svg ", f"<svg {attributes} ", 1)

    rules: dict[str, str] = {}

    def rule(found: re.Match[str]) -> str:
        name = rules.setdefault(found[1], f"s{len(rules)}")
        return f' data-s="{name}"'

    html = STYLE.sub(rule, DRAWING.sub(drawing, html))
    own = "".join(
        f'[data-s="{name}"]{{{_first(declarations)}}}' for declarations, name in rules.items()
    )
    # The first is the page's own; all else in it is escaped.
    return html.replace("<style>", f'<style nonce="{nonce}">', 1).replace(
        "</style>", f"{own}</style>", 1
    )


def _first(declarations: str) -> str:
    """As inline styles they came before every other rule."""
    each = (one.strip() for one in declarations.split(";"))
    return ";".join(f"{one} !important" for one in each if one)
