"""Nobody gets in who was not let in on purpose."""

from __future__ import annotations

from core import access
from tests.access.routes import all_routes

# Reviewed: each of these shows nothing of anybody, or is the way in.
PUBLIC = {
    "core:health": "monitors ask it; it names parts and no more",
    "core:privacy": "words",
    "core:accessibility": "words",
    "core:gallery": "components with invented content",
    "core:unsubscribe": "the token in the mail is the key, and it can only stop mails",
    "pioneers:front": "what the programme is, and the open call",
    "pioneers:check_eligibility": "some questions, nothing kept",
    "pioneers:offer": "the token in the address is the key; opening it changes nothing",
    "pioneers:release": "a line manager has no account: the token is the key",
    "pioneers:invitation": "the token is the key; who begins signs in first",
    "pioneers:resume": "the token is the key, for one unsent draft and for one press",
    "pioneers:we_met": "the token is the key, and it can only note a day",
    "pioneers:next_call": "an address can be left; the answer is the same for all",
    "pioneers:stop_next_call": "the token is the key, and it can only stop a mail",
    "workshops:calendar_feed": "calendar programs cannot sign in: the token is the key",
    "workshops:apologies_by_link": "the token is the key, for one session and one person",
    "workshops:feedback_by_link": "the token is the key: one answer of one person, then no more",
    "qi_projects:gallery": "posters that are approved and whose authors agreed to that",
    "qi_projects:public_poster": "the same, one of them; any other is not there",
    "qi_projects:public_photo": "photographs on those posters, taken with consent",
    "qi_projects:public_sheet": "the PDF of those posters, made once for each content",
    "qi_projects:sitemap": "addresses of what is open anyway",
    "qi_projects:robots": "what search engines may read",
    "qi_projects:update_by_link": "the token is the key, for one project and one person",
    "qi_projects:update_worker": "the script that keeps an update on the phone; no content",
    "qi_projects:carry_on": "the token is the key; who says yes signs in first",
    "qi_projects:join_team": "the token is the key; who joins signs in first",
    "reports:verify_certificate": "the code on the paper is the key; it says name and cohort",
    "demonstration:sign_ins": "not there but in the demonstration",
    "demonstration:caught_mails": "not installed in production",
    "demonstration:caught_mail": "not installed in production",
    "account_login": "the way in",
    "account_logout": "the way out",
    "account_inactive": "the way in",
    "account_signup": "the way in",
    "account_email_verification_sent": "the way in",
    "account_reset_password": "the way in",
    "account_reset_password_done": "the way in",
    "account_reset_password_from_key": "the way in",
    "account_reset_password_from_key_done": "the way in",
    "account_request_login_code": "the way in",
    "account_confirm_login_code": "the way in",
    "mfa_authenticate": "the second step of the way in",
    "mfa_login_webauthn": "the way in by passkey",
}


def test_what_is_open_without_signing_in_is_the_reviewed_list():
    open_to_all = {
        route.key for route in all_routes() if getattr(route.view, "login_required", True) is False
    }
    assert open_to_all == set(PUBLIC), "look at it, then say in PUBLIC why it may be open"


def test_every_page_of_ours_names_its_rule_in_words():
    without = [
        route.key
        for route in all_routes()
        if route.is_ours and not isinstance(getattr(route.view, "rule", None), access.Rule)
    ]
    assert without == []
    wordless = [
        route.key
        for route in all_routes()
        if route.is_ours and (len(route.view.rule.words) < 5 or not route.view.rule.name)
    ]
    assert wordless == []


def test_only_the_open_pages_have_a_public_rule():
    ours = {route.key for route in all_routes() if route.is_ours}
    public = {route.key for route in all_routes() if route.is_ours and route.view.rule.public}
    assert public == set(PUBLIC) & ours


def test_the_rule_of_a_view_is_the_one_its_class_asks():
    """as_view() copies it for this test and for the page of rules: the two must be the same."""
    for route in all_routes():
        if route.is_ours:
            assert route.view.rule is route.view_class.rule
