"""From a series and its analysis to the place of every mark on the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from . import captions, layout, scales, signals, table, words
from .findings import Analysis, ChartType, Finding, analyse
from .icons import icons as icons_of
from .levels import levels as levels_of
from .newest import in_the_way, newest
from .series import Mark, Series
from .shapes import Box, Level, Line, Point, Tick, Value
from .words import short

LEAST_PLOT = 66
ROOM_FOR_ICONS = 300  # height of a poster's chart, where they need a line of their own


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, in the units of width × height, and everything that is said.

    title, description: for those who do not see it. caption: to print beneath. key: the words of
    marks that are only numbered. message: instead of points. icons: variation and assurance of a
    control chart.
    """

    series: Series
    analysis: Analysis
    id_prefix: str
    width: int
    height: int
    kind: str  # empty, run, xmr, p, u or c
    trial: bool
    title: str
    description: str
    caption: str
    size: layout.Size
    plot: Box
    axis_title: str
    axis_title_y: float
    icons: list[layout.PlacedIcon]
    message: str
    points: list[Point]
    path: str
    lines: list[Line]
    y_ticks: list[Tick]
    x_ticks: list[Tick]
    marks: list[layout.Placed]
    key: list[layout.KeyItem]
    last: Value | None

    @property
    def finding(self) -> Finding:
        return self.analysis.finding

    @property
    def head(self) -> list[str]:
        """Of the data table, which most drawings do without."""
        return table.head(self.series)

    @property
    def rows(self) -> list[list[str]]:
        return table.rows(self.series, self.analysis, signals.remarks(self.analysis, self.points))


def draw(
    series: Series,
    *,
    width: int = 640,
    height: int | None = None,
    chart_type: ChartType = "auto",
    id_prefix: str = "chart",
    compact: bool = False,
    also: Sequence[float] = (),
    analysis: Analysis | None = None,
) -> Chart:
    """The chart that the number of points allows (see `analyse`), laid out in width × height.

    height: as posters give it, and pages of many charts; without one, marks and their key get room
    of their own. compact: larger words in a smaller frame and no key, for a phone or a wall of
    charts; a width of 360 suits it. id_prefix: must differ between the charts of one page.
    also: values that the axis reaches as well, so that charts beside each other share one scale.
    analysis: of the same series, where another drawing of it has one already.
    """
    analysis = analysis or analyse(series, chart_type)
    recorded = [v for v in analysis.run.points.y if v is not None]
    size = layout.COMPACT if compact else layout.NORMAL
    levels = levels_of(series, analysis)
    values = scales.value_ticks(
        [*recorded, *also, *(value for level in levels for value in _values(level))],
        series.kind,
        4 if compact else 5,
    )
    left = 14 + max(words.width(words.number(value, series.kind), size.text) for value in values)
    right = width - max([18, *(words.width(lv.label, size.text) + 16 for lv in levels if lv.label)])
    days = scales.date_range(series)
    x = scales.date_scale(days, left + 18, right - 18)
    marks = layout.place_marks(_spans(series, days, x), width, size)
    key = layout.key(marks, 6, width - 6, size)
    icons = layout.place_icons(icons_of(series, analysis), width - 6, size)
    # Beside the icons where there is room for the unit, else below them; on a low poster's chart
    # they give way, for the sentence above it says the same.
    unit = captions.unit(series, alone=height is not None)
    beside = bool(icons) and 6 + words.width(unit, size.small) + 10 <= icons[0].x
    if not beside and height is not None and height < ROOM_FOR_ICONS:
        icons = []
    axis_room = icons[0].x - 16 if beside else width - 12
    top = size.icon * 2 + 8 if icons and not beside else 0
    title = captions.axis_title(series, unit, axis_room, size.small)
    title_end = 16 + words.width(title, size.small)
    header = top + layout.head_height(marks, title_end, icons if beside else (), size)
    x_ticks = _date_ticks(series, days, x, right - left, width, size)
    footer = size.text * (1 + any(tick.more for tick in x_ticks)) + 16
    room_for_key = size.row * (key[-1].row + 1) if key else 0
    if height is None:
        height = round(header + size.plot + footer + room_for_key)
    else:
        # A poster lists its tests by their numbers beside the chart; what else happened stands
        # nowhere else, and gives way last of all.
        key = layout.key([mark for mark in marks if mark.mark.number is None], 6, width - 6, size)
        room_for_key = size.row * (key[-1].row + 1) if key else 0
        if height - header - footer - room_for_key < LEAST_PLOT:
            key, room_for_key = [], 0
    plot = Box(left, round(header, 1), right, round(height - footer - room_for_key, 1))
    y = scales.scale(values[0], values[-1], plot.bottom, plot.top)
    across = [x(day.toordinal()) for day in analysis.run.points.x]
    points = signals.points(series, analysis, across, y)
    lines = _lines(levels, plot, x, y, across, size)
    caption = captions.caption(series, analysis)
    return Chart(
        series=series,
        analysis=analysis,
        id_prefix=id_prefix,
        width=width,
        height=height,
        kind=analysis.kind if recorded else "empty",
        trial=analysis.trial,
        title=captions.title(series, analysis, caption),
        description=captions.description(series, analysis),
        caption=caption,
        size=size,
        plot=plot,
        axis_title=title,
        axis_title_y=round(top + size.small + 3, 1),
        icons=icons,
        message="" if recorded else analysis.finding.sentence,
        points=points,
        path=_path(analysis, points),
        lines=lines,
        y_ticks=_value_ticks(values, series, plot, y, size),
        x_ticks=x_ticks,
        marks=marks,
        key=key,
        last=newest(
            words.number(recorded[-1], series.kind),
            points,
            plot,
            size,
            in_the_way(lines, levels, marks, plot, across, y),
        )
        if points
        else None,
    )


def _values(level: Level) -> list[float]:
    return [value for value in level.steps if value is not None] or [level.value]


def _spans(series: Series, days: tuple[date, date] | None, x: scales.Scale) -> list[layout.Span]:
    """The marks on the axis; those that went on for longer than from one number to the next also
    with the place where they ended."""
    if not days:
        return []
    gaps = [(b - a).days for a, b in pairwise(series.recorded_dates)]
    interval = median(gaps) if gaps else scales.WEEK

    def end(mark: Mark) -> float:
        until = min(mark.until or mark.date, days[1])
        return x((until if (until - mark.date).days > interval else mark.date).toordinal())

    shown = [mark for mark in series.marks if days[0] <= mark.date <= days[1]]
    return [(mark, x(mark.date.toordinal()), end(mark)) for mark in shown]


def _lines(
    levels: list[Level],
    plot: Box,
    x: scales.Scale,
    y: scales.Scale,
    across: list[float],
    size: layout.Size,
) -> list[Line]:
    labelled = [level for level in levels if level.label]
    heights = layout.spread(
        [y(level.value) for level in labelled], size.text * 1.2, plot.top, plot.bottom
    )
    label_y = dict(zip((id(level) for level in labelled), heights, strict=True))
    lines = []
    for level in levels:
        x1 = plot.left if level.start is None else x(level.start.toordinal())
        x2 = plot.right if level.end is None else x(level.end.toordinal())
        height = y(level.value)
        lines.append(
            Line(
                x1=x1,
                x2=x2,
                y=height,
                colour=level.colour,
                width=level.width,
                dash=level.dash,
                label=level.label,
                label_y=label_y.get(id(level), height),
                path=_steps(level, x1, x2, across, y)
                or f"M{short(x1)} {short(height)}H{short(x2)}",
            )
        )
    return lines


def _steps(level: Level, x1: float, x2: float, across: list[float], y: scales.Scale) -> str:
    """A line that changes its height half-way between two points, and has gaps."""
    if not level.steps:
        return ""
    places = across[level.first : level.first + len(level.steps)]
    edges = [x1, *[(a + b) / 2 for a, b in pairwise(places)]]
    path: list[str] = []
    before = None
    for value, start in zip(level.steps, edges, strict=True):
        # Only where the height changes: most limits are the same for many points.
        if value == before:
            continue
        if value is None:
            path.append(f"H{short(start)}")
        elif before is None:
            path.append(f"M{short(start)} {short(y(value))}")
        else:
            path.append(f"H{short(start)}V{short(y(value))}")
        before = value
    return "".join(path) + (f"H{short(x2)}" if before is not None else "")


def _path(analysis: Analysis, points: list[Point]) -> str:
    """The line through the points, broken where a value is missing or a new median starts."""
    path, before, drawn = [], 0, iter(points)
    for value, part in zip(analysis.run.points.y, analysis.run.points.part, strict=True):
        if value is not None:
            point = next(drawn)
            path.append(f"{'L' if part == before else 'M'}{short(point.x)} {short(point.y)}")
        before = 0 if value is None else part
    return "".join(path)


def _value_ticks(
    values: list[float], series: Series, plot: Box, y: scales.Scale, size: layout.Size
) -> list[Tick]:
    """Of the axis's values as many as can stand above each other."""
    most = int((plot.bottom - plot.top) / (size.text * 1.3))
    if most < len(values) - 1:
        low, high = values[0], values[-1]
        fewer = scales.value_ticks([low, high], series.kind, max(most, 1))
        values = [value for value in fewer if low <= value <= high]
    return [Tick(y(value), words.number(value, series.kind)) for value in values]


def _date_ticks(
    series: Series,
    days: tuple[date, date] | None,
    x: scales.Scale,
    room: float,
    width: float,
    size: layout.Size,
) -> list[Tick]:
    """room: the width of the plot; width: of the whole chart."""
    if not days:
        return []
    most = int(room // (words.width("30 Sep", size.text) + size.text))
    chosen = scales.date_ticks(*days, series.recorded_dates, max(most, 2))
    ticks, year = [], 0
    for day, label in zip(chosen, scales.date_labels(chosen), strict=True):
        more = "" if day.year == year else str(day.year)
        ticks.append(Tick(x(day.toordinal()), label, more))
        year = day.year
    # Small charts stand beside each other, whose plots are alike however wide their numbers are.
    return (size.labels and _on_one_line(ticks, width, size)) or ticks


def _on_one_line(ticks: list[Tick], width: float, size: layout.Size) -> list[Tick] | None:
    """With the years behind the days instead of below them, where there is room."""
    joined = [Tick(tick.at, f"{tick.text} {tick.more}".strip()) for tick in ticks]
    halves = [words.width(tick.text, size.text) / 2 for tick in joined]
    ends = [tick.at + half for tick, half in zip(joined, halves, strict=True)]
    starts = [tick.at - half for tick, half in zip(joined, halves, strict=True)]
    gaps = (start - end for end, start in zip(ends, starts[1:], strict=False))
    clear = starts[0] >= 2 and ends[-1] <= width - 2 and all(gap > size.text for gap in gaps)
    return joined if clear else None
