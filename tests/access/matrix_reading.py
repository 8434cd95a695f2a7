"""The lines of the matrix for reading applications and for preparing it."""

from __future__ import annotations

from tests.access.expected import of_cohort, only

REVIEWER = frozenset({"reviewer"})
COHORT = "reading_cohort"

READING = {
    "pioneers:reading": only(REVIEWER, 200, 405, others=403),
    "pioneers:read_application": only(REVIEWER, 200, 200, application_pk="to_read"),
    "pioneers:keep_reading": only(REVIEWER, 302, 200, application_pk="to_read"),
    "pioneers:declare_conflict": only(REVIEWER, 302, 302, application_pk="to_read"),
    "pioneers:read_next": only(REVIEWER, 302, 405, cohort_pk=COHORT),
    "pioneers:connections": only(REVIEWER, 200, 302, cohort_pk=COHORT),
    "pioneers:prepare_reading": of_cohort(200, 405, COHORT),
    "pioneers:reading_plan": of_cohort(200, 200, COHORT),
    "pioneers:add_criterion": of_cohort(200, 200, COHORT),
    "pioneers:edit_criterion": of_cohort(200, 200, COHORT, pk="criterion"),
    "pioneers:arrange_criterion": of_cohort(302, 302, COHORT, fixed={"what": "up"}, pk="criterion"),
    "pioneers:add_reviewer": of_cohort(200, 200, COHORT),
    "pioneers:end_reviewer": of_cohort(200, 302, COHORT, pk="reviewer"),
    "pioneers:allot": of_cohort(200, 302, COHORT),
    "pioneers:take_back_conflict": of_cohort(200, 302, COHORT, pk="conflict"),
    "pioneers:disagreements": of_cohort(200, 405, COHORT),
}
