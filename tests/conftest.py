"""Fixtures that every folder of tests shares."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and the like must not leak from one test to the next."""
    cache.clear()


@pytest.fixture
def sign_in(client):
    """Sign a person in, in this test's client; returns the client."""

    def sign(user):
        client.force_login(user)
        return client

    return sign
