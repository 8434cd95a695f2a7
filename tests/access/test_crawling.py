"""Every page that a person can reach by links: it answers, in few queries, and leaks nothing.

Strings that stand nowhere else are planted in private fields and looked for on all those pages.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.access.crawling import Visited, crawl, links_of, troubles
from tests.access.expected import OF_THE_TEAM, TEAM
from tests.access.world import ROLES

pytestmark = pytest.mark.django_db
# What each must reach at least, so that a crawl that finds no links fails.
LANDMARKS = {
    "anonymous": ["apply"],
    "nobody": ["details"],
    "applicant": ["draft"],
    "pioneer": ["project"],
    "alumna": ["alumna_project"],
    "mentor": ["mentees", "project"],
    "writer": ["project"],
    "looker": ["project"],
    "reviewer": ["reading"],
    "facilitator": ["set"],
    "funder": ["summary"],
    "staff": ["cohort", "mail"],
    "administrator": ["cohort", "mail"],
    "staff_elsewhere": [],
}


def addresses(world) -> dict[str, str]:
    rows = world.ours.rows
    return {
        "apply": f"/apply/{rows['calling'].pk}/",
        "details": "/details/",
        "draft": f"/applications/{rows['draft'].pk}/",
        "mentees": "/mentoring/",
        "project": f"/projects/{rows['project'].pk}/",
        "alumna_project": f"/projects/{rows['alumna_project'].pk}/",
        "reading": f"/reading/{rows['to_read'].pk}/",
        "set": f"/sets/{rows['set'].pk}/",
        "summary": f"/summaries/{rows['summary'].pk}/",
        "cohort": f"/staff/cohorts/{rows['running'].pk}/",
        "mail": f"/staff/cohorts/{rows['selecting'].pk}/outbox/{rows['mail'].pk}/",
    }


@pytest.fixture(scope="module")
def visited(world):
    """What each role reached, crawled once."""
    found: dict[str, list[Visited]] = {}

    def of(role: str) -> list[Visited]:
        if role not in found:
            cache.clear()
            start = "/" if role == "anonymous" else "/home/"
            found[role] = crawl(world.client(role), start)
        return found[role]

    return of


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_links_lead_to_answers(world, visited, role):
    pages = visited(role)
    assert troubles(pages) == [], f"{len(pages)} pages visited"
    expected = {addresses(world)[name] for name in LANDMARKS[role]}
    assert expected - {page.url for page in pages} == set()


def test_the_crawler_sees_a_broken_link_and_a_slow_page():
    found = crawl(Client(), "/nowhere/", most=1)
    assert troubles(found) == ["/nowhere/ answered 404 (from )"]


def test_links_are_followed_within_the_site_only():
    html = '<a href="/a/#part">a</a><a href="b/">b</a><a href="//x.example/c">c</a>'
    assert list(links_of(html + '<a href="mailto:x@x.example">m</a>', "/base/")) == [
        "/a/",
        "/base/b/",
    ]


# Who may read what stands in our side's rows. Whatever is not named here is for nobody.
READERS: dict[str, set[str]] = {
    "mail body": set(TEAM),
    "review note of the submitted": {"administrator"},  # staff: blind until they have scored
    "review note of the draft": {"administrator"},
    "note of another reader": set(TEAM),  # they decide; its reviewer has not scored yet
    "concern of the manager": set(TEAM),  # the applicant knows that there is one
    "place of the set": {"pioneer", "facilitator", *TEAM},
    "member": {"pioneer", "facilitator", "mentor", *OF_THE_TEAM, *TEAM},
    "access needs": {"facilitator", "pioneer", *TEAM},
    "join link": {"pioneer", "facilitator"},
    "private own action": {"pioneer"},
    "material": {"pioneer", "facilitator", *TEAM},
    "shared own action": {"pioneer", "facilitator"},
    "problem of the project": {"pioneer", "mentor", *OF_THE_TEAM, *TEAM},
    "update of the project": {"pioneer", "mentor", *OF_THE_TEAM, *TEAM},
    "reason of the line": {"pioneer", "mentor", *OF_THE_TEAM, *TEAM},
    # Written before anybody joined the team: for those whom its writer was told of.
    "comment on the project": {"pioneer", "mentor", *TEAM},
    "summary of the funder": {"funder", *TEAM},
}


def _kind(what: str) -> str:
    return what.rstrip("0123456789 ")


@pytest.fixture
def pages(visited) -> dict[str, str]:
    """All that each role can read by following links."""
    return {role: "\n".join(page.text for page in visited(role)) for role in ROLES}


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
        ("place of the set", "staff"),
        ("join link", "facilitator"),
        ("private own action", "pioneer"),
        ("shared own action", "facilitator"),
        ("problem of the project", "pioneer"),
        ("summary of the funder", "funder"),
    ],
)
def test_the_search_finds_what_may_be_read(world, pages, what, role):
    """Else the tests above could pass by looking for strings that no page ever shows."""
    assert role in _leaks(world.ours, pages)[what]


@pytest.mark.parametrize("role", sorted(OF_THE_TEAM))
def test_members_of_a_team_read_of_one_pioneer_and_of_no_other(world, pages, role):
    names = {what for what in world.ours.secrets if _kind(what) == "member"}
    own = f"member {world.ours.rows['pioneer'].pk}"
    assert {what for what in names if world.ours.secrets[what] in pages[role]} == {own}


def test_an_applicant_reads_nothing_of_the_decision_about_them(world, pages):
    applicant = world.person("applicant")
    assert applicant is not None
    for words in ("too_thin", "Too little said to judge", "Do not offer a place"):
        assert words not in pages["applicant"]
