"""A team changed by two people at the same moment: real threads on a real database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from core import audit
from core.models import ActionLink, OutboundEmail
from qi_projects import services
from qi_projects.enums import TEAM_ROLES, MemberRole
from qi_projects.models import Member
from qi_projects.services import team
from tests import factories as make
from tests.pioneers.test_last_place import at_once, kinds
from tests.qi_projects.running import ago, url
from tests.qi_projects.team import invited, joined

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="tests' SQLite is in memory: one writer"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
LOOK, COMMENT, WRITE = TEAM_ROLES


def went_well(outcomes):
    """How each ended; an error is neither done nor refused."""
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    return kinds(outcomes)


def accepting(member, person):
    """A press of the button, of a page that was opened before anything else happened."""
    action = team.way_of(member).action
    link = ActionLink.objects.filter(action=action, subject_id=str(member.pk)).latest("pk")
    return lambda: team.accept(link, by=person)


def test_one_link_pressed_by_two_people_lets_one_in(one):
    member = invited(one, WRITE)
    presses = [accepting(member, make.person()), accepting(member, make.person())]
    assert went_well(at_once(*presses)) == ["done", "refused"]


def test_one_link_pressed_twice_by_one_person_is_once(one):
    member, dee = invited(one, WRITE), make.person()
    outcomes = at_once(accepting(member, dee), accepting(member, dee))
    assert went_well(outcomes) == ["done", "done"]
    actions = [event.action for event in audit.history(member)]
    assert actions == ["joined project’s team", "invited to project’s team"]


def test_two_invitations_of_one_person_give_one_place(one):
    dee = make.person()
    members = invited(one, LOOK), invited(one, WRITE, "Otto Other")
    outcomes = at_once(*(accepting(member, dee) for member in members))
    assert went_well(outcomes) == ["done", "refused"]
    assert Member.objects.joined().filter(person=dee).count() == 1


def test_one_address_invited_twice_is_invited_and_mailed_once(one):
    outcomes = at_once(lambda: invited(one, LOOK), lambda: invited(one, LOOK))
    assert went_well(outcomes) == ["done", "refused"]
    assert OutboundEmail.objects.filter(kind=team.JOIN.kind).count() == 1


def test_the_last_room_in_a_team_is_given_to_one(one, monkeypatch):
    monkeypatch.setattr(team, "MOST", 1)
    outcomes = at_once(lambda: invited(one, LOOK), lambda: invited(one, LOOK, "Otto Other"))
    assert went_well(outcomes) == ["done", "refused"]


def test_withdrawn_at_the_moment_of_a_yes_nobody_is_in(one):
    member = invited(one, WRITE)
    press = accepting(member, make.person())
    outcomes = at_once(press, lambda: services.end_place(member, by=one.person))
    assert went_well(outcomes) in (["done", "done"], ["done", "refused"])
    assert not Member.objects.joined().exists()


def test_role_that_is_changed_at_the_moment_of_a_yes_is_kept(one):
    member = invited(one, WRITE)
    press = accepting(member, make.person())
    outcomes = at_once(press, lambda: services.change_role(member, by=one.person, role=LOOK))
    assert went_well(outcomes) == ["done", "done"]
    assert [place.role for place in Member.objects.joined()] == [LOOK]


def test_who_helps_and_takes_over_at_the_same_moment_has_one_place(one):
    dee, member = make.person(), invited(one, WRITE)
    successor = services.invite_successor(one.project, by=one.person, name="D", email="d@x.org")
    outcomes = at_once(accepting(member, dee), accepting(successor, dee))
    assert went_well(outcomes) in (["done", "done"], ["done", "refused"])
    assert [place.role for place in Member.objects.joined()] == [MemberRole.CARRIES_ON]


def test_old_link_pressed_again_while_taking_over_stops_neither(one):
    member = joined(one, WRITE)
    successor = services.invite_successor(one.project, by=one.person, name="D", email="d@x.org")
    again = accepting(member, member.person)
    outcomes = at_once(accepting(successor, member.person), again)
    assert went_well(outcomes) in (["done", "done"], ["done", "refused"])
    assert [place.role for place in Member.objects.joined()] == [MemberRole.CARRIES_ON]


def test_taken_out_while_writing_the_number_is_kept_whole_or_not_at_all(one):
    member, client = joined(one, WRITE), Client()
    client.force_login(member.person)
    number = url("add_number", one.project.pk, one.measure.pk)
    outcomes = at_once(
        lambda: client.post(number, {"value": "7", "on": ago(0).isoformat()}).status_code,
        lambda: services.end_place(member, by=one.person),
    )
    assert went_well(outcomes) == ["done", "done"]
    assert (outcomes[0], one.measure.observations.count()) in ((302, 1), (404, 0))
    assert client.post(number, {"value": "8", "on": ago(1).isoformat()}).status_code == 404
