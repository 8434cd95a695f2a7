"""The lines of the matrix for the register of homes: one for everybody, read by every team."""

from __future__ import annotations

from tests.access.expected import EVERY_TEAM, Expected, only

NOBODYS = "the register belongs to no programme: every team sees the same homes"


def of_register(get: int, post: int, fixed: dict[str, str] | None = None, **ids: str) -> Expected:
    reason = NOBODYS if ids else ""
    return only(EVERY_TEAM, get, post, others=403, nobodys_own=reason, fixed=fixed, **ids)


REGISTER = {
    "pioneers:homes": of_register(200, 405),
    "pioneers:home": of_register(200, 405, home_pk="home"),
    "pioneers:follow_home": of_register(200, 200, home_pk="closed_home"),
    "pioneers:same_place": of_register(
        200, 302, {"verb": "link"}, home_pk="closed_home", new_pk="home"
    ),
    "pioneers:successors": of_register(200, 405),
    "pioneers:imports": of_register(200, 405),
    "pioneers:import": of_register(200, 405, pk="register_import"),
    "pioneers:send_register": of_register(200, 200),
    "pioneers:register_file": of_register(200, 302, pk="register_file"),
    "pioneers:discard_register_file": of_register(200, 302, pk="register_file"),
}
