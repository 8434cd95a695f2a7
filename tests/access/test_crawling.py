"""Every page that a person can reach by links answers, in a bounded number of queries."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.access.crawling import crawl, links_of, troubles
from tests.access.world import ROLES

pytestmark = pytest.mark.django_db
# What each must reach at least, so that a crawl that finds no links fails.
LANDMARKS = {
    "anonymous": ["apply"],
    "nobody": ["details"],
    "applicant": ["draft"],
    "pioneer": ["project"],
    "alumna": ["alumna_project"],
    "mentor": ["project"],
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
        "project": f"/projects/{rows['project'].pk}/",
        "alumna_project": f"/projects/{rows['alumna_project'].pk}/",
        "set": f"/sets/{rows['set'].pk}/",
        "summary": f"/summaries/{rows['summary'].pk}/",
        "cohort": f"/staff/cohorts/{rows['running'].pk}/",
        "mail": f"/staff/cohorts/{rows['selecting'].pk}/outbox/{rows['mail'].pk}/",
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_links_lead_to_answers(world, role):
    cache.clear()
    client = world.client(role)
    visited = crawl(client, "/" if role == "anonymous" else "/home/")
    assert troubles(visited) == [], f"{len(visited)} pages visited"
    reached = {page.url for page in visited}
    expected = {addresses(world)[name] for name in LANDMARKS[role]}
    assert expected - reached == set()


def test_the_crawler_sees_a_broken_link_and_a_slow_page():
    found = crawl(Client(), "/nowhere/", most=1)
    assert troubles(found) == ["/nowhere/ answered 404 (from )"]


def test_links_are_followed_within_the_site_only():
    html = '<a href="/a/#part">a</a><a href="b/">b</a><a href="//x.example/c">c</a>'
    assert list(links_of(html + '<a href="mailto:x@x.example">m</a>', "/base/")) == [
        "/a/",
        "/base/b/",
    ]
