"""Who may take a register, show its code, add a guest; and who signs in."""

from __future__ import annotations

from tests.access.expected import FACILITATOR, PIONEER, TEAM, Expected, of_cohort, only, signed_in

KEEPERS = FACILITATOR | TEAM
BEARER = "whoever was given the code may open it; it tells of the session only who is on its list"


def keepers(get: int, post: int, **ids: str) -> Expected:
    """Of a session that its Pioneers see, too: they are refused in words."""
    return only(KEEPERS, get, post, but={PIONEER: 403}, pk="meeting", **ids)


REGISTERS: dict[str, Expected] = {
    "workshops:register": keepers(200, 200),
    # It opens on the day, and this one is a week off.
    "workshops:register_taps": keepers(200, 409),
    "workshops:register_worker": signed_in(200, 405),
    "workshops:sign_in_code": keepers(200, 302),
    "workshops:another_code": keepers(200, 302),
    "workshops:sign_in_sheet": keepers(200, 302),
    "workshops:add_guest": keepers(200, 200),
    "workshops:remove_guest": only(
        KEEPERS, 200, 302, but={PIONEER: 403}, pk="meeting", pioneer_pk="guest"
    ),
    "workshops:staff_make_up": of_cohort(200, 200, pk="pioneer"),
    "workshops:here": signed_in(200, 200),
    "workshops:here_now": signed_in(200, 302, nobodys_own=BEARER, token="here_token"),
}
