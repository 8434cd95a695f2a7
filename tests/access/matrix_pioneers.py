"""The lines of the matrix for the pioneers app: applications, selection, homes and people."""

from __future__ import annotations

from tests.access.expected import (
    APPLICANT,
    TEAM,
    of_cohort,
    only,
    own_draft,
    public,
    signed_in,
)

OPEN_CALL = "an open call is public"

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
    r"pioneers:edit_application answers[-\d]*": own_draft(200, 302, "answers"),
    "pioneers:edit_application dates": own_draft(200, 409, "dates"),
    "pioneers:save_application you": own_draft(302, 200, "you"),
    "pioneers:save_application home": own_draft(302, 200, "home"),
    r"pioneers:save_application answers[-\d]*": own_draft(302, 200, "answers"),
    "pioneers:save_application dates": own_draft(302, 200, "dates"),
    "pioneers:accept_offer": only(APPLICANT, 200, 302, but={TEAM: 403}, pk="offered"),
    "pioneers:refuse_offer": only(APPLICANT, 200, 302, but={TEAM: 403}, pk="offered"),
    "pioneers:answer_file": only(
        APPLICANT, 200, 405, but={TEAM: 403}, pk="draft", question_pk="file_question"
    ),
}
SELECTION = {
    "pioneers:staff_applications": of_cohort(200, 405, "selecting"),
    "pioneers:staff_application": only(TEAM, 200, 200, application_pk="submitted"),
    "pioneers:staff_pioneers": of_cohort(200, 405),
    "pioneers:pair_pioneer": of_cohort(200, 200, pk="pioneer"),
    "pioneers:end_pairing": of_cohort(200, 200, pk="pioneer"),
    "pioneers:change_place": of_cohort(200, 302, fixed={"change": "pause"}, pk="pioneer"),
}
QUESTIONS = {
    "pioneers:questions": of_cohort(200, 405, "calling"),
    "pioneers:add_question": of_cohort(200, 200, "calling"),
    "pioneers:preview_questions": of_cohort(200, 405, "calling"),
    "pioneers:edit_question": of_cohort(200, 200, "calling", pk="file_question"),
    "pioneers:arrange_question": of_cohort(
        302, 302, "calling", fixed={"what": "up"}, pk="file_question"
    ),
}
