"""The lines of the matrix for line managers' agreements."""

from __future__ import annotations

from tests.access.expected import APPLICANT, TEAM, of_cohort, only, public

RELEASES = {
    "pioneers:release": public(200, 200, "the token is the key", token="release_token"),
    "pioneers:correct_manager": only(APPLICANT, 200, 200, but={TEAM: 403}, pk="offered"),
    "pioneers:staff_releases": of_cohort(200, 405, "selecting"),
    "pioneers:chase_managers": of_cohort(200, 302, "selecting"),
    "pioneers:ask_manager": of_cohort(200, 302, "selecting", application_pk="submitted"),
}
