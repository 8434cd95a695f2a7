"""How long one chart of 30 points takes, and how large it is, in each kind and state.

    python -m benchmarks.charts

Each chart is judged, laid out and written as SVG with its limits, target and three PDSA marks, for
a page and for a phone. The times are the processor's. What counts is the round that a tenth of
them beat, as other work on the machine only ever adds; the median stands beside it. Ends with 1
where a target is missed.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any

from qi_projects.chart import Mark, Series, draw, render_svg

POINTS = 30
MOST_MS = 1.0
MOST_BYTES = 10_000
START = date(2025, 1, 6)
DAYS = [START + timedelta(weeks=week) for week in range(POINTS)]
CYCLES = [
    Mark(START + timedelta(days=18), 1, "Coloured cups", START + timedelta(days=45)),
    Mark(START + timedelta(days=75), 2, "Cups on the night round", None),
    Mark(START + timedelta(days=131), 3, "A jug on every table", START + timedelta(days=180)),
]
NOTES = [Mark(START + timedelta(days=60), None, "Norovirus outbreak")]


def samples() -> dict[str, tuple[Series, str]]:
    """A chart of each kind, its numbers drawn once with a fixed seed; most show a change."""
    chance = random.Random(5)
    falls = [max(0.0, round(chance.gauss(9 if week < 16 else 5, 1.4))) for week in range(POINTS)]
    sizes = [chance.choice([8.0, 12.0, 18.0, 24.0]) for _ in DAYS]
    asked = [
        min(size, max(0.0, round(chance.gauss(0.4 if week < 16 else 0.8, 0.1) * size)))
        for week, size in enumerate(sizes)
    ]
    days = [chance.choice([210.0, 240.0, 300.0]) for _ in DAYS]

    def of(values: list[float], direction: str, **more: Any) -> Series:
        return Series(
            name="Falls at Rose House",
            unit="falls a week",
            direction=direction,  # type: ignore[arg-type]
            dates=DAYS,
            values=values,
            target=6,
            cycles=CYCLES,
            notes=NOTES,
            definition="Each time a resident comes to the floor unintended, day and night.",
            **more,
        )

    shares = [100 * part / size for part, size in zip(asked, sizes, strict=True)]
    rates = [1000 * fall / exposed for fall, exposed in zip(falls, days, strict=True)]
    return {
        "run": (of(falls, "decrease"), "run"),
        "run, new line": (of(falls, "decrease", rebase=[DAYS[16]]), "run"),
        "XmR": (of(falls, "decrease"), "xmr"),
        "p": (of(shares, "increase", kind="percent", events=asked, sizes=sizes), "attribute"),
        "u": (of(rates, "decrease", kind="rate", events=falls, sizes=days, per=1000), "attribute"),
        "c": (of(falls, "decrease"), "attribute"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=400)
    rounds = parser.parse_args().rounds
    print(f"One chart of {POINTS} points, {rounds} rounds. Python {sys.version.split()[0]}")
    print(f"Target: under {MOST_MS:g} ms and {MOST_BYTES:,} bytes.\n")
    print(f"{'chart':16}{'for':8}{'ms':>8}{'median':>8}{'bytes':>9}{'gzip':>8}")
    missed = False
    for name, (series, chart_type) in samples().items():
        for place, layout in (("page", {}), ("phone", {"width": 360, "compact": True})):
            made, took, middle = _time(series, {"chart_type": chart_type, **layout}, rounds)
            size, packed = len(made), len(gzip.compress(made, mtime=0))
            miss = took > MOST_MS or size > MOST_BYTES
            missed = missed or miss
            figures = f"{took:8.2f}{middle:8.2f}{size:9,}{packed:8,}"
            print(f"{name:16}{place:8}{figures}{'  missed' if miss else ''}")
    return 1 if missed else 0


def _time(series: Series, options: dict[str, Any], rounds: int) -> tuple[bytes, float, float]:
    """The SVG, and its processor time in milliseconds: the tenth part and the median."""
    times = []
    for _ in range(rounds):
        # A fresh copy: what a series works out once must be worked out for each new chart.
        fresh = Series(**{name: getattr(series, name) for name in series.__dataclass_fields__})
        began = time.thread_time()
        made = render_svg(draw(fresh, **options))
        times.append(time.thread_time() - began)
    return made.encode(), quantiles(times, n=10)[0] * 1000, median(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
