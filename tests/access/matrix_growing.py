"""The lines of the matrix for how a project grows: its drivers, its end, who carries it on."""

from __future__ import annotations

from tests.access.expected import ALL, LEADERS, READERS, WRITERS, Expected, of_cohort, of_project
from tests.access.matrix_entry import TOKEN
from tests.access.world import ROLES

GROWING = {
    "qi_projects:aim_preview": of_project(LEADERS, 302, 200),
    "qi_projects:theory": of_project(READERS, 200, 405),
    "qi_projects:change_theory": of_project(WRITERS, 302, 302),
    "qi_projects:end_project": of_project(LEADERS, 200, 200),
    "qi_projects:take_up_again": of_project(LEADERS, 200, 302),
    "qi_projects:reached": of_project(READERS, 200, 405),
    "qi_projects:add_reach": of_project(WRITERS, 200, 200),
    "qi_projects:remove_reach": of_project(WRITERS, 200, 302, reach_pk="reach"),
    "qi_projects:invite_successor": of_project(LEADERS, 200, 200),
    "qi_projects:change_succession": of_project(
        LEADERS, 200, 302, fixed={"what": "end"}, successor_pk="successor"
    ),
    # Who has not signed in gets the page again; a project's own Pioneer cannot carry it on.
    "qi_projects:carry_on": Expected(
        dict.fromkeys(ROLES, (200, 302)) | {"anonymous": (200, 200), "pioneer": (200, 410)},
        ALL,
        {"token": "carry_on_token"},
        {},
        TOKEN,
    ),
    "qi_projects:wall": of_cohort(200, 405),
}
