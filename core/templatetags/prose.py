"""Plain text as paragraphs: `# ` begins a heading, `- ` a line of a list; no other markup."""

from __future__ import annotations

from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def prose(text: str, level: int = 2) -> SafeString:
    """The text as HTML; `level` is that of its headings."""
    blocks = []
    lines = [line.strip() for line in str(text).splitlines()]
    for kind, group in groupby(lines, key=_kind):
        found = list(group)
        if kind == "heading":
            tag = f"h{int(level)}"
            blocks += [format_html("<{0}>{1}</{0}>", tag, line[2:]) for line in found]
        elif kind == "item":
            items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in found))
            blocks.append(format_html("<ul>{}</ul>", items))
        elif kind == "words":
            words = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in found))
            blocks.append(format_html("<p>{}</p>", words))
    return format_html_join("\n", "{}", ((block,) for block in blocks))


def _kind(line: str) -> str:
    if line.startswith("# "):
        return "heading"
    if line.startswith("- "):
        return "item"
    return "words" if line else "gap"
