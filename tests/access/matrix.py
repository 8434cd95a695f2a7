"""Who gets which answer where: every address, every role, GET and POST without data."""

from __future__ import annotations

from tests.access import matrix_apologies as apologies
from tests.access import matrix_calendar as calendar
from tests.access import matrix_charts as charts
from tests.access import matrix_choosing as choosing
from tests.access import matrix_entry as entry
from tests.access import matrix_growing as growing
from tests.access import matrix_list, matrix_mail, matrix_measures, matrix_mentoring, matrix_people
from tests.access import matrix_pioneers as pioneers
from tests.access import matrix_planning as planning
from tests.access import matrix_posters as posters
from tests.access import matrix_reading as reading
from tests.access import matrix_register as register
from tests.access import matrix_registers as registers
from tests.access import matrix_releases as releases
from tests.access import matrix_safe_space as safe_space
from tests.access import matrix_team as team
from tests.access import matrix_updates as updates
from tests.access.asking import LOGIN
from tests.access.expected import (
    ADMINISTRATOR,
    EVERY_TEAM,
    FUNDER,
    LEADERS,
    OF_THE_SET,
    OF_THE_TEAM,
    READERS,
    SIGNED_IN,
    TAKES_PART,
    TEAM,
    WRITERS,
    Expected,
    before_sign_in,
    of_cohort,
    of_project,
    only,
    public,
    signed_in,
)

SHARED_FUNDERS = "funders belong to no programme: every team sees the same list"

CORE = {
    "core:health": public(200, 405),
    "core:privacy": public(200, 405),
    "core:accessibility": public(200, 405),
    "core:gallery": public(200, 405),
    "core:details": signed_in(200, 200),
    "core:consents": signed_in(200, 200),
    "core:ask_consents": signed_in(200, 200),
    "core:document": only(READERS, 200, 302, pk="poster_document"),
    "core:document_file": only(READERS, 200, 405, pk="poster_document"),
}
ACCOUNTS = {
    "account_login": before_sign_in(200, 200),
    "account_logout": before_sign_in(302, 302, inside=(200, 302)),
    "account_inactive": public(200, 405),
    "account_signup": before_sign_in(200, 200),
    "account_reauthenticate": signed_in(403, 403),
    "account_email": signed_in(200, 302),
    "account_email_verification_sent": before_sign_in(302, 302),
    "account_change_password": signed_in(302, 302),
    "account_set_password": signed_in(200, 200),
    "account_reset_password": public(200, 200),
    "account_confirm_login_code": before_sign_in(LOGIN, LOGIN),
    "account_reset_password_from_key_done": public(200, 405),
    "account_reset_password_from_key": public(200, 200, fixed={"uidb36": "1", "key": "a-b"}),
    "account_reset_password_done": public(200, 405),
    "account_request_login_code": before_sign_in(200, 200),
    "mfa_index": signed_in(200, 405),
    "mfa_authenticate": before_sign_in(302, 302),
    "mfa_reauthenticate": signed_in(403, 403),
    "mfa_activate_totp": signed_in(200, 200),
    "mfa_deactivate_totp": signed_in(404, 404),
    "mfa_view_recovery_codes": signed_in(404, 405),
    "mfa_generate_recovery_codes": signed_in(200, 200),
    "mfa_download_recovery_codes": signed_in(404, 404),
    "mfa_list_webauthn": signed_in(200, 405),
    "mfa_add_webauthn": signed_in(200, 200),
    "mfa_reauthenticate_webauthn": signed_in(403, 403),
    # Of a key that is somebody else's; one's own needs a real key: tests/core/test_second_factor.
    "mfa_remove_webauthn": signed_in(404, 404, nobodys_own="nobody has a key", pk="no_key"),
    "mfa_edit_webauthn": signed_in(404, 404, nobodys_own="nobody has a key", pk="no_key"),
    "mfa_login_webauthn": before_sign_in(302, 302),
    "usersessions_list": signed_in(200, 302),
}
COHORTS = {
    "cohorts:cohorts": only(EVERY_TEAM, 200, 405, others=403),
    "cohorts:add_cohort": only(EVERY_TEAM, 200, 200, others=403),
    "cohorts:edit_cohort": of_cohort(200, 200),
    "cohorts:move_cohort": of_cohort(200, 302, fixed={"state": "celebrated"}),
    "cohorts:add_funding": of_cohort(200, 200),
    "cohorts:remove_funding": of_cohort(200, 302, pk="funding"),
    "cohorts:outbox": of_cohort(200, 405, "selecting"),
    "cohorts:release_all": of_cohort(200, 302, "selecting"),
    "cohorts:mail": of_cohort(200, 405, "selecting", pk="mail"),
    "cohorts:edit_mail": of_cohort(200, 200, "selecting", pk="mail"),
    "cohorts:mail_action": of_cohort(200, 302, "selecting", fixed={"verb": "release"}, pk="mail"),
    "cohorts:funders": only(EVERY_TEAM, 200, 405, others=403),
    "cohorts:add_funder": only(EVERY_TEAM, 200, 200, others=403),
    "cohorts:funder": only(
        EVERY_TEAM, 200, 405, others=403, nobodys_own=SHARED_FUNDERS, pk="funder"
    ),
    "cohorts:add_contact": only(
        ADMINISTRATOR, 200, 200, others=403, nobodys_own=SHARED_FUNDERS, pk="funder"
    ),
    "cohorts:end_contact": only(
        ADMINISTRATOR,
        200,
        302,
        others=403,
        nobodys_own=SHARED_FUNDERS,
        pk="funder",
        contact_pk="contact",
    ),
    "cohorts:consents": only(EVERY_TEAM, 200, 405, others=403),
    "cohorts:write_consent": only(ADMINISTRATOR, 200, 200, others=403, fixed={"kind": "photo"}),
    "cohorts:publish_consent": only(ADMINISTRATOR, 200, 302, others=403, fixed={"kind": "photo"}),
    "cohorts:discard_consent": only(ADMINISTRATOR, 200, 302, others=403, fixed={"kind": "photo"}),
    "cohorts:team": only(EVERY_TEAM, 200, 405, others=403),
    "cohorts:add_staff": only(ADMINISTRATOR, 200, 200, others=403),
    "cohorts:end_staff": only(
        ADMINISTRATOR, 200, 302, but={frozenset({"staff"}): 403}, pk="membership"
    ),
}
WORKSHOPS = {
    "workshops:timetable": of_cohort(200, 405),
    "workshops:propose_timetable": of_cohort(200, 302),
    "workshops:publish_timetable": of_cohort(200, 302),
    "workshops:edit_session": of_cohort(200, 200, pk="meeting"),
    "workshops:cancel_session": of_cohort(200, 302, pk="meeting"),
    "workshops:staff_sets": of_cohort(200, 405),
    "workshops:add_set": of_cohort(200, 200),
    "workshops:fill_sets": of_cohort(200, 302),
    "workshops:change_set": of_cohort(200, 200, pk="set"),
    "workshops:move_pioneer": of_cohort(200, 200, pk="pioneer"),
    "workshops:sessions": only(TAKES_PART, 200, 405, others=403),
    "workshops:session": only(OF_THE_SET, 200, 405, pk="meeting"),
    "workshops:learning_sets": only(TAKES_PART, 200, 405, others=403),
    "workshops:learning_set": only(OF_THE_SET, 200, 405, pk="set"),
}
PROJECTS = {
    "qi_projects:own_project": Expected(
        dict.fromkeys(SIGNED_IN, (200, 200))
        | dict.fromkeys(("pioneer", "alumna"), (302, 200))
        | {"anonymous": (LOGIN, LOGIN)},
        SIGNED_IN,
    ),
    "qi_projects:project_of": only(READERS - OF_THE_TEAM, 302, 405, pk="pioneer"),
    "qi_projects:project": of_project(READERS, 200, 405),
    "qi_projects:edit_project": of_project(LEADERS, 200, 200),
    "qi_projects:add_cycle": of_project(WRITERS, 200, 200),
    "qi_projects:edit_cycle": of_project(WRITERS, 200, 200, cycle_pk="cycle"),
    "qi_projects:add_photo": of_project(WRITERS, 200, 200),
    "qi_projects:photo": of_project(READERS, 200, 405, photo_pk="photo"),
    "qi_projects:edit_photo": of_project(WRITERS, 200, 200, photo_pk="photo"),
    "qi_projects:remove_photo": of_project(WRITERS, 200, 302, photo_pk="photo"),
    "qi_projects:staff_projects": of_cohort(200, 405),
}
REPORTS = {
    "reports:home": signed_in(200, 405),
    "reports:cohort": of_cohort(200, 405),
    "reports:booklet": of_cohort(200, 302, "celebrated"),
    # Whoever has not just shown that it is they signs in again first; tests/reports does.
    "reports:own_data": signed_in(200, LOGIN),
    "reports:person_data": only(
        ADMINISTRATOR, 200, LOGIN, but={frozenset({"staff"}): 403}, pk="person"
    ),
    "reports:summaries": only(EVERY_TEAM | FUNDER, 200, 405, others=403),
    "reports:summary": only(TEAM | FUNDER, 200, 405, pk="summary"),
    "reports:summary_pdf": only(TEAM | FUNDER, 200, 302, pk="summary"),
    "reports:issue_summary": only(
        ADMINISTRATOR, 200, 302, others=403, nobodys_own=SHARED_FUNDERS, pk="funder"
    ),
}
# In the tests it is installed and not at work; production does not install it.
DEMONSTRATION = {
    "demonstration:sign_ins": public(404, 404),
    "demonstration:caught_mails": public(200, 405),
    "demonstration:caught_mail": public(404, 404, fixed={"name": "no-such-mail"}),
}
MATRIX: dict[str, Expected] = {
    **CORE,
    **ACCOUNTS,
    **COHORTS,
    **pioneers.APPLYING,
    **pioneers.SELECTION,
    **charts.CHARTS,
    **matrix_people.PEOPLE,
    **updates.UPDATES,
    **matrix_list.LIST,
    **matrix_mail.MAIL,
    **pioneers.QUESTIONS,
    **entry.ENTRY,
    **register.REGISTER,
    **matrix_mentoring.MENTORING,
    **releases.RELEASES,
    **reading.READING,
    **choosing.CHOOSING,
    **WORKSHOPS,
    **registers.REGISTERS,
    **planning.PLANNING,
    **calendar.CALENDAR,
    **apologies.APOLOGIES,
    **safe_space.SAFE_SPACE,
    **PROJECTS,
    **matrix_measures.MEASURES,
    **posters.POSTERS,
    **growing.GROWING,
    **team.TEAM,
    **REPORTS,
    **DEMONSTRATION,
}
