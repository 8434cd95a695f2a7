"""A chart as SVG, the same for pages, PDFs and files.

Written by Python and not by a template: a wall of charts draws hundreds, and Django's templates
take several times as long for so many small pieces. Presentation attributes only, so that it
needs no style sheet and breaks no content security policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from . import words
from .findings import ChartType
from .geometry import Chart, draw
from .icons import Icon
from .layout import KeyItem, Placed, PlacedIcon
from .series import Series
from .shapes import COMMON, DOT, GRID, INK, Box, Line, Point
from .words import short

FONTS = "'Atkinson Hyperlegible', Arial, Helvetica, sans-serif"
BASELINE = 0.35  # of the text size: how far below its middle a line of text stands
SMALL_SCREEN = 360


def render_svg(chart: Chart) -> SafeString:
    """One <svg> that fills the width it is given and keeps its proportions."""
    # Every text of a user's passes through escape below; the rest is numbers and our own words.
    return mark_safe("\n".join(_pieces(chart)))


def render_for_page(
    series: Series,
    *,
    chart_type: ChartType = "auto",
    id_prefix: str = "chart",
    wide: Chart | None = None,
) -> SafeString:
    """Two drawings, of which a page shows the one whose words are large enough for its screen.

    wide: the larger one, where it is drawn already.
    """
    wide = wide or draw(series, chart_type=chart_type, id_prefix=id_prefix)
    small = draw(
        series,
        chart_type=chart_type,
        id_prefix=f"{id_prefix}-small",
        width=SMALL_SCREEN,
        compact=True,
        analysis=wide.analysis,
    )
    return mark_safe(
        f'<div class="d-none d-md-block">{render_svg(wide)}</div>'
        f'<div class="d-md-none">{render_svg(small)}</div>'
    )


def _pieces(chart: Chart) -> Iterator[str]:
    """From back to front."""
    name, size = escape(chart.id_prefix), chart.size
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {chart.width} {chart.height}"'
        f' width="100%" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' font-family="{FONTS}" font-size="{short(size.text)}" fill="{INK}">'
    )
    yield f'<title id="{name}-title">{escape(chart.title)}</title>'
    yield f'<desc id="{name}-desc">{escape(chart.description)}</desc>'
    yield _text(6, chart.axis_title_y, chart.axis_title, f' font-size="{short(size.small)}"')
    yield from (_icon(item, size.icon, size.small) for item in chart.icons)
    yield from _axes(chart)
    for mark in chart.marks:
        yield _mark(mark, chart)
    yield from (_line(line) for line in chart.lines)
    if chart.points:
        yield f'<path d="{chart.path}" fill="none" stroke="{DOT}" stroke-width="2"/>'
        yield f'<g fill="{DOT}" stroke="#fff" stroke-width="1.5">'
        yield from (point_svg(point, size.dot) for point in chart.points)
        yield "</g>"
    if chart.last:
        yield _plate(chart.last.plate)
        bold = ' font-weight="700" text-anchor="middle"'
        yield _text(chart.last.x, chart.last.y, chart.last.text, bold)
    if chart.message:
        middle = (chart.plot.left + chart.plot.right) / 2
        y = (chart.plot.top + chart.plot.bottom) / 2
        half = words.width(chart.message, size.text) / 2 + 6
        yield _plate(Box(middle - half, y - size.text, middle + half, y + size.text * 0.5))
        yield _text(middle, y, chart.message, ' text-anchor="middle"')
    for line in chart.lines:
        if line.label:
            colour = INK if line.colour == INK else COMMON
            y = line.label_y + size.text * BASELINE
            yield _text(chart.plot.right + 8, y, line.label, f' fill="{colour}"')
    yield from (_key_item(item, chart) for item in chart.key)
    yield "</svg>"


def _text(x: float, y: float, text: str, more: str = "") -> str:
    return f'<text x="{short(x)}" y="{y:.1f}"{more}>{escape(text)}</text>'


def _plate(box: Box) -> str:
    """White behind words, where a line would pass through them."""
    across, down = box.right - box.left, box.bottom - box.top
    place = f"M{box.left:.1f} {box.top:.1f}h{across:.1f}v{down:.1f}h{-across:.1f}z"
    return f'<path d="{place}" fill="#fff"/>'


def _axes(chart: Chart) -> Iterator[str]:
    left, _, right, bottom = chart.plot
    size = chart.size
    grid = "".join(f"M{short(left)} {short(tick.at)}H{short(right)}" for tick in chart.y_ticks)
    yield f'<path d="{grid}" stroke="{GRID}"/>'
    strokes = "".join(f"M{short(tick.at)} {short(bottom)}v5" for tick in chart.x_ticks)
    axis = f"M{short(left)} {short(bottom)}H{short(right)}{strokes}"
    yield f'<path d="{axis}" stroke="{COMMON}" stroke-width="1.5"/>'
    yield '<g text-anchor="end">'
    for tick in chart.y_ticks:
        yield _text(left - 8, tick.at + size.text * BASELINE, tick.text)
    yield '</g><g text-anchor="middle">'
    for tick in chart.x_ticks:
        yield _text(tick.at, bottom + size.text + 7, tick.text)
        if tick.more:
            quiet = f' font-size="{short(size.small)}" fill="{COMMON}"'
            yield _text(tick.at, bottom + size.text * 2 + 8, tick.more, quiet)
    yield "</g>"


def _line(line: Line) -> str:
    dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
    return (
        f'<path d="{line.path}" fill="none" stroke="{line.colour}"'
        f' stroke-width="{short(line.width)}"{dash}/>'
    )


def point_svg(point: Point, dot: float) -> str:
    """A circle, or a larger triangle for what stands out; within a group that is filled DOT."""
    x, y, shape, colour, tip = point
    tip = f"<title>{tip}</title>" if tip else ""
    if shape == "dot":
        fill = "" if tip else f' fill="{colour}"'
        return f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(dot)}"{fill}>{tip}</circle>'
    half, tall = dot * 1.5, dot * (2.6 if shape == "up" else -2.6)
    path = f"M{short(x)} {short(y - tall * 0.6)}l{short(half)} {short(tall)}h{short(-2 * half)}z"
    return f'<path d="{path}" fill="{colour}">{tip}</path>'


def _mark(placed: Placed, chart: Chart) -> str:
    """A line from the date up to the words or the badge; a dotted one for what was not a test.

    What went on for longer has a bar at its words or its badge, up to its last day.
    """
    size = chart.size
    middle = chart.plot.top - 5 - size.badge - size.row * placed.row
    is_note = placed.mark.number is None
    top = middle + (size.badge if placed.badge else -size.small * 0.6)
    dash = ' stroke-dasharray="2 3"' if is_note else ""
    line = (
        f'<path d="M{short(placed.x)} {short(top)}V{short(chart.plot.bottom)}" stroke="{COMMON}"'
        f' stroke-width="1.2"{dash}/>'
    )
    if placed.end > placed.x:
        at = middle if placed.badge else middle + size.small * 0.62
        # The end stands off the words above it.
        stop = "m0 -4v8" if placed.badge else "v5"
        bar = f"M{short(placed.x)} {short(at)}H{short(placed.end)}{stop}"
        line += f'<path d="{bar}" fill="none" stroke="{COMMON}" stroke-width="2.4"/>'
    if placed.badge:
        return line + _badge(placed.x, middle, placed.badge, is_note, size.badge)
    beside = 5 if placed.anchor == "start" else -5
    style = f' font-size="{short(size.small)}"' + (' font-style="italic"' if is_note else "")
    if placed.anchor != "start":
        style += f' text-anchor="{placed.anchor}"'
    return line + _text(placed.x + beside, middle + size.small * BASELINE, placed.text, style)


# Within a ring or square of radius 1: a wave, and arrows up, down and both ways.
SIGNS = {
    "wave": "M-.6 .15l.3 -.4l.3 .5l.3 -.5l.3 .4",
    "rise": "M0 .6V-.5M-.4 -.1L0 -.55L.4 -.1",
    "fall": "M0 -.6V.5M-.4 .1L0 .55L.4 .1",
    "both": "M0 .6V-.6M-.3 -.3L0 -.6L.3 -.3M-.3 .3L0 .6L.3 .3",
}


def icon_svg(icon: Icon, x: float, y: float, radius: float) -> str:
    """A ring for variation or a square for the target, with a sign or letter in it."""
    line = f' fill="#fff" stroke="{icon.colour}" stroke-width="{radius / 4:g}"'
    if icon.is_ring:
        shape = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"{line}/>'
    else:
        side = 2 * radius
        shape = (
            f'<rect x="{x - radius:g}" y="{y - radius:g}" width="{side:g}" height="{side:g}"'
            f' rx="{radius / 4:g}"{line}/>'
        )
    if icon.sign in SIGNS:
        return shape + (
            f'<path d="{SIGNS[icon.sign]}" transform="translate({x:g} {y:g}) scale({radius:g})"'
            f' fill="none" stroke="{icon.colour}" stroke-width=".24"/>'
        )
    style = f' font-size="{radius * 1.4:g}" font-weight="700" text-anchor="middle"'
    return shape + _text(x, y + radius * 0.5, icon.sign, style + f' fill="{icon.colour}"')


def _icon(placed: PlacedIcon, radius: float, text: float) -> str:
    middle = radius + 2
    beside = placed.x + radius * 2 + 6
    words = _text(
        beside, middle + text * BASELINE, placed.icon.words, f' font-size="{short(text)}"'
    )
    return icon_svg(placed.icon, placed.x + radius, middle, radius) + words


def _badge(x: float, y: float, text: str, is_note: bool, radius: float) -> str:
    """A filled circle with the number of a cycle, or an open square with the letter of a note."""
    more = f' font-size="{radius * 1.35:g}" font-weight="700" text-anchor="middle"'
    if not is_note:
        shape = f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}"/>'
        return shape + _text(x, y + radius * 0.48, text, more + ' fill="#fff"')
    side = 2 * radius - 2
    shape = (
        f'<path d="M{x - radius + 1:g} {y - radius + 1:g}h{short(side)}v{short(side)}h{-side:g}z"'
        f' fill="#fff" stroke="{INK}" stroke-width="1.5"/>'
    )
    return shape + _text(x, y + radius * 0.48, text, more)


def _key_item(item: KeyItem, chart: Chart) -> str:
    size = chart.size
    rows = chart.key[-1].row + 1
    middle = chart.height - size.row * (rows - item.row - 0.5) - 2
    y, style = middle + size.small * BASELINE, f' font-size="{short(size.small)}"'
    if not item.badge:
        return _text(item.x, y, item.text, style + ' font-weight="700"')
    badge = _badge(item.x + size.badge, middle, item.badge, item.note, size.badge)
    return badge + _text(item.x + size.badge * 2 + 5, y, item.text, style)
