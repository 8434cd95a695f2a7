"""From a series and its analysis to the place of every mark on the chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import captions, layout, scales, signals, words
from .findings import Analysis, ChartType, Finding, analyse
from .levels import levels as levels_of
from .series import Series
from .shapes import Box, Level, Line, Point, Tick, Value

LEAST_PLOT = 90


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, in the units of width × height, and everything that is said.

    title, description: for those who do not see it. caption: to print beneath. head, rows: the
    data table. key: the words of marks that are only numbered. message: instead of points.
    """

    id_prefix: str
    width: int
    height: int
    kind: str  # empty, run or xmr
    trial: bool
    finding: Finding
    title: str
    description: str
    caption: str
    head: list[str]
    rows: list[list[str]]
    size: layout.Size
    plot: Box
    axis_title: str
    message: str
    points: list[Point]
    path: str
    lines: list[Line]
    y_ticks: list[Tick]
    x_ticks: list[Tick]
    marks: list[layout.Placed]
    key: list[layout.KeyItem]
    last: Value | None


def draw(
    series: Series,
    *,
    width: int = 640,
    height: int | None = None,
    chart_type: ChartType = "auto",
    id_prefix: str = "chart",
    compact: bool = False,
) -> Chart:
    """The chart that the number of points allows (see `analyse`), laid out in width × height.

    height: without one, marks and their key get room of their own. compact: larger words in a
    smaller frame and no key, for a phone or a wall of charts; a width of 360 suits it. id_prefix:
    must differ between the charts of one page.
    """
    analysis = analyse(series, chart_type)
    recorded = [v for v in analysis.run.points.y if v is not None]
    size = layout.COMPACT if compact else layout.NORMAL
    levels = levels_of(series, analysis)
    values = scales.value_ticks(
        [*recorded, *(level.value for level in levels)], series.kind, 4 if compact else 5
    )
    texts = [words.number(value, series.kind) for value in values]
    left = 14 + max(words.width(text, size.text) for text in texts)
    right = width - max([18, *(words.width(lv.label, size.text) + 16 for lv in levels if lv.label)])
    days = scales.date_range(series)
    x = scales.date_scale(days, left + 18, right - 18)
    shown = [mark for mark in series.marks if days and days[0] <= mark.date <= days[1]]
    marks = layout.place_marks([(mark, x(mark.date.toordinal())) for mark in shown], width, size)
    key = layout.key(marks, 6, width - 6, size)
    header = size.small + 20 + size.row * max((mark.row + 1 for mark in marks), default=0)
    footer = size.text * 2 + 16
    room_for_key = size.row * (key[-1].row + 1) if key else 0
    if height is None:
        height = round(header + size.plot + footer + room_for_key)
    elif height - header - footer - room_for_key < LEAST_PLOT:
        # The numbers come before the names of the marks, which the table also gives.
        key, room_for_key = [], 0
    plot = Box(left, round(header, 1), right, round(height - footer - room_for_key, 1))
    y = scales.scale(values[0], values[-1], plot.bottom, plot.top)
    points = signals.points(series, analysis, x, y)
    return Chart(
        id_prefix=id_prefix,
        width=width,
        height=height,
        kind="xmr" if analysis.xmr else "run" if recorded else "empty",
        trial=analysis.trial,
        finding=analysis.finding,
        title=captions.title(series, analysis),
        description=captions.description(series, analysis),
        caption=captions.caption(series, analysis),
        head=captions.head(series),
        rows=captions.rows(series, analysis, signals.remarks(analysis, points)),
        size=size,
        plot=plot,
        axis_title=captions.axis_title(series, width - 12, size.small),
        message="" if recorded else analysis.finding.sentence,
        points=points,
        path=_path(analysis, points),
        lines=_lines(levels, plot, x, y, size),
        y_ticks=[Tick(y(value), text) for value, text in zip(values, texts, strict=True)],
        x_ticks=_date_ticks(series, days, x, plot, size),
        marks=marks,
        key=key,
        last=_last(points, recorded, series, plot, size),
    )


def _lines(
    levels: list[Level], plot: Box, x: scales.Scale, y: scales.Scale, size: layout.Size
) -> list[Line]:
    labelled = [level for level in levels if level.label]
    heights = layout.spread(
        [y(level.value) for level in labelled], size.text * 1.2, plot.top, plot.bottom
    )
    label_y = dict(zip((id(level) for level in labelled), heights, strict=True))
    return [
        Line(
            x1=plot.left if level.start is None else x(level.start.toordinal()),
            x2=plot.right if level.end is None else x(level.end.toordinal()),
            y=y(level.value),
            colour=level.colour,
            width=level.width,
            dash=level.dash,
            label=level.label,
            label_y=label_y.get(id(level), y(level.value)),
        )
        for level in levels
    ]


def _path(analysis: Analysis, points: list[Point]) -> str:
    """The line through the points, broken where a value is missing or a new median starts."""
    path, before, drawn = [], 0, iter(points)
    for value, part in zip(analysis.run.points.y, analysis.run.points.part, strict=True):
        if value is not None:
            point = next(drawn)
            path.append(f"{'L' if part == before else 'M'}{point.x:g} {point.y:g}")
        before = 0 if value is None else part
    return "".join(path)


def _date_ticks(
    series: Series, days: tuple[date, date] | None, x: scales.Scale, plot: Box, size: layout.Size
) -> list[Tick]:
    if not days:
        return []
    most = int((plot.right - plot.left) // (words.width("30 Sep", size.text) + size.text))
    chosen = scales.date_ticks(*days, series.recorded_dates, max(most, 2))
    ticks, year = [], 0
    for day in chosen:
        more = "" if day.year == year else str(day.year)
        ticks.append(Tick(x(day.toordinal()), scales.date_label(day, chosen), more))
        year = day.year
    return ticks


def _last(
    points: list[Point], recorded: list[float], series: Series, plot: Box, size: layout.Size
) -> Value | None:
    """The newest number, on the side of its point that the line does not come from, in the plot."""
    if not points:
        return None
    point = points[-1]
    above, below = point.y - size.dot - 6, point.y + size.text + 3
    fell = len(points) > 1 and point.y > points[-2].y
    y = below if (fell and below < plot.bottom) or above - size.text < plot.top else above
    return Value(point.x, round(y, 1), words.number(recorded[-1], series.kind))
