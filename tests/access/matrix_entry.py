"""The lines of the matrix for the ways in beside the open call."""

from __future__ import annotations

from tests.access.expected import ALL, TEAM, Expected, of_cohort, only, public
from tests.access.world import ROLES

TOKEN = "the token is the key"

ENTRY = {
    "pioneers:next_call": public(200, 200),
    "pioneers:stop_next_call": public(200, 302, TOKEN, token="stop_token"),
    # Who has not signed in gets the page again: the mailed code comes first.
    "pioneers:invitation": Expected(
        dict.fromkeys(ROLES, (200, 302)) | {"anonymous": (200, 200)},
        ALL,
        {"token": "invitation_token"},
        {},
        TOKEN,
    ),
    "pioneers:resume": public(200, 302, TOKEN, token="resume_token"),
    "pioneers:eligibility": of_cohort(200, 200, "calling"),
    "pioneers:edit_rule": of_cohort(200, 200, "calling", pk="rule"),
    "pioneers:arrange_rule": of_cohort(302, 302, "calling", fixed={"what": "up"}, pk="rule"),
    "pioneers:invitations": of_cohort(200, 200, "calling"),
    "pioneers:change_invitation": of_cohort(
        302, 302, "calling", fixed={"what": "resend"}, pk="invitation"
    ),
    "pioneers:enter_application": of_cohort(200, 200, "calling"),
    "pioneers:entered_application": only(
        frozenset({"staff"}),
        200,
        302,
        but={frozenset({"administrator"}): 403},
        application_pk="entered",
    ),
    "pioneers:move_deadline": only(TEAM, 200, 200, application_pk="draft"),
    "pioneers:move_application": only(TEAM, 200, 200, application_pk="draft"),
}
