"""A project whose Pioneer has left: staff find it, hand it on, and it stays among the others."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pioneers.services import pioneers
from qi_projects import selectors, services
from qi_projects.enums import Outcome
from qi_projects.models import Project
from reports.selectors import booklet
from tests import factories as make
from tests.qi_projects.running import approved, begun, url

pytestmark = pytest.mark.django_db
LINE = "project has lost its Pioneer, and nobody carries it on"


@pytest.fixture
def staff(sign_in):
    user = make.staff()
    sign_in(user)
    return user


@pytest.fixture
def left(staff):
    """Approved before its Pioneer left; another project of the cohort goes on."""
    one = begun()
    begun(one.pioneer.cohort)
    approved(one, by=staff)
    pioneers.change_state(one.pioneer, to="withdrawn", by=staff)
    return one


def carried_on(one, staff):
    services.invite_successor(one.project, by=staff, name="Sam Okoro", email="sam@homes.example")
    one.project.members.update(person=make.person("Sam Okoro"), accepted_at="2026-01-01T10:00Z")


def test_staff_are_led_from_home_to_the_project_and_to_handing_it_on(client, staff, left):
    cohort = left.pioneer.cohort
    address = reverse("qi_projects:staff_projects", args=[cohort.pk]) + "?alone=1"
    home = client.get(reverse("reports:home")).content.decode()
    assert (LINE in home, f'href="{address}"' in home) == (True, True)
    listed = client.get(address)
    assert list(listed.context["rows"]) == [left.project]
    assert f'href="{url("project", left.project.pk)}#handing-on"' in listed.content.decode()
    page = client.get(url("project", left.project.pk)).content.decode()
    assert "has left, and nobody carries the project on" in page
    assert f'href="{url("invite_successor", left.project.pk)}"' in page

    services.invite_successor(left.project, by=staff, name="Sam Okoro", email="sam@homes.example")
    assert LINE not in client.get(reverse("reports:home")).content.decode()
    assert list(client.get(address).context["rows"]) == []


def test_what_is_carried_on_stays_in_the_list_on_the_wall_and_in_the_booklet(staff, left):
    cohort = left.pioneer.cohort
    one, other = left.project, Project.objects.exclude(pk=left.project.pk).get()

    def shown():
        return (
            {row.pk for row in selectors.of_cohort(cohort)},
            {card.project.pk for card in selectors.wall(cohort)},
            [row.pk for row in booklet.listed(cohort)],
        )

    assert shown() == ({one.pk, other.pk}, {other.pk}, [])
    carried_on(left, staff)
    assert shown() == ({one.pk, other.pk}, {one.pk, other.pk}, [one.pk])


def test_an_ended_project_is_not_left_alone(staff, left):
    assert list(selectors.left_alone()) == [left.project]
    Project.objects.filter(pk=left.project.pk).update(ended_on="2026-01-01", outcome=Outcome.WORKED)
    assert list(selectors.left_alone()) == []
