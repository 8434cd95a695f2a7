"""The lines of the matrix for people over the years, and for joining two records of one."""

from __future__ import annotations

from tests.access.expected import ADMINISTRATOR, EVERY_TEAM, TEAM, only

PEOPLE = {
    "pioneers:staff_people": only(EVERY_TEAM, 200, 405, others=403),
    "pioneers:matches": only(EVERY_TEAM, 200, 405, others=403),
    "pioneers:staff_person": only(TEAM, 200, 405, pk="person"),
    "pioneers:person_history": only(TEAM, 200, 405, pk="person"),
    "pioneers:join_people": only(TEAM, 200, 302, pk="person"),
    "pioneers:not_same_person": only(TEAM, 200, 302, pk="person"),
    "pioneers:merge": only(TEAM, 200, 405, merge_pk="merge"),
    "pioneers:do_merge": only(
        ADMINISTRATOR, 200, 302, but={frozenset({"staff"}): 403}, merge_pk="merge"
    ),
    "pioneers:drop_merge": only(TEAM, 200, 302, merge_pk="merge"),
    "pioneers:application_matches": only(TEAM, 200, 405, application_pk="submitted"),
    "pioneers:attach_home": only(TEAM, 200, 302, application_pk="submitted"),
    "pioneers:use_details": only(TEAM, 200, 302, application_pk="submitted"),
}
