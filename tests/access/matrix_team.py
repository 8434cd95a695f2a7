"""The lines of the matrix for a project's team: inviting, changing, taking out, leaving."""

from __future__ import annotations

from tests.access.asking import LOGIN
from tests.access.expected import (
    ALL,
    LEADERS,
    OF_THE_TEAM,
    PIONEER,
    SIGNED_IN,
    Expected,
    of_project,
)
from tests.access.matrix_entry import TOKEN
from tests.access.world import ROLES

TEAM = {
    "qi_projects:invite_member": of_project(PIONEER, 200, 200),
    "qi_projects:change_member": of_project(PIONEER, 200, 200, member_pk="invited"),
    "qi_projects:send_member_again": of_project(PIONEER, 200, 302, member_pk="invited"),
    "qi_projects:take_out": of_project(LEADERS, 200, 302, member_pk="invited"),
    "qi_projects:leave_team": of_project(OF_THE_TEAM, 200, 302),
    "qi_projects:name_me": of_project(OF_THE_TEAM, 200, 302, fixed={"what": "yes"}),
    # Who has not signed in gets the page again; a project's own Pioneer needs no place in it.
    "qi_projects:join_team": Expected(
        dict.fromkeys(ROLES, (200, 302))
        | {"anonymous": (200, 200)}
        | dict.fromkeys(PIONEER | OF_THE_TEAM, (200, 410)),
        ALL,
        {"token": "join_token"},
        {},
        TOKEN,
    ),
    "qi_projects:team_project": Expected(
        dict.fromkeys(SIGNED_IN, (302, 405)) | {"anonymous": (LOGIN, LOGIN)}, SIGNED_IN
    ),
}
