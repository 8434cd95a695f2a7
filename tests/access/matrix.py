"""Who gets which answer where: every address, every role, GET and POST without data.

An answer is a status; 302 leads on within the system, LOGIN to the sign-in page. A POST without
data presses a button where there is nothing to fill in, and gets its form back elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.access.asking import LOGIN
from tests.access.world import ROLES

Answer = int | str

ALL = frozenset(ROLES)
SIGNED_IN = ALL - {"anonymous"}
TEAM = frozenset({"staff", "administrator"})
EVERY_TEAM = TEAM | {"staff_elsewhere"}
ADMINISTRATOR = frozenset({"administrator"})
APPLICANT = frozenset({"applicant"})
PIONEER = frozenset({"pioneer"})
MENTOR = frozenset({"mentor"})
FACILITATOR = frozenset({"facilitator"})
FUNDER = frozenset({"funder"})
OF_THE_SET = PIONEER | FACILITATOR | TEAM
WRITERS = PIONEER | TEAM
READERS = WRITERS | MENTOR
TAKES_PART = frozenset({"pioneer", "alumna", "facilitator"})


@dataclass(frozen=True)
class Expected:
    """`ids`: which row of the world each id of the address is; `fixed`: its other parts."""

    answers: Mapping[str, tuple[Answer, Answer]]
    to: frozenset[str]
    ids: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    # Why the row behind the address is nobody's own, so that swapping its id opens nothing.
    nobodys_own: str = ""


def public(get: Answer, post: Answer, nobodys_own: str = "", fixed=None, **ids: str) -> Expected:
    """The same for everybody, signed in or not."""
    answers = dict.fromkeys(ROLES, (get, post))
    return Expected(answers, ALL, ids, fixed or {}, nobodys_own)


def only(
    to: frozenset[str],
    get: Answer,
    post: Answer,
    *,
    others: Answer = 404,
    but: Mapping[frozenset[str], Answer] | None = None,
    nobodys_own: str = "",
    fixed: Mapping[str, str] | None = None,
    **ids: str,
) -> Expected:
    """`to` these; the others get `others` (`but` some of them another refusal)."""
    answers: dict[str, tuple[Answer, Answer]] = dict.fromkeys(ROLES, (others, others))
    for roles, refusal in (but or {}).items():
        answers |= dict.fromkeys(roles, (refusal, refusal))
    answers |= dict.fromkeys(to, (get, post))
    answers["anonymous"] = (LOGIN, LOGIN)
    return Expected(answers, to, ids, fixed or {}, nobodys_own)


def signed_in(get: Answer, post: Answer, nobodys_own: str = "", **ids: str) -> Expected:
    return only(SIGNED_IN, get, post, nobodys_own=nobodys_own, **ids)


def before_sign_in(
    get: Answer, post: Answer, inside: tuple[Answer, Answer] = (302, 302)
) -> Expected:
    """allauth's pages for those who are not signed in; whoever is gets `inside`."""
    return Expected(dict.fromkeys(ROLES, inside) | {"anonymous": (get, post)}, ALL)


def of_cohort(get: Answer, post: Answer, cohort: str = "running", fixed=None, **ids: str):
    """Pages of one cohort: for its programme's team, and not there for anybody else."""
    return only(TEAM, get, post, fixed=fixed, cohort_pk=cohort, **ids)


def own_draft(get: Answer, post: Answer, page: str = "") -> Expected:
    """An applicant's own pages; staff know of the application and are refused."""
    fixed = {"page": page} if page else {}
    return only(APPLICANT, get, post, but={TEAM: 403}, fixed=fixed, pk="draft")


def of_project(to: frozenset[str], get: Answer, post: Answer, fixed=None, **ids: str) -> Expected:
    """Pages of one project; those who may read it and not do this are refused in words."""
    return only(to, get, post, but={READERS - to: 403}, fixed=fixed, pk="project", **ids)


SHARED_FUNDERS = "funders belong to no programme: every team sees the same list"
OPEN_CALL = "an open call is public"

CORE = {
    "core:health": public(200, 405),
    "core:privacy": public(200, 405),
    "core:accessibility": public(200, 405),
    "core:gallery": public(200, 405),
    "core:details": signed_in(200, 200),
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
    "cohorts:team": only(EVERY_TEAM, 200, 405, others=403),
    "cohorts:add_staff": only(ADMINISTRATOR, 200, 200, others=403),
    "cohorts:end_staff": only(
        ADMINISTRATOR, 200, 302, but={frozenset({"staff"}): 403}, pk="membership"
    ),
}
APPLYING = {
    "pioneers:front": public(200, 405),
    "pioneers:check_eligibility": public(200, 405, OPEN_CALL, cohort_pk="calling"),
    "pioneers:start_application": signed_in(200, 302, OPEN_CALL, cohort_pk="calling"),
    "pioneers:applications": signed_in(200, 405),
    "pioneers:application": own_draft(200, 405),
    "pioneers:withdraw_application": own_draft(200, 302),
    "pioneers:edit_application check": own_draft(200, 200, "check"),
    "pioneers:edit_application you": own_draft(200, 409, "you"),
    "pioneers:edit_application home": own_draft(200, 409, "home"),
    "pioneers:edit_application answers": own_draft(200, 302, "answers"),
    "pioneers:edit_application dates": own_draft(200, 409, "dates"),
    "pioneers:save_application you": own_draft(302, 200, "you"),
    "pioneers:save_application home": own_draft(302, 200, "home"),
    "pioneers:save_application answers": own_draft(302, 200, "answers"),
    "pioneers:save_application dates": own_draft(302, 200, "dates"),
    "pioneers:offer": public(200, 200, "the token is the key", token="token"),
    "pioneers:accept_offer": only(APPLICANT, 200, 302, but={TEAM: 403}, pk="offered"),
    "pioneers:refuse_offer": only(APPLICANT, 200, 302, but={TEAM: 403}, pk="offered"),
}
SELECTION = {
    "pioneers:staff_applications": of_cohort(200, 405, "selecting"),
    "pioneers:staff_application": only(TEAM, 200, 200, application_pk="submitted"),
    "pioneers:decide_application": only(TEAM, 302, 302, application_pk="submitted"),
    "pioneers:decisions": of_cohort(200, 302, "selecting"),
    "pioneers:apply_decisions": of_cohort(200, 302, "selecting"),
    "pioneers:staff_pioneers": of_cohort(200, 405),
    "pioneers:pair_pioneer": of_cohort(200, 200, pk="pioneer"),
    "pioneers:end_pairing": of_cohort(200, 302, pk="pioneer"),
    "pioneers:change_place": of_cohort(200, 302, fixed={"change": "pause"}, pk="pioneer"),
    "pioneers:mentors": only(EVERY_TEAM, 200, 405, others=403),
    "pioneers:add_mentor": only(EVERY_TEAM, 200, 200, others=403),
    "pioneers:mentees": only(MENTOR, 200, 405, others=403),
    "pioneers:note_meeting": only(MENTOR, 302, 200, but={PIONEER | TEAM: 403}, pk="pairing"),
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
    "workshops:apologies": only(PIONEER, 200, 200, but={FACILITATOR | TEAM: 403}, pk="meeting"),
    "workshops:take_back_apologies": only(
        PIONEER, 200, 302, but={FACILITATOR | TEAM: 403}, pk="meeting"
    ),
    "workshops:register": only(FACILITATOR | TEAM, 200, 200, but={PIONEER: 403}, pk="meeting"),
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
    "qi_projects:project_of": only(READERS, 302, 405, pk="pioneer"),
    "qi_projects:project": of_project(READERS, 200, 405),
    "qi_projects:edit_project": of_project(WRITERS, 200, 200),
    "qi_projects:add_measure": of_project(WRITERS, 200, 200),
    "qi_projects:edit_measure": of_project(WRITERS, 200, 200, measure_pk="measure"),
    "qi_projects:add_number": of_project(WRITERS, 200, 200, measure_pk="measure"),
    "qi_projects:numbers": of_project(WRITERS, 200, 405, measure_pk="measure"),
    "qi_projects:remove_number": of_project(
        WRITERS, 200, 302, measure_pk="measure", number_pk="number"
    ),
    "qi_projects:add_cycle": of_project(WRITERS, 200, 200),
    "qi_projects:edit_cycle": of_project(WRITERS, 200, 200, cycle_pk="cycle"),
    "qi_projects:add_update": of_project(WRITERS, 200, 200),
    "qi_projects:add_photo": of_project(WRITERS, 200, 200),
    "qi_projects:photo": of_project(READERS, 200, 405, photo_pk="photo"),
    "qi_projects:remove_photo": of_project(WRITERS, 200, 302, photo_pk="photo"),
    "qi_projects:poster": of_project(READERS, 200, 405),
    "qi_projects:write_poster": of_project(WRITERS, 200, 200),
    "qi_projects:submit_poster": of_project(WRITERS, 200, 200),
    "qi_projects:approve_poster": of_project(TEAM, 200, 302),
    "qi_projects:ask_for_changes": of_project(TEAM, 200, 200),
    "qi_projects:poster_pdf": of_project(READERS, 200, 302, fixed={"size": "A4"}),
    "qi_projects:staff_projects": of_cohort(200, 405),
}
REPORTS = {
    "reports:home": signed_in(200, 405),
    "reports:cohort": of_cohort(200, 405),
    "reports:booklet": of_cohort(200, 302, "celebrated"),
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
    **APPLYING,
    **SELECTION,
    **WORKSHOPS,
    **PROJECTS,
    **REPORTS,
    **DEMONSTRATION,
}
