"""Own actions, materials and feedback: who gets which answer where."""

from __future__ import annotations

from tests.access.expected import FACILITATOR, PIONEER, TEAM, only, signed_in

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
}
