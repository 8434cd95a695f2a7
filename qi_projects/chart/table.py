"""The numbers behind a chart: as a table on its page, and as a sheet to calculate with."""

from __future__ import annotations

from datetime import date

from . import words
from .captions import CHART_NAMES
from .findings import Analysis, ChartType, analyse
from .levels import stretches
from .policy import CENTRE_FROM, LIMITS_FROM
from .series import Series


def head(series: Series) -> list[str]:
    return ["Date", words.sentence_case(series.unit), "What happened"]


def rows(series: Series, analysis: Analysis, remarks: list[str]) -> list[list[str]]:
    """A row for each date of a number or a mark, in order. remarks: one for each point."""
    points = analysis.run.points
    happened = {mark.date: "" for mark in series.marks}
    for mark in series.marks:
        happened[mark.date] = "; ".join(
            filter(None, (happened[mark.date], words.mark(mark, whole=True)))
        )
    of = _out_of(series)
    listed = []
    for day, value, remark in zip(points.x, points.y, remarks, strict=True):
        said = "; ".join(filter(None, (remark, happened.pop(day, ""))))
        text = (
            "Not recorded" if value is None else words.number(value, series.kind) + of.get(day, "")
        )
        listed.append((day, text, said))
    listed += [(day, "", said) for day, said in happened.items()]
    listed.sort(key=lambda row: row[0])
    return [[words.day(day), text, said] for day, text, said in listed]


def _out_of(series: Series) -> dict[date, str]:
    """The two numbers behind a percentage or rate, by the day."""
    if not (series.events and series.sizes):
        return {}
    return {
        day: f" ({event:,g} of {size:,g})"
        for day, event, size in zip(series.dates, series.events, series.sizes, strict=True)
        if event is not None and size
    }


def sheet(series: Series, chart_type: ChartType) -> tuple[list[str], list[list[object]]]:
    """A row for each point with the lines that the chart draws through it, as plain numbers."""
    analysis = analyse(series, chart_type)
    points, control = analysis.run.points, analysis.control
    known = {
        day: (event, size)
        for day, event, size in zip(series.dates, series.events, series.sizes, strict=False)
    }
    has_sizes = any(size for _, size in known.values())
    happened: dict[date, str] = {}
    for mark in series.marks:
        happened[mark.date] = "; ".join(
            filter(None, (happened.get(mark.date), words.mark(mark, whole=True)))
        )
    centre = f"{'Mean' if control else 'Median'} ({CHART_NAMES[analysis.kind]})"
    head = ["Date", words.sentence_case(series.unit), *(["So many", "Out of"] * has_sizes)]
    head += [centre, *(["Lower limit", "Upper limit"] if control else []), "Target"]
    rows: list[list[object]] = []
    for stretch in stretches(analysis):
        for i in range(stretch.first, stretch.end):
            day = points.x[i]
            row: list[object] = [day, _plain(points.y[i])]
            row += map(_plain, known.get(day, (None, None)) if has_sizes else ())
            row.append(_plain(analysis.centre[i] if stretch.points >= CENTRE_FROM else None))
            if control:
                limited = stretch.points >= LIMITS_FROM
                row += [
                    _plain(column[i] if limited else None)
                    for column in (control.lower, control.upper)
                ]
            rows.append([*row, _plain(series.target), happened.pop(day, "")])
    rows += [[day, *[None] * (len(head) - 1), said] for day, said in happened.items()]
    rows.sort(key=lambda row: row[0])  # type: ignore[arg-type, return-value]
    return [*head, "What happened"], rows


def _plain(value: float | None) -> float | int | None:
    """Without the digits that only a computer's arithmetic adds."""
    if value is None:
        return None
    return int(value) if value % 1 == 0 else round(value, 4)
