"""Fixtures of the tests of applicants and Pioneers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries():
    """How many queries a call makes."""

    def count(do):
        with CaptureQueriesContext(connection) as captured:
            do()
        return len(captured)

    return count
