"""A running project and the people around it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories as make
from tests.qi_projects.running import begun


@pytest.fixture
def one():
    return begun()


@pytest.fixture
def world(one):
    cohort = one.pioneer.cohort
    current, other = make.mentor(), make.mentor()
    make.pairing(one.pioneer, current)
    make.pairing(begun(cohort).pioneer, other)
    return {
        "owner": one.person,
        "other_pioneer": begun(cohort).person,
        "mentor": current.user,
        "other_mentor": other.user,
        "staff": make.staff(),
        "other_staff": make.staff(make.another_programme()),
        "nobody": AnonymousUser(),
    }
