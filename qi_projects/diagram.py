"""A driver diagram drawn from left to right: aim, primary and secondary drivers, change ideas.

Pure: values in, geometry out, and from that SVG with presentation attributes only, so that a page
and a PDF draw the same. The nested list says it all; the drawing is for the eye.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from qi_projects.chart import words

INK, LINE, SOFT = "#1f2a33", "#5d6f7a", "#4c6272"
# (fill, edge) of the aim, the two levels of drivers, and ideas
COLOURS = (
    ("#e3eef1", "#1d5564"),
    ("#ffffff", "#1d5564"),
    ("#ffffff", "#5d6f7a"),
    ("#fdf6e7", "#946200"),
)
HEADINGS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")
SIZE, LEADING = 14.0, 18.0
PAD, GAP, HEAD = 9.0, 10.0, 26.0
BOX, CHANNEL = 226.0, 40.0


@dataclass(frozen=True)
class Branch:
    """A driver with its own drivers; `ideas` are the numbers of ideas that serve it."""

    text: str
    needs: tuple[Branch, ...] = ()
    ideas: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tree:
    """`ideas` in the order to draw them: (what could be tried, what has become of it)."""

    aim: str
    drivers: tuple[Branch, ...] = ()
    ideas: tuple[tuple[str, str], ...] = ()


@dataclass
class Box:
    level: int
    lines: list[str]
    y: float = 0.0
    children: list[Box] = field(default_factory=list)
    small: str = ""

    @property
    def height(self) -> float:
        return 2 * PAD + LEADING * (len(self.lines) + bool(self.small))

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Diagram:
    width: float
    height: float
    boxes: list[Box]
    lines: list[Line]
    levels: int


def draw_diagram(tree: Tree) -> Diagram:
    """Where every box and line stands. An idea that serves several drivers is one box."""
    ideas = [Box(3, _wrap(text), small=became) for text, became in tree.ideas]
    placed: set[int] = set()
    # A box of which every child is drawn under another driver takes a line of its own.
    lines_to: list[tuple[Box, Box]] = []
    bottom = HEAD

    def place(box: Box, children: list[Box]) -> None:
        """Beside the middle of its children, which are in place; alone, at the bottom."""
        nonlocal bottom
        if children:
            box.y = (children[0].y + children[-1].y + children[-1].height) / 2 - box.height / 2
        else:
            box.y = bottom
        bottom = max(bottom, box.y + box.height + GAP)

    def ideas_of(branch: Branch) -> tuple[list[Box], list[Box]]:
        """(those that are drawn here, all)"""
        mine = []
        for number in branch.ideas:
            if number not in placed:
                placed.add(number)
                place(ideas[number], [])
                mine.append(ideas[number])
        return mine, [ideas[number] for number in branch.ideas]

    def grow(branch: Branch, level: int) -> Box:
        nonlocal bottom
        top = bottom
        box = Box(level, _wrap(branch.text))
        needs = [grow(one, level + 1) for one in branch.needs]
        here, every = ideas_of(branch)
        place(box, [*needs, *here])
        if box.y < top:
            # A tall box beside short children: all of them move down with it.
            _move([box, *_under(needs), *here], top - box.y)
            bottom = max(one.y + one.height for one in [box, *_under(needs), *here]) + GAP
        box.children = needs
        lines_to.extend((box, other) for other in [*needs, *every])
        return box

    primaries = [grow(branch, 1) for branch in tree.drivers]
    for number, box in enumerate(ideas):
        if number not in placed:
            place(box, [])
    aim = Box(0, _wrap(tree.aim or "The aim is not written yet"))
    place(aim, primaries)
    boxes = [aim, *_under(primaries), *ideas]
    if aim.y < HEAD:
        _move(boxes, HEAD - aim.y)
    lines_to.extend((aim, box) for box in primaries)
    # Where nothing is that far to the right, its column is not drawn.
    used = sorted({box.level for box in boxes})
    return Diagram(
        width=len(used) * BOX + (len(used) - 1) * CHANNEL + 2,
        height=max(box.y + box.height for box in boxes) + 2,
        boxes=_columns(boxes, used),
        lines=[_line(one, other, used) for one, other in lines_to],
        levels=len(used),
    )


def render_diagram(tree: Tree, *, id_prefix: str) -> str:
    """The drawing as SVG; its title says that the list beside it is the truth."""
    drawn = draw_diagram(tree)
    used = sorted({box.level for box in drawn.boxes})
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:g} {drawn.height:g}"'
        f' role="img" aria-labelledby="{id_prefix}-title" font-family="Atkinson Hyperlegible, '
        f'sans-serif" font-size="{SIZE:g}">'
        f'<title id="{id_prefix}-title">{escape(_title(tree))}</title>'
    ]
    parts += [
        f'<text x="{_x(level, used) + 1:g}" y="14" font-size="13" font-weight="bold" '
        f'fill="{SOFT}">{HEADINGS[level]}</text>'
        for level in used
    ]
    parts += [_path(line) for line in drawn.lines]
    parts += [_rect(box, used) for box in drawn.boxes]
    return "".join([*parts, "</svg>"])


def _title(tree: Tree) -> str:
    count = len(tree.drivers)
    drivers = f"{count} primary driver{'' if count == 1 else 's'}"
    ideas = f"{len(tree.ideas)} change idea{'' if len(tree.ideas) == 1 else 's'}"
    return f"Driver diagram: {drivers}, {ideas}. The list says the same in words."


def _under(boxes: Sequence[Box]) -> list[Box]:
    return [one for box in boxes for one in [box, *_under(box.children)]]


def _move(boxes: Sequence[Box], by: float) -> None:
    for box in boxes:
        box.y += by


def _columns(boxes: list[Box], used: list[int]) -> list[Box]:
    return sorted(boxes, key=lambda box: (used.index(box.level), box.y))


def _x(level: int, used: list[int]) -> float:
    return used.index(level) * (BOX + CHANNEL)


def _line(one: Box, other: Box, used: list[int]) -> Line:
    return Line(_x(one.level, used) + BOX + 1, one.middle, _x(other.level, used) + 1, other.middle)


def _path(line: Line) -> str:
    half = (line.x1 + line.x2) / 2
    if line.x2 - line.x1 > CHANNEL + 1:
        # Past a column that this branch has nothing in: turn at the far end.
        half = line.x2 - CHANNEL / 2
    return (
        f'<path d="M{line.x1:g} {line.y1:.1f}C{half:g} {line.y1:.1f} {half:g} {line.y2:.1f} '
        f'{line.x2:g} {line.y2:.1f}" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
    )


def _rect(box: Box, used: list[int]) -> str:
    fill, edge = COLOURS[box.level]
    x = _x(box.level, used) + 1
    at, first = x + PAD + 2, box.y + PAD + 13
    said = "".join(
        f'<tspan x="{at:g}" y="{first + LEADING * n:.1f}">{escape(line)}</tspan>'
        for n, line in enumerate(box.lines)
    )
    if box.small:
        said += (
            f'<tspan x="{at:g}" y="{first + LEADING * len(box.lines):.1f}" font-size="12" '
            f'font-weight="bold" fill="{edge}">{escape(box.small)}</tspan>'
        )
    return (
        f'<rect x="{x:g}" y="{box.y:.1f}" width="{BOX:g}" height="{box.height:.1f}" rx="6" '
        f'fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'
        f'<text fill="{INK}">{said}</text>'
    )


def _wrap(text: str) -> list[str]:
    """Lines that fit the box. A word longer than a line is cut, and goes on below."""
    room = BOX - 2 * PAD - 4
    lines: list[str] = []
    for word in text.split():
        whole = f"{lines[-1]} {word}" if lines else word
        if lines and words.width(whole, SIZE) <= room:
            lines[-1] = whole
            continue
        while words.width(word, SIZE) > room:
            at = next(
                n for n in range(len(word), 0, -1) if words.width(word[:n], SIZE) <= room or n == 1
            )
            lines.append(word[:at])
            word = word[at:]
        if word:
            lines.append(word)
    return lines or [""]
