"""What may stand in an invitation to a project's team, and how many mails go out."""

from __future__ import annotations

import pytest

from core.errors import Refused
from core.models import OutboundEmail
from qi_projects import selectors, services
from qi_projects.enums import TEAM_ROLES
from qi_projects.models import Member, Project
from qi_projects.services import team
from tests import factories as make
from tests.qi_projects.running import submitted, url
from tests.qi_projects.team import accept, invited, joined, mail_to

pytestmark = pytest.mark.django_db
LOOK, COMMENT, WRITE = TEAM_ROLES


def invite(client, one, **typed):
    told = {"name": "Dee Deputy", "email": "dee@home.example", "role": "look", **typed}
    return client.post(url("invite_member", one.project.pk), told)


@pytest.mark.parametrize(
    ("name", "length"),
    [("email", 254), ("name", 120)],
)
def test_longer_than_we_can_keep_is_refused_in_words(one, sign_in, name, length):
    value = "d" * (length + 1)
    if name == "email":
        value = f"{'d' * (length - 12)}@home.example"
    page = invite(sign_in(one.person), one, **{name: value}).content.decode()
    assert f"it has {len(value)} letters, and {length} fit" in page
    assert not Member.objects.exists()


def test_longest_name_is_kept_by_who_had_none(one, sign_in):
    invite(sign_in(one.person), one, name="D" * 120)
    dee = make.person()
    dee.name = ""
    dee.save()
    accept(Member.objects.get(), dee)
    dee.refresh_from_db()
    assert dee.name == "D" * 120


def test_name_adds_no_line_to_a_mail(one, sign_in):
    invite(sign_in(one.person), one, name="Dee\r\n\r\nPay\nhere")
    member = Member.objects.get()
    assert member.name == "Dee Pay here"
    assert mail_to(member).body.startswith("Dear Dee,\n\n")


def test_taking_invitations_back_mails_no_more_people_than_a_day_allows(one, monkeypatch):
    monkeypatch.setattr(team, "MOST_MAILS_A_DAY", 2)
    services.end_place(invited(one, LOOK), by=one.person)
    other = invited(one, LOOK, "Otto Other")
    with pytest.raises(Refused, match="go on tomorrow"):
        services.send_again(other, by=one.person)
    with pytest.raises(Refused, match="go on tomorrow"):
        invited(one, LOOK, "Third Thea")
    assert OutboundEmail.objects.filter(kind="member_invited").count() == 2
    assert [row.name for row in Member.objects.current()] == ["Otto Other"]


@pytest.mark.parametrize(
    ("text", "named"),
    [("Alison, Hal and the night staff", []), ("Alison, Al.", ["Al"]), ("al", [])],
)
def test_a_short_name_is_not_found_within_another(one, text, named):
    joined(one, WRITE, "Al", may_be_named=False)
    services.change_project(one.project, by=one.person, team=text)
    project = selectors.as_subject(Project.objects.all()).get(pk=one.project.pk)
    assert selectors.named_without_a_yes(project) == named
    Member.objects.update(may_be_named=True)
    project = selectors.as_subject(Project.objects.all()).get(pk=one.project.pk)
    assert selectors.names_to_offer(project) == ([] if named else ["Al"])


def test_mentor_who_is_invited_to_look_still_reads_the_wishes_for_the_poster(one, sign_in):
    mentor = make.mentor(one.pioneer.cohort.programme)
    make.pairing(one.pioneer, mentor)
    services.change_project(one.project, by=one.person, aim_verb="increase", aim_what="drinks")
    services.ask_for_changes(submitted(one), by=make.staff(), at={"results": "Give the number"})
    accept(invited(one, LOOK, "Mo Mentor"), mentor.user)
    page = sign_in(mentor.user).get(url("poster", one.project.pk)).content.decode()
    assert "Give the number" in page
