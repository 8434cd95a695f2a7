"""Strings that stand nowhere else are planted in private fields, then looked for on every page."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.access.crawling import crawl
from tests.access.matrix import TEAM
from tests.access.world import ROLES

pytestmark = pytest.mark.django_db

# Who may read what stands in our side's rows. Whatever is not named here is for nobody.
READERS: dict[str, set[str]] = {
    "mail body": set(TEAM),
    "review note of the submitted": {"administrator"},  # staff: blind until they have scored
    "review note of the draft": {"administrator"},
    "place of the set": {"pioneer", "facilitator", *TEAM},
    "member": {"pioneer", "facilitator", "mentor", *TEAM},
    "access needs": {"facilitator", "pioneer", *TEAM},
    "join link": {"pioneer", "facilitator"},
    "problem of the project": {"pioneer", "mentor", *TEAM},
    "update of the project": {"pioneer", "mentor", *TEAM},
    "summary of the funder": {"funder", *TEAM},
}


def _kind(what: str) -> str:
    return what.rstrip("0123456789 ")


@pytest.fixture(scope="module")
def pages(world) -> dict[str, str]:
    """All that each role can read by following links."""
    found = {}
    for role in ROLES:
        cache.clear()
        start = "/" if role == "anonymous" else "/home/"
        found[role] = "\n".join(page.text for page in crawl(world.client(role), start))
    return found


def _leaks(side, pages) -> dict[str, set[str]]:
    """What -> the roles of our side whose pages show it."""
    return {
        what: {role for role, text in pages.items() if secret in text}
        for what, secret in side.secrets.items()
    }


def test_our_own_secrets_are_read_only_by_those_who_may(world, pages):
    leaked = {
        what: sorted(roles - READERS[_kind(what)] - {"staff_elsewhere"})
        for what, roles in _leaks(world.ours, pages).items()
        if roles - READERS[_kind(what)]
    }
    assert leaked == {}


def test_the_neighbours_secrets_are_read_only_by_the_programmes_team(world, pages):
    leaked = {
        what: sorted(roles - TEAM)
        for what, roles in _leaks(world.neighbours, pages).items()
        if roles - TEAM
    }
    assert leaked == {}


def test_the_other_programmes_secrets_are_read_by_its_own_staff_only(world, pages):
    leaked = {
        what: sorted(roles - {"staff_elsewhere"})
        for what, roles in _leaks(world.theirs, pages).items()
        if roles - {"staff_elsewhere"}
    }
    assert leaked == {}


@pytest.mark.parametrize(
    ("what", "role"),
    [
        ("mail body", "staff"),
        ("review note of the submitted", "administrator"),
        ("place of the set", "pioneer"),
        ("join link", "facilitator"),
        ("problem of the project", "mentor"),
        ("summary of the funder", "funder"),
    ],
)
def test_the_search_finds_what_may_be_read(world, pages, what, role):
    """Else the tests above could pass by looking for strings that no page ever shows."""
    assert role in _leaks(world.ours, pages)[what]


def test_an_applicant_reads_nothing_of_the_decision_about_them(world, pages):
    applicant = world.person("applicant")
    assert applicant is not None
    for words in ("too_thin", "Too little said to judge", "Do not offer a place"):
        assert words not in pages["applicant"]
