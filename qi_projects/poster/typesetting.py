"""Where a line may not break: no number loses its unit, and no paragraph ends in a scrap."""

import re
from calendar import month_name
from dataclasses import fields, replace
from typing import Any

from qi_projects.poster.content import PosterContent

SPACE = "\N{NO-BREAK SPACE}"
# “800 ml”, “31 January”, “5 %”; a short word says nothing without the number before it
NUMBER = re.compile(rf"(?<=\d) (?=(?:{'|'.join(month_name[1:])}|[^\W\d_]{{1,3}}|%|°C)\b)")
# A last word so short looks lost on a line of its own; longer pairs would tear narrow columns.
SCRAP, LONGEST = 6, 16
# words from which on a text is a paragraph and not a label
FEWEST = 7
# names, addresses, and what bookmarks repeat
AS_THEY_ARE = (
    "title",
    "home",
    "borough",
    "cohort_name",
    "programme",
    "theme",
    "charts",
    "contact",
    "photos",
    "design",
)


def set_for_print(content: PosterContent) -> PosterContent:
    """The same words, of which some stay together on a line."""
    names = [field.name for field in fields(content) if field.name not in AS_THEY_ARE]
    return replace(content, **{name: _set(getattr(content, name)) for name in names})


def _set(value: Any) -> Any:
    if isinstance(value, str):
        return keep_together(value)
    if isinstance(value, tuple):
        return tuple(map(_set, value))
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{f.name: _set(getattr(value, f.name)) for f in fields(value)})
    return value


def keep_together(text: str) -> str:
    text = NUMBER.sub(SPACE, text)
    return "\n".join(map(_without_scrap, text.split("\n")))


def _without_scrap(paragraph: str) -> str:
    words = paragraph.split(" ")
    if len(words) < FEWEST or not words[-1] or len(words[-1]) > SCRAP:
        return paragraph
    together = SPACE.join(words[-2:])
    return " ".join([*words[:-2], together]) if len(together) <= LONGEST else paragraph
