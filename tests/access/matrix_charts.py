"""The lines of the matrix for charts: which one, a new line, files, how to read them."""

from __future__ import annotations

from tests.access.expected import LEADERS, READERS, of_project, signed_in

CHARTS = {
    "qi_projects:choose_chart": of_project(LEADERS, 200, 200, measure_pk="measure"),
    "qi_projects:new_line": of_project(LEADERS, 200, 200, measure_pk="measure"),
    "qi_projects:take_line_back": of_project(
        LEADERS, 200, 302, measure_pk="measure", line_pk="line"
    ),
    "qi_projects:chart_file": of_project(
        READERS, 200, 405, measure_pk="measure", fixed={"form": "svg"}
    ),
    "qi_projects:reading_charts": signed_in(200, 405),
}
