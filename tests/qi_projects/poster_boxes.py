"""Finds what an eye would complain of on a poster that was really laid out."""

import re
from dataclasses import dataclass, fields
from itertools import pairwise

from core import pdf
from qi_projects.poster.content import PosterContent
from qi_projects.poster.pdf import engine_html, poster_styles

MILLIMETRE = 96 / 25.4
# A rounding of the layout, and what a letter may reach over its box: nobody sees it.
TOLERANCE = 0.4
# the white at both sides of the page, in millimetres at A4
MARGIN = 12.0
# letters reach neither the top nor the bottom of the box that a line of text is laid out in
LETTERS = 0.6


# classes of boxes that have a colour of their own
COLOURED = {"dark", "tint", "imprint"}
TEXTS = [
    field.name for field in fields(PosterContent) if field.type is str and field.name != "design"
]


@dataclass(frozen=True)
class Seen:
    """A line of text or a picture, in millimetres at A4, and the classes of what it lies in."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    inside: frozenset[str]

    def overlaps(self, other: "Seen") -> bool:
        return (
            self.left < other.right - TOLERANCE
            and other.left < self.right - TOLERANCE
            and self.top < other.bottom - TOLERANCE
            and other.top < self.bottom - TOLERANCE
        )


def laid_out(content: PosterContent, media: dict[str, bytes], size: str = "A4"):
    styles = pdf.warm_up(*poster_styles(size, content))
    return pdf.lay_out(engine_html(content), styles, {**media, **content.drawings()})


def boxes(document):
    """Every drawn box of the first page's body, with its own classes and those around it."""

    def walk(box, around):
        element = getattr(box, "element", None)
        names = element.get("class", "") if hasattr(element, "get") else ""
        inside = around | set(names.split())
        yield box, set(names.split()), inside
        for child in getattr(box, "children", None) or ():
            yield from walk(getattr(child, "_box", child), inside)

    return walk(document.pages[0]._page_box.children[0], frozenset())


def seen(document) -> list[Seen]:
    unit = document.pages[0].width / 210
    found = []
    for box, _, inside in boxes(document):
        text = getattr(box, "text", "")
        picture = "Replaced" in type(box).__name__
        if not (text.strip() or picture):
            continue
        top, height = box.position_y / unit, box.height / unit
        if text:
            top, height = top + height * (1 - LETTERS) / 2, height * LETTERS
        left = (box.content_box_x() if picture else box.position_x) / unit
        if picture:
            top = box.content_box_y() / unit
        found.append(
            Seen(text, left, top, left + box.width / unit, top + height, frozenset(inside))
        )
    return found


def faults(document) -> list[str]:
    """More than a page, anything outside its place, and anything that lies over something."""
    found = [] if len(document.pages) == 1 else [f"{len(document.pages)} pages"]
    unit = document.pages[0].width / 210
    frames = {name: _frames(document, name, unit) for name in ("footer", "column", "imprint")}
    floor = min(top for _, top, _, _ in (*frames["footer"], *frames["imprint"]))
    drawn = seen(document)
    for one in drawn:
        text = one.text or "a picture"
        white = 0 if one.inside & {"hero-photo", "opening", "imprint"} else MARGIN - TOLERANCE
        if one.left < white - TOLERANCE or one.right > 210 - white + TOLERANCE:
            found.append(f"in the margin: {text}")
        low = 297 if one.inside & {"footer", "imprint"} else floor
        if one.top < -TOLERANCE or one.bottom > low + TOLERANCE:
            found.append(f"below its place: {text}")
    for left, _, right, bottom in frames["column"]:
        for one in drawn:
            begins = left - TOLERANCE <= one.left < right and "column" in one.inside
            if begins and (one.right > right + TOLERANCE or one.bottom > bottom + TOLERANCE):
                found.append(f"out of its column: {one.text or 'a picture'}")
    found += [f"broken too early: {text}" for text in broken_early(document)]
    found += [
        f"over each other: {one.text or 'a picture'}, {other.text or 'a picture'}"
        for place, one in enumerate(drawn)
        for other in drawn[place + 1 :]
        if one.overlaps(other) and not _meant(one, other)
    ]
    return found


def broken_early(document) -> list[str]:
    """Lines of one word that had room to spare for the next one."""
    found = []
    for box, _, _ in boxes(document):
        lines = [one for one in getattr(box, "children", ()) if "Line" in type(one).__name__]
        for line, after in pairwise(lines):
            text, follows = _text(line), _text(after)
            first = follows.split(" ")[0]
            share = after.width * (len(first) + 1) / max(1, len(follows))
            room = box.width - line.width - 1.5 * share
            if text.strip() and " " not in text.strip() and "\n" not in text and room > 0:
                found.append(text)
    return found


def _text(line) -> str:
    return "".join(getattr(box, "text", "") for box in line.descendants())


def _meant(one: Seen, other: Seen) -> bool:
    """The label of the theme lies on the photograph, and the mark begins the quotation."""
    names = one.inside | other.inside
    return {"theme", "hero-photo"} <= names


def tallest_white(document) -> float:
    """The tallest stretch of the sheet, in millimetres, with neither ink nor colour across it."""
    unit = document.pages[0].width / 210
    inked = [(one.top, one.bottom) for one in seen(document)]
    for box, names, _ in boxes(document):
        if names & COLOURED and hasattr(box, "border_height"):
            top = box.border_box_y() / unit
            inked.append((top, top + box.border_height() / unit))
    white, reached = 0.0, 0.0
    for top, bottom in sorted(inked):
        white, reached = max(white, top - reached), max(reached, bottom)
    return white


def _frames(document, name: str, unit: float):
    """(left, top, right, bottom) of the boxes of a class, with their padding."""
    return [
        (
            box.padding_box_x() / unit,
            box.padding_box_y() / unit,
            (box.padding_box_x() + box.padding_width()) / unit,
            (box.padding_box_y() + box.padding_height()) / unit,
        )
        for box, names, _ in boxes(document)
        if name in names
        and hasattr(box, "padding_box_x")
        and box.is_in_normal_flow() is not None
        and "Line" not in type(box).__name__
        and "Text" not in type(box).__name__
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_of(content: PosterContent) -> list[str]:
    """Everything that must be read on the poster, without spaces."""
    plain = [getattr(content, name) for name in TEXTS]
    plain += [content.theme.label]
    for person in content.people:
        plain += [person.name, person.role]
    for cycle in content.changes:
        plain += [cycle.title, cycle.learned, cycle.dates, cycle.outcome]
    for group in content.reached:
        plain += [str(group.people), group.label]
    if content.quotation:
        plain += [content.quotation.text, content.quotation.who]

    def tree(drivers):
        for driver in drivers:
            plain.append(driver.text)
            tree(driver.needs)

    tree(content.drivers)
    return [word for text in plain for word in text.split() if word]


def unseen(content: PosterContent, document) -> list[str]:
    """Words of the record that are nowhere on the page."""
    printed = squeezed("".join(one.text for one in seen(document)))
    return [word for word in words_of(content) if squeezed(word) not in printed]
