"""The lines of the matrix for the list of applications, its views and what is done from it."""

from __future__ import annotations

from tests.access.expected import of_cohort

COHORT = "selecting"

LIST = {
    "pioneers:save_view": of_cohort(200, 200, COHORT),
    "pioneers:saved_view": of_cohort(200, 405, COHORT, pk="saved_view"),
    "pioneers:change_view": of_cohort(200, 200, COHORT, pk="saved_view"),
    "pioneers:remove_view": of_cohort(200, 302, COHORT, pk="saved_view"),
    "pioneers:write_to_applicants": of_cohort(200, 200, COHORT),
    "pioneers:ask_managers_of": of_cohort(200, 302, COHORT),
    "pioneers:export_applications": of_cohort(200, 200, COHORT),
}
