"""Links in mails: one action, one row, one use."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock, links
from core.models import ActionLink
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    cohort = make.cohort()
    return links.create(
        "try", cohort, person=make.person(), expires_at=clock.now() + timedelta(days=1)
    )


def test_a_link_is_found_by_its_token_and_action(token):
    assert links.find(token, "try").action == "try"
    with pytest.raises(links.LinkRefused, match="This link does not work"):
        links.find(token, "something-else")


@pytest.mark.parametrize("wrong", ["", "x", "a" * 32, "%00", "🦆"])
def test_an_unknown_token_is_refused_in_words(token, wrong):
    with pytest.raises(links.LinkRefused, match="copy the whole address from the mail"):
        links.find(wrong, "try")


def test_a_link_is_used_once(token):
    link = links.find(token, "try")
    links.check(link)
    links.use(link)
    with pytest.raises(links.LinkRefused, match="already been used"):
        links.use(links.find(token, "try"))


def test_of_two_presses_at_once_one_is_refused(token):
    first, second = links.find(token, "try"), links.find(token, "try")
    links.use(first)
    with pytest.raises(links.LinkRefused, match="already been used"):
        links.use(second)


def test_a_link_runs_out(token):
    link = links.find(token, "try")
    with clock.at(link.expires_at - timedelta(seconds=1)):
        links.check(link)
    with clock.at(link.expires_at), pytest.raises(links.LinkRefused, match="has run out"):
        links.check(link)


def test_a_revoked_link_is_refused_and_a_used_one_stays_used():
    cohort, person = make.cohort(), make.person()
    until = clock.now() + timedelta(days=1)
    used, unused = (links.create("try", cohort, person=person, expires_at=until) for _ in range(2))
    links.use(links.find(used, "try"))
    links.revoke("try", cohort)
    with pytest.raises(links.LinkRefused, match="no longer valid"):
        links.check(links.find(unused, "try"))
    with pytest.raises(links.LinkRefused, match="already been used"):
        links.check(links.find(used, "try"))


def test_tokens_are_long_different_and_not_kept():
    cohort, person = make.cohort(), make.person()
    tokens = {links.create("try", cohort, person=person, expires_at=clock.now()) for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) >= 32 for token in tokens} == {True}
    kept = str(list(ActionLink.objects.values()))
    assert [token for token in tokens if token in kept] == []


def test_an_address_in_a_mail_comes_from_the_settings(settings):
    settings.SITE_URL = "https://pioneers.example/"
    assert links.absolute("core:privacy") == "https://pioneers.example/privacy/"
