"""The lines of the matrix for planning: the timetable's wishes and days, the composer of sets."""

from __future__ import annotations

from tests.access.expected import of_cohort

PLANNING = {
    "workshops:timetable_wishes": of_cohort(200, 200),
    "workshops:move_proposed": of_cohort(405, 302, pk="meeting"),
    "workshops:compose_sets": of_cohort(200, 200),
    "workshops:change_draft": of_cohort(302, 302),
    "workshops:make_it_so": of_cohort(200, 302),
    "workshops:discard_draft": of_cohort(200, 302),
    "workshops:keep_apart": of_cohort(200, 200),
    "workshops:no_longer_apart": of_cohort(200, 302, pk="apart"),
    "workshops:facilitator_days": of_cohort(200, 302),
}
