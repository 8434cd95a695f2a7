"""The lines of the matrix for planning: the timetable's wishes and days, the composer of sets."""

from __future__ import annotations

from tests.access.expected import of_cohort

PLANNING = {
    "workshops:timetable_wishes": of_cohort(200, 200),
    "workshops:move_proposed": of_cohort(405, 302, pk="meeting"),
}
