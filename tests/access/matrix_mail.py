"""The lines of the matrix for rules and words of mails, and what staff do in the outbox."""

from __future__ import annotations

from tests.access.expected import of_cohort, public, signed_in

COHORT = "selecting"

MAIL = {
    "core:own_mails": signed_in(200, 200),
    # With a token that nobody signed there is nothing; with one of ours: tests/core.
    "core:unsubscribe": public(404, 404, "the token is the key", fixed={"token": "not-signed"}),
    "cohorts:coming_mails": of_cohort(200, 405, COHORT),
    # Without a day and a kind there is no group.
    "cohorts:mail_group": of_cohort(404, 405, COHORT),
    "cohorts:group_action": of_cohort(200, 302, COHORT, fixed={"verb": "cancel"}),
    "cohorts:retry_failed": of_cohort(200, 302, COHORT),
    "cohorts:mail_write": of_cohort(200, 405, COHORT),
    "cohorts:write_to_people": of_cohort(200, 200, COHORT, fixed={"audience": "pioneers"}),
    "cohorts:mail_words": of_cohort(200, 405, COHORT),
    "cohorts:edit_words": of_cohort(200, 200, COHORT, fixed={"kind": "offer"}),
    "cohorts:default_words": of_cohort(200, 302, COHORT, fixed={"kind": "offer"}),
    "cohorts:reword_waiting": of_cohort(200, 302, COHORT, fixed={"kind": "offer"}),
    "cohorts:mail_rules": of_cohort(200, 405, COHORT),
    "cohorts:change_rule": of_cohort(200, 200, COHORT, fixed={"key": "offer_reminder_5d"}),
}
