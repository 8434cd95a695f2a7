"""The lines of the matrix for what a project counts: its writers' own, and staff's comparison."""

from __future__ import annotations

from tests.access.expected import LEADERS, WRITERS, Expected, of_cohort, of_project

ONE = {"measure_pk": "measure"}
MEASURES: dict[str, Expected] = {
    "qi_projects:library": of_project(LEADERS, 200, 200),
    "qi_projects:add_measure": of_project(LEADERS, 200, 200),
    "qi_projects:edit_measure": of_project(LEADERS, 200, 200, **ONE),
    "qi_projects:make_headline": of_project(LEADERS, 200, 302, **ONE),
    "qi_projects:retire_measure": of_project(LEADERS, 200, 302, **ONE),
    "qi_projects:bring_back": of_project(LEADERS, 200, 302, **ONE),
    "qi_projects:add_number": of_project(WRITERS, 200, 200, **ONE),
    "qi_projects:numbers": of_project(WRITERS, 200, 405, **ONE),
    "qi_projects:paste_numbers": of_project(WRITERS, 200, 200, **ONE),
    "qi_projects:remove_number": of_project(WRITERS, 200, 302, number_pk="number", **ONE),
    "qi_projects:together": of_cohort(200, 405),
}
