"""The lines of the matrix for mentors, pairs and their meetings."""

from __future__ import annotations

from tests.access.expected import (
    EVERY_TEAM,
    MENTOR,
    PIONEER,
    TEAM,
    of_cohort,
    only,
    public,
)

MENTORING = {
    "pioneers:mentors": only(EVERY_TEAM, 200, 405, others=403),
    "pioneers:add_mentor": only(EVERY_TEAM, 200, 200, others=403),
    "pioneers:change_mentor": only(TEAM, 200, 200, but={MENTOR: 403}, pk="mentor"),
    "pioneers:stop_mentoring": only(TEAM, 200, 302, but={MENTOR: 403}, pk="mentor"),
    "pioneers:cohort_mentors": of_cohort(200, 405),
    "pioneers:suggest_pairs": of_cohort(200, 302),
    "pioneers:release_pairs": of_cohort(200, 302),
    "pioneers:ask_quiet_pairs": of_cohort(200, 302),
    "pioneers:choose_mentor": of_cohort(200, 200, pk="proposal"),
    "pioneers:drop_proposal": of_cohort(200, 302, pk="proposal"),
    "pioneers:mentees": only(MENTOR, 200, 405, others=403),
    "pioneers:note_meeting": only(MENTOR | PIONEER, 302, 200, but={TEAM: 403}, pk="pairing"),
    "pioneers:own_mentor": only(PIONEER | frozenset({"alumna"}), 200, 302, others=403),
    "pioneers:we_met": public(200, 200, "the token is the key", token="we_met_token"),
}
