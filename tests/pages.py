"""What a page says, without what is drawn anew for each answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

_DRAWN = r'(csrfmiddlewaretoken" value="|x-csrftoken": "|name="tab" value=")[^"]+'


def html_of(response: Any) -> str:
    """The page without its random tokens, in which any two figures may stand by chance."""
    return re.sub(_DRAWN, r"\1", response.content.decode())


def text_of(response: Any) -> str:
    """The words of the page alone: no tags, no attributes, one space between words."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
