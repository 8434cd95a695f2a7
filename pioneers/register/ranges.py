"""Many line numbers in few words."""

from collections.abc import Iterable


def line_ranges(lines: Iterable[int]) -> str:
    """2, 3, 4, 7 → “2–4, 7”. The numbers come in rising order."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in runs)
