"""How often something may be done, by one address or by one person wherever they are."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from core.limits import Limit
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def request(rf, person=None, address="10.0.0.1"):
    asked = rf.get("/", REMOTE_ADDR=address)
    asked.user = person or AnonymousUser()
    return asked


def test_by_address_counts_everybody_there_and_nobody_elsewhere(rf):
    limit = Limit("try", most=2, minutes=5)
    here, elsewhere = request(rf), request(rf, address="10.0.0.2")
    assert [limit.passed(here) for _ in range(3)] == [False, False, True]
    assert not limit.passed(elsewhere)


def test_by_person_counts_them_at_every_address(rf):
    limit = Limit("try", most=2, minutes=5, by_person=True)
    anna, ben = make.person(), make.person()
    places = [request(rf, anna, address=f"10.0.0.{number}") for number in range(3)]
    assert [limit.passed(place) for place in places] == [False, False, True]
    assert not limit.passed(request(rf, ben))


def test_to_ask_whether_it_is_reached_counts_nothing(rf):
    limit = Limit("try", most=1, minutes=5)
    asked = request(rf)
    assert [limit.reached(asked) for _ in range(3)] == [False] * 3
    limit.count(asked)
    assert limit.reached(asked)
