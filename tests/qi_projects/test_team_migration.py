"""The way back from teams to successors: nobody comes to lead a project by it."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from qi_projects import services
from qi_projects.enums import MemberRole
from qi_projects.models import Member
from tests import factories as make
from tests.qi_projects.team import accept, joined

pytestmark = pytest.mark.django_db
MIGRATION = import_module("qi_projects.migrations.0005_members_of_a_project")


def test_on_the_way_back_only_those_stay_who_carry_a_project_on(one):
    joined(one, MemberRole.LOOK)
    row = services.invite_successor(one.project, by=one.person, name="S", email="s@x.org")
    successor = accept(row, make.person("Sam Okafor"))
    # Undone from the last to the first: while roles are still known.
    last = MIGRATION.Migration.operations[-1]
    last.reverse_code(apps, SimpleNamespace(connection=connection))
    assert list(Member.objects.all()) == [successor]
