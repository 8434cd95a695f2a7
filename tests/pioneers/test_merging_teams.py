"""Two records of one person that are both in a project: the place that allows more stays."""

from __future__ import annotations

import pytest

from qi_projects import services
from qi_projects.enums import TEAM_ROLES, MemberRole
from qi_projects.models import Member, Project
from tests import factories as make
from tests.pioneers.two_records import joined as merged
from tests.pioneers.two_records import twice
from tests.qi_projects.running import begun
from tests.qi_projects.team import accept, invited

pytestmark = pytest.mark.django_db
LOOK, COMMENT, WRITE = TEAM_ROLES


@pytest.mark.parametrize(
    ("of_stays", "of_goes", "left"),
    [(LOOK, WRITE, WRITE), (WRITE, LOOK, WRITE), (COMMENT, COMMENT, COMMENT)],
)
def test_place_that_allows_more_stays_and_the_other_is_kept_as_ended(of_stays, of_goes, left):
    one = begun()
    stays, goes = twice()
    accept(invited(one, of_stays, "Dee One"), stays)
    accept(invited(one, of_goes, "Doe Two"), goes)
    merged(stays, goes)
    places = Member.objects.filter(person=stays)
    assert [place.role for place in places.current()] == [left]
    assert places.count() == 2
    assert not Member.objects.filter(person=goes).exists()


def test_who_carries_it_on_keeps_that_and_no_second_place():
    one = begun()
    stays, goes = twice()
    accept(invited(one, WRITE, "Dee One"), stays)
    row = services.invite_successor(one.project, by=one.person, name="D", email="d@x.org")
    accept(row, goes)
    merged(stays, goes)
    places = Member.objects.filter(person=stays)
    assert [place.role for place in places.current()] == [MemberRole.CARRIES_ON]


def test_pioneer_who_was_in_their_own_team_by_another_record_has_no_place_there():
    one = begun()
    goes = make.person(one.person.name)
    accept(invited(one, WRITE), goes)
    merged(one.person, goes)
    assert list(Member.objects.current()) == []
    assert list(Project.objects.visible_to(one.person)) == [one.project]
