"""People of the home in a project's team: by one link, each as far as the Pioneer said."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from core import audit
from core.errors import Refused
from core.models import OutboundEmail
from qi_projects import services
from qi_projects.enums import TEAM_ROLES, MemberRole
from qi_projects.models import Member
from qi_projects.services import team
from tests import factories as make
from tests.qi_projects.running import ago, begun, url
from tests.qi_projects.team import accept, fresh, invited, joined, mail_to, token_of

pytestmark = pytest.mark.django_db
LOOK, COMMENT, WRITE = TEAM_ROLES


def test_invitation_says_whose_project_it_is_and_what_one_would_do_there(one):
    mail = mail_to(invited(one, WRITE))
    assert mail.subject == f"Would you help with “{one.project}”?"
    told = f"{one.person.name} asks you to join the team of “{one.project}”"
    assert told in mail.body
    assert "You would see how it goes, say what you think, and add numbers" in mail.body


def test_opening_the_link_changes_nothing(one, sign_in, client):
    member = invited(one, WRITE)
    address = url("join_team", token_of(member))
    assert client.get(address).status_code == 200
    assert sign_in(make.person()).get(address).status_code == 200
    member.refresh_from_db()
    assert (member.accepted_at, member.person) == (None, None)


def test_who_is_not_signed_in_is_asked_for_a_code_and_comes_back(one, client):
    member = invited(one, LOOK)
    address = url("join_team", token_of(member))
    page = client.post(address).content.decode()
    assert f'name="next" value="{address}#yes"' in page
    member.refresh_from_db()
    assert member.accepted_at is None


def test_accepting_leads_to_the_project_and_gives_a_name_to_who_had_none(one, sign_in):
    member = invited(one, WRITE)
    dee = make.person()
    dee.name = ""
    dee.save()
    answer = sign_in(dee).post(url("join_team", token_of(member)))
    assert answer.url == url("project", one.project.pk)
    member.refresh_from_db()
    dee.refresh_from_db()
    assert (member.person, member.is_in_team, dee.name) == (dee, True, "Dee Deputy")
    assert audit.history(member)[0].action == "joined project’s team"


def test_link_works_once_and_pressed_twice_by_the_same_is_once(one, sign_in):
    member = joined(one, LOOK)
    address = url("join_team", token_of(member))
    assert sign_in(member.person).post(address).status_code == 302
    assert sign_in(make.person()).post(address).status_code == 410
    member.refresh_from_db()
    assert member.name == "Dee Deputy"


def test_withdrawn_invitation_opens_nothing_and_its_mail_is_cancelled(one, sign_in):
    member = invited(one, LOOK)
    address = url("join_team", token_of(member))
    sign_in(one.person).post(url("take_out", one.project.pk, member.pk))
    assert sign_in(make.person()).post(address).status_code == 410
    assert OutboundEmail.objects.get(to_email=member.email).state == "cancelled"


def test_sent_again_the_old_link_stops_working(one, sign_in):
    member = invited(one, LOOK)
    old = url("join_team", token_of(member))
    sign_in(one.person).post(url("send_member_again", one.project.pk, member.pk))
    dee = sign_in(make.person())
    assert dee.get(old).status_code == 410
    assert dee.get(url("join_team", token_of(member))).status_code == 200


def test_taken_out_the_project_is_closed_at_once_and_what_they_wrote_stays(one, sign_in):
    member = joined(one, WRITE)
    dee = sign_in(member.person)
    typed = {"value": "7", "on": ago(0).isoformat()}
    dee.post(url("add_number", one.project.pk, one.measure.pk), typed)
    assert dee.get(url("project", one.project.pk)).status_code == 200
    sign_in(one.person).post(url("take_out", one.project.pk, member.pk))
    assert sign_in(member.person).get(url("project", one.project.pk)).status_code == 404
    number = one.measure.observations.get()
    assert (number.plain, number.entered_by) == ("7", member.person)


def test_staff_take_somebody_out_and_invite_nobody(one, sign_in):
    member = joined(one, LOOK)
    staff = sign_in(make.staff())
    assert staff.get(url("invite_member", one.project.pk)).status_code == 403
    staff.post(url("take_out", one.project.pk, member.pk))
    member.refresh_from_db()
    assert member.ended_at is not None


def test_a_member_leaves_and_the_trail_says_that_it_was_they(one, sign_in):
    member = joined(one, COMMENT)
    assert sign_in(member.person).post(url("leave_team", one.project.pk)).url == "/home/"
    assert sign_in(member.person).get(url("project", one.project.pk)).status_code == 404
    event = audit.history(member)[0]
    assert (event.action, event.actor) == ("left project’s team", member.person.email)


def test_what_somebody_may_do_is_changed_before_and_after_they_answer(one, sign_in):
    member = invited(one, LOOK)
    pioneer = sign_in(one.person)
    address = url("change_member", one.project.pk, member.pk)
    pioneer.post(address, {"role": "comment"})
    accept(member, make.person())
    member.refresh_from_db()
    assert member.role == COMMENT
    assert pioneer.post(address, {"role": "write"}).url == (
        f"{url('project', one.project.pk)}#team"
    )
    member.refresh_from_db()
    assert member.role == WRITE
    assert audit.history(member)[0].detail == {"from": "comment", "to": "write"}


@pytest.mark.parametrize("role", ["carries_on", "owner", ""])
def test_nobody_is_given_more_than_the_three_by_this_way(one, role):
    with pytest.raises(Refused, match="choose what they may do"):
        services.invite_member(one.project, by=one.person, name="A", email="a@x.org", role=role)
    member = invited(one, LOOK)
    with pytest.raises(Refused, match="choose what they may do"):
        services.change_role(member, by=one.person, role=role)


def test_form_refuses_in_words_and_keeps_what_was_typed(one, sign_in):
    page = sign_in(one.person).post(
        url("invite_member", one.project.pk), {"name": "Dee", "email": one.person.email}
    )
    text = page.content.decode()
    assert "Please choose what they may do." in text
    assert 'value="Dee"' in text
    page = sign_in(one.person).post(
        url("invite_member", one.project.pk),
        {"name": "Dee", "email": one.person.email, "role": "look"},
    )
    assert "own address" in page.content.decode()
    assert not Member.objects.exists()


def test_somebody_is_in_a_project_once(one):
    member = joined(one, LOOK)
    with pytest.raises(Refused, match="Dee Deputy is in the list already"):
        services.invite_member(
            one.project, by=one.person, name="D", email="DEE@home.example", role=WRITE
        )
    with pytest.raises(Refused, match="in the list already"):
        services.invite_member(
            one.project, by=one.person, name="D", email=member.person.email, role=WRITE
        )
    other = invited(one, WRITE, "Otto Other")
    with pytest.raises(Refused, match="in this project already"):
        accept(other, member.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=other.pk).update(person=member.person)


def test_who_was_taken_out_can_be_invited_again(one):
    member = joined(one, LOOK)
    services.end_place(member, by=one.person)
    again = accept(invited(one, WRITE), member.person)
    assert again.is_in_team


def test_a_team_has_an_end(one, monkeypatch):
    monkeypatch.setattr(team, "MOST", 1)
    invited(one, LOOK)
    with pytest.raises(Refused, match="at most 1"):
        invited(one, LOOK, "Otto Other")


def test_the_pioneer_needs_no_place_in_their_own_team(one):
    with pytest.raises(Refused, match="own project"):
        accept(invited(one, LOOK), one.person)


def test_who_helped_and_then_carries_it_on_has_one_place(one):
    member = joined(one, WRITE)
    successor = services.invite_successor(
        one.project, by=one.person, name="Dee Deputy", email=member.email
    )
    accept(successor, member.person)
    member.refresh_from_db()
    assert member.ended_at is not None
    assert [place.role for place in fresh(one).members.joined()] == [MemberRole.CARRIES_ON]


def test_the_team_stays_when_a_successor_takes_over_who_then_leads_it(one, sign_in):
    member = joined(one, WRITE)
    successor = accept(
        services.invite_successor(one.project, by=one.person, name="Sam", email="s@x.org"),
        make.person("Sam Okafor"),
    )
    one.pioneer.state = "withdrawn"
    one.pioneer.save()
    number = url("add_number", one.project.pk, one.measure.pk)
    assert sign_in(member.person).get(number).status_code == 200
    assert sign_in(successor.person).get(url("invite_member", one.project.pk)).status_code == 200
    services.end_place(successor, by=one.person)
    assert sign_in(member.person).get(url("project", one.project.pk)).status_code == 200
    assert sign_in(member.person).get(number).status_code == 403


def test_team_of_one_project_opens_no_other(one, sign_in):
    member = joined(one, WRITE)
    other = begun(one.pioneer.cohort)
    pages = [url("project", other.project.pk), url("poster", other.project.pk)]
    assert [sign_in(member.person).get(page).status_code for page in pages] == [404, 404]


def test_who_left_reads_so_when_they_open_their_link_again(one, sign_in):
    member = joined(one, LOOK)
    services.end_place(member, by=member.person)
    answer = sign_in(member.person).get(url("join_team", token_of(member)))
    assert answer.status_code == 410
    assert "you are no longer in the project" in answer.content.decode()
