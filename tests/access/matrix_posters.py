"""Posters: written, judged, compared, shown."""

from tests.access.expected import (
    LEADERS,
    PIONEER,
    READERS,
    TEAM,
    WRITERS,
    Expected,
    of_cohort,
    of_project,
    public,
)

POSTERS: dict[str, Expected] = {
    "qi_projects:poster": of_project(READERS, 200, 405),
    # A poster that is with the programme team is not written: back to its page.
    "qi_projects:write_poster": of_project(WRITERS, 302, 200),
    "qi_projects:save_poster": of_project(WRITERS, 302, 200),
    "qi_projects:poster_preview": of_project(READERS, 200, 200),
    "qi_projects:poster_versions": of_project(READERS, 200, 405),
    "qi_projects:submit_poster": of_project(LEADERS, 200, 200),
    "qi_projects:show_poster": of_project(PIONEER, 200, 302),
    "qi_projects:hide_poster": of_project(LEADERS, 200, 302),
    "qi_projects:approve_poster": of_project(TEAM, 200, 302),
    "qi_projects:ask_for_changes": of_project(TEAM, 200, 200),
    "qi_projects:poster_pdf": of_project(READERS, 200, 302, fixed={"size": "A4"}),
    "qi_projects:staff_posters": of_cohort(200, 405),
    "qi_projects:gallery": public(200, 405),
    "qi_projects:public_poster": public(
        200, 405, poster_pk="public_poster", nobodys_own="approved, and its author agreed"
    ),
    "qi_projects:public_photo": public(
        200,
        405,
        poster_pk="public_poster",
        photo_pk="public_photo",
        nobodys_own="on a poster that everybody may see",
    ),
    "qi_projects:public_sheet": public(
        200,
        302,
        poster_pk="public_poster",
        fixed={"size": "A4"},
        nobodys_own="the PDF of a poster that everybody may see",
    ),
    "qi_projects:sitemap": public(200, 405),
    "qi_projects:robots": public(200, 405),
}
