"""What whoever leads a project hears of who joins and leaves its team."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.mail import choices
from core.models import OutboundEmail
from pioneers.services import pioneers
from qi_projects import services
from qi_projects.enums import TEAM_ROLES, MemberRole
from tests import factories as make
from tests.qi_projects.team import accept, invited, joined

pytestmark = pytest.mark.django_db
LOOK, COMMENT, WRITE = TEAM_ROLES


def told():
    """To whom, and in what words: the subject, and the sentence after it in the mail."""
    rows = OutboundEmail.objects.filter(kind="team_changed").order_by("pk")
    return [
        (row.to_email, row.subject, row.body.partition("”. ")[2].partition("\n")[0]) for row in rows
    ]


def carried_on(one):
    """By somebody who leads it from now on, in place of its Pioneer."""
    successor = services.invite_successor(
        one.project, by=one.person, name="Sam Okoro", email="sam@homes.example"
    )
    return accept(successor, make.person("Sam Okoro")).person


def test_who_leads_hears_once_that_somebody_joined_and_once_that_they_left(one):
    member = joined(one, WRITE)
    accept(member, member.person)
    for _ in range(2):
        services.end_place(member, by=member.person)
    team = f"the team of “{one.project}”"
    assert told() == [
        (one.person.email, f"Dee Deputy has joined {team}", "They may look, comment and write."),
        (one.person.email, f"Dee Deputy has left {team}", "What they wrote stays in it."),
    ]


def test_who_leads_hears_that_staff_took_somebody_out_and_not_what_they_did_themselves(one):
    first, second = joined(one, LOOK), joined(one, LOOK, "Flo Floor")
    OutboundEmail.objects.all().delete()
    services.end_place(first, by=make.staff(one.pioneer.cohort.programme))
    services.end_place(second, by=one.person)
    assert [subject for _, subject, _ in told()] == [
        f"Dee Deputy is no longer in the team of “{one.project}”"
    ]


def test_an_invitation_that_was_not_answered_is_ended_without_a_word(one):
    services.end_place(invited(one, LOOK), by=make.staff(one.pioneer.cohort.programme))
    assert told() == []


def test_who_carries_the_project_on_hears_it_in_place_of_its_pioneer(one):
    leader = carried_on(one)
    joined(one, LOOK)
    assert [email for email, _, _ in told()] == [leader.email]


def test_a_member_who_carries_the_project_on_has_not_left(one):
    member = joined(one, WRITE)
    successor = services.invite_successor(
        one.project, by=one.person, name="Dee", email="d@x.example"
    )
    assert accept(successor, member.person).role == MemberRole.CARRIES_ON
    assert [subject for _, subject, _ in told()] == [
        f"Dee Deputy has joined the team of “{one.project}”"
    ]


def test_where_nobody_leads_nobody_is_told(one):
    member = joined(one, LOOK)
    OutboundEmail.objects.all().delete()
    pioneers.change_state(one.pioneer, to="withdrawn", by=make.staff())
    services.end_place(member, by=member.person)
    assert told() == []


def test_it_can_be_turned_off_where_the_others_can(one, sign_in):
    page = sign_in(one.person).get(reverse("core:own_mails")).content.decode()
    assert "Who joins and leaves your project’s team" in page
    assert choices.optional("team_changed")
