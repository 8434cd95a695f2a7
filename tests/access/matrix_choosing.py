"""The lines of the matrix for choosing a cohort: the board, offers and the reserve list."""

from __future__ import annotations

from tests.access.expected import TEAM, only, public
from tests.access.expected import of_cohort as pages_of_cohort


def of_cohort(get, post, **ids):
    return pages_of_cohort(get, post, "selecting", **ids)


CHOOSING = {
    "pioneers:offer": public(200, 200, "the token is the key", token="token"),
    "pioneers:hide_words": only(TEAM, 200, 302, application_pk="submitted"),
    "pioneers:decide_application": only(TEAM, 302, 200, application_pk="submitted"),
    "pioneers:decisions": of_cohort(200, 405),
    "pioneers:decide_on_board": of_cohort(302, 302, application_pk="submitted"),
    "pioneers:propose_offers": of_cohort(200, 302),
    "pioneers:wishes": of_cohort(200, 200),
    "pioneers:apply_decisions": of_cohort(200, 302),
    "pioneers:release_letters": of_cohort(200, 302),
    "pioneers:staff_offers": of_cohort(200, 405),
    "pioneers:more_days_for_all": of_cohort(200, 200),
    "pioneers:release_reserves": of_cohort(200, 302),
    "pioneers:offer_place": of_cohort(200, 302, application_pk="offered"),
    "pioneers:more_days": of_cohort(200, 200, application_pk="offered"),
    "pioneers:move_in_reserve": of_cohort(200, 200, application_pk="offered"),
}
