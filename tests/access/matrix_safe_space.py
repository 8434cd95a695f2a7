"""Own actions, materials and feedback: who gets which answer where."""

from __future__ import annotations

from tests.access.expected import (
    FACILITATOR,
    OF_THE_SET,
    PIONEER,
    TEAM,
    of_cohort,
    only,
    public,
    signed_in,
)

SAFE_SPACE = {
    "workshops:own_actions": signed_in(200, 405),
    # Shared with the set: its facilitator reads it on the set's page, and changes nothing.
    "workshops:change_own_action": only(PIONEER, 200, 200, pk="own_action"),
    "workshops:save_changed_own_action": only(PIONEER, 302, 200, pk="own_action"),
    "workshops:press_own_action": only(
        PIONEER, 200, 302, fixed={"verb": "unshare"}, pk="own_action"
    ),
    "workshops:write_own_action": only(PIONEER, 200, 200, but={FACILITATOR | TEAM: 403}, pk="set"),
    "workshops:save_own_action": only(PIONEER, 302, 200, but={FACILITATOR | TEAM: 403}, pk="set"),
    "workshops:add_material": only(FACILITATOR | TEAM, 200, 200, but={PIONEER: 403}, pk="meeting"),
    "workshops:material": only(OF_THE_SET, 200, 405, pk="material"),
    # The facilitator added it.
    "workshops:remove_material": only(
        FACILITATOR | TEAM, 200, 302, but={PIONEER: 403}, pk="material"
    ),
    # Whoever came; an empty press shows the five again.
    "workshops:feedback": only(PIONEER, 200, 200, pk="past_meeting"),
    "workshops:feedback_by_link": public(
        200, 200, nobodys_own="whoever holds the link was sent it", token="feedback_token"
    ),
    "workshops:cohort_feedback": of_cohort(200, 405),
}
