"""The lines of the matrix for updates, monthly reports and comments."""

from __future__ import annotations

from tests.access.expected import READERS, TEAM, WRITERS, of_cohort, of_project, public

UPDATES = {
    "qi_projects:update_by_link": public(
        200, 200, "the token is the key, of one project and one person", token="update_token"
    ),
    "qi_projects:update_worker": public(200, 405),
    "qi_projects:add_update": of_project(WRITERS, 200, 200),
    "qi_projects:updates": of_project(READERS, 200, 405),
    "qi_projects:update": of_project(READERS, 302, 405, update_pk="update"),
    "qi_projects:add_comment": of_project(READERS - {"looker"}, 200, 200),
    "qi_projects:move_report": of_project(TEAM, 200, 200, report_pk="report"),
    "qi_projects:skip_report": of_project(TEAM, 200, 200, report_pk="report"),
    "qi_projects:nudge": of_cohort(405, 302),
}
