"""The lines of the matrix for apologies, attendance, pauses and certificates."""

from __future__ import annotations

from tests.access.expected import (
    FACILITATOR,
    MENTOR,
    PIONEER,
    TEAM,
    of_cohort,
    only,
    public,
)

APOLOGIES = {
    "workshops:apologies_by_link": public(
        200, 200, "the token is the key, of one session and one person", token="apology_token"
    ),
    "workshops:apologies": only(PIONEER, 200, 200, but={FACILITATOR | TEAM: 403}, pk="meeting"),
    "workshops:take_back_apologies": only(
        PIONEER, 200, 302, but={FACILITATOR | TEAM: 403}, pk="meeting"
    ),
    "workshops:another_meeting": only(
        PIONEER, 200, 302, but={FACILITATOR | TEAM: 403}, pk="meeting"
    ),
    "workshops:cohort_attendance": of_cohort(200, 405),
    "workshops:change_completion": of_cohort(200, 200),
    "workshops:set_attendance": only(FACILITATOR | TEAM, 200, 405, but={PIONEER: 403}, pk="set"),
    "pioneers:pause_home": only(PIONEER | TEAM, 200, 200, but={MENTOR: 403}, pk="pioneer"),
    "reports:complete_cohort": of_cohort(200, 302, "celebrated"),
    "reports:complete_pioneer": of_cohort(200, 200, "celebrated", pk="alumna"),
    "reports:certificate": only(frozenset({"alumna"}) | TEAM, 200, 302, pk="certificate"),
    "reports:verify_certificate": public(
        200, 405, "the code on the paper is the key", code="certificate_code"
    ),
}
