"""A project is handed on at the home: by one link, with the credit where it was."""

from __future__ import annotations

import pytest

from core import audit
from core.errors import Refused
from core.models import OutboundEmail
from qi_projects import permissions, selectors, services
from qi_projects.enums import MemberRole
from qi_projects.models import Project
from tests import factories as make
from tests.qi_projects.running import begun, url
from tests.qi_projects.team import accept, joined, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(one):
    return services.invite_successor(
        one.project, by=one.person, name="Sam Okafor", email="sam@home.example"
    )


@pytest.fixture
def sam():
    return make.person("Sam Okafor")


@pytest.fixture
def carrying(invited, sam, sign_in):
    sign_in(sam).post(url("carry_on", token_of(invited)))
    invited.refresh_from_db()
    return invited


STATES = ["nobody invited", "invited", "carrying on", "ended"]
MAY = {
    # who: in each of the states, may they (see, write, hand on)?
    "pioneer": dict.fromkeys(STATES, (True, True, True)),
    "pioneer who withdrew": dict.fromkeys(STATES, (True, False, True)),
    "sam": dict.fromkeys(STATES, (False, False, False)) | {"carrying on": (True, True, False)},
    "staff": dict.fromkeys(STATES, (True, True, True)),
    "another pioneer": dict.fromkeys(STATES, (False, False, False)),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", list(MAY))
def test_who_may_see_write_and_hand_on(one, sam, sign_in, who, state):
    staff = make.staff()
    if state != "nobody invited":
        successor = services.invite_successor(
            one.project, by=staff, name="Sam", email="sam@home.example"
        )
        if state != "invited":
            sign_in(sam).post(url("carry_on", token_of(successor)))
        if state == "ended":
            services.end_place(successor, by=staff)
    if who == "pioneer who withdrew":
        one.pioneer.state = "withdrawn"
        one.pioneer.save()
    people = {
        "sam": sam,
        "staff": staff,
        "another pioneer": begun(one.pioneer.cohort).person,
    }
    user = people.get(who, one.person)
    project = Project.objects.get(pk=one.project.pk)
    sees = Project.objects.visible_to(user).filter(pk=project.pk).exists()
    asked = (
        sees,
        permissions.writes_project(user, project),
        permissions.hands_on(user, project),
    )
    assert asked == MAY[who][state]


def test_opening_the_link_changes_nothing(invited, sam, sign_in, client):
    address = url("carry_on", token_of(invited))
    assert client.get(address).status_code == 200
    assert sign_in(sam).get(address).status_code == 200
    invited.refresh_from_db()
    assert (invited.accepted_at, invited.person) == (None, None)


def test_who_is_not_signed_in_is_asked_for_a_code_and_comes_back(invited, client):
    address = url("carry_on", token_of(invited))
    page = client.post(address).content.decode()
    assert f'name="next" value="{address}#yes"' in page
    invited.refresh_from_db()
    assert invited.accepted_at is None


def test_accepted_successor_finds_the_project_and_writes(one, carrying, sam, sign_in):
    client = sign_in(sam)
    assert client.get(url("own_project")).url == url("project", one.project.pk)
    assert client.get(url("edit_project", one.project.pk)).status_code == 200
    assert next(event.action for event in audit.history(carrying)) == "accepted to carry project on"


def test_link_works_once_and_pressed_twice_by_the_same_is_once(carrying, sam, sign_in):
    address = url("carry_on", token_of(carrying))
    assert sign_in(sam).post(address).status_code == 302
    assert sign_in(make.person()).post(address).status_code == 410
    carrying.refresh_from_db()
    assert carrying.person == sam


def test_ended_succession_closes_the_project_at_once(one, carrying, sam, sign_in):
    address = url("project", one.project.pk)
    assert sign_in(sam).get(address).status_code == 200
    sign_in(one.person).post(url("change_succession", one.project.pk, carrying.pk, "end"))
    assert sign_in(sam).get(address).status_code == 404


def test_taken_back_invitation_opens_nothing_and_its_mail_is_cancelled(invited, one, sam, sign_in):
    address = url("carry_on", token_of(invited))
    services.end_place(invited, by=one.person)
    assert sign_in(sam).post(address).status_code == 410
    assert OutboundEmail.objects.get(to_email=invited.email).state == "cancelled"


def test_sent_again_the_old_link_stops_working(invited, one, sam, sign_in):
    old = url("carry_on", token_of(invited))
    services.send_again(invited, by=one.person)
    assert sign_in(sam).get(old).status_code == 410
    assert sign_in(sam).get(url("carry_on", token_of(invited))).status_code == 200


def test_only_one_is_invited_at_a_time(invited, one):
    with pytest.raises(Refused, match="Somebody has been invited already"):
        services.invite_successor(one.project, by=one.person, name="Ann", email="a@home.example")


def test_pioneer_cannot_hand_the_project_to_themselves(one):
    with pytest.raises(Refused, match="own address"):
        services.invite_successor(one.project, by=one.person, name="I", email=one.person.email)


def test_who_carries_it_on_cannot_hand_it_on(one, carrying, sam, sign_in):
    assert sign_in(sam).get(url("invite_successor", one.project.pk)).status_code == 403


def test_poster_names_who_began_it_and_who_carries_it_on(one, carrying, sam):
    project = selectors.with_record(Project.objects.all()).get(pk=one.project.pk)
    people = selectors.poster_content(project).people
    began = f"{one.pioneer.get_role_display()}, began it"
    assert [(person.name, person.role) for person in people] == [
        (one.person.name, began),
        (sam.name, "carries it on"),
    ]


def test_who_is_asked_to_carry_it_on_is_known_to_who_leads_until_they_say_yes(
    one, invited, sam, sign_in
):
    readers = {
        "pioneer": one.person,
        "staff": make.staff(),
        "mentor": make.pairing(one.pioneer).mentor.user,
        "member": joined(one, MemberRole.WRITE).person,
    }

    def told():
        address = url("project", one.project.pk)
        words = {
            who: sign_in(person).get(address).content.decode() for who, person in readers.items()
        }
        return {who for who, page in words.items() if invited.name in page}

    assert told() == {"pioneer", "staff"}
    accept(invited, sam)
    assert told() == set(readers)
