"""What the Pioneer, members, mentor and staff see of a project's team, and who is named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cohorts.models import Programme
from core import clock
from core.models import OutboundEmail
from pioneers.relations import roles_of
from qi_projects import selectors, services
from qi_projects.enums import TEAM_ROLES
from qi_projects.models import Member, Project
from reports.selectors import todo
from tests import factories as make
from tests.access.crawling import links_of
from tests.qi_projects.running import ago, begun, picture, submitted, url
from tests.qi_projects.team import accept, fresh, invited, joined, token_of

pytestmark = pytest.mark.django_db
LOOK, COMMENT, WRITE = TEAM_ROLES


def page_of(client, one, name="project"):
    return client.get(url(name, one.project.pk)).content.decode()


def test_pioneer_sees_who_is_in_what_each_may_do_and_who_has_not_answered(one, sign_in):
    writer, waiting = joined(one, WRITE), invited(one, LOOK, "Lou Looker")
    page = page_of(sign_in(one.person), one)
    assert "May look, comment and write · since" in page
    assert "May look · invited" in page
    links = [
        f'href="{url(name, one.project.pk, member.pk)}"' in page
        for member in (writer, waiting)
        for name in ("change_member", "send_member_again", "take_out")
    ]
    assert links == [True, False, True, True, True, True]


def test_who_is_only_invited_is_shown_to_who_leads_and_to_nobody_else(one, sign_in):
    invited(one, LOOK, "Lou Looker")
    writer = joined(one, WRITE)
    mentor = make.mentor(one.pioneer.cohort.programme)
    make.pairing(one.pioneer, mentor)
    people = [one.person, make.staff(one.pioneer.cohort.programme), mentor.user, writer.person]
    shown = ["Lou Looker" in page_of(sign_in(person), one) for person in people]
    assert shown == [True, True, False, False]
    services.end_place(writer, by=one.person)
    assert 'id="team"' not in page_of(sign_in(mentor.user), one)


def test_no_address_of_the_team_is_on_the_page(one, sign_in):
    member = joined(one, WRITE)
    other = joined(one, COMMENT, "Con Commenter")
    page = page_of(sign_in(other.person), one)
    assert [words in page for words in (member.email, member.person.email)] == [False, False]


def test_staff_see_the_team_and_can_take_out_and_not_change_it(one, sign_in):
    member = joined(one, WRITE)
    page = page_of(sign_in(make.staff(one.pioneer.cohort.programme)), one)
    names = ("take_out", "change_member")
    shown = [f'href="{url(name, one.project.pk, member.pk)}"' in page for name in names]
    assert shown == [True, False]


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_every_button_on_a_members_page_is_one_they_may_press(one, sign_in, role):
    """A link that answers 403 would be a promise that is not kept."""
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(3), 4, "")])
    services.add_cycle(one.project, by=one.person, title="Cups first", started_on=ago(9))
    member = joined(one, role)
    client = sign_in(member.person)
    for name in ("project", "poster", "theory", "reached"):
        found = links_on(page_of(client, one, name))
        answers = {link: client.get(link).status_code for link in found}
        assert {link: code for link, code in answers.items() if code not in (200, 302)} == {}


def links_on(page):
    return sorted({link for link in links_of(page, "/") if link.startswith("/projects/")})


def test_whose_hand_a_number_is_from_is_said_where_several_type(one, sign_in):
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(3), 4, "")])
    assert "was typed by" not in page_of(sign_in(one.person), one)
    member = joined(one, WRITE)
    typed = {"value": "7", "on": ago(0).isoformat()}
    sign_in(member.person).post(url("add_number", one.project.pk, one.measure.pk), typed)
    client = sign_in(one.person)
    assert f"The newest number was typed by {member.person.name}." in page_of(client, one)
    listed = client.get(url("numbers", one.project.pk, one.measure.pk)).content.decode()
    assert [f"typed by {name}" in listed for name in (member.person.name, one.person.name)] == [
        True,
        True,
    ]


def test_a_pasted_sheet_and_an_update_bear_the_members_name(one, sign_in):
    member = joined(one, WRITE)
    client = sign_in(member.person)
    paste = url("paste_numbers", one.project.pk, one.measure.pk)
    sheet = {"numbers": f"{ago(2):%d/%m/%Y},5\n{ago(1):%d/%m/%Y},6"}
    seen = client.post(paste, sheet).context["seen"]
    client.post(paste, {**sheet, "save": "yes", "seen": seen})
    client.post(url("add_update", one.project.pk), {"text": "Jugs are out by seven."})
    numbers = one.measure.observations.values_list("value", "entered_by")
    assert list(numbers) == [(5, member.person.pk), (6, member.person.pk)]
    assert one.project.updates.get().written_by == member.person


def test_who_can_see_what_one_writes_counts_the_team_in(one, sign_in):
    before = page_of(sign_in(one.person), one, "add_update")
    assert "you, your mentor and the programme team" in before
    invited(one, LOOK)
    assert "you, your team, your mentor and" in page_of(sign_in(one.person), one, "add_update")


def test_comments_from_before_somebody_joined_stay_with_those_they_were_for(one, sign_in):
    mentor = make.mentor(one.pioneer.cohort.programme)
    make.pairing(one.pioneer, mentor)
    with clock.at(clock.now() - timedelta(days=2)):
        services.comment(one.project, by=mentor.user, text="Between you and me")
    member = joined(one, COMMENT)
    services.comment(one.project, by=mentor.user, text="Said to all of you")
    people = [one.person, mentor.user, member.person]
    found = [
        [words in page_of(sign_in(person), one) for words in ("Between you", "Said to all")]
        for person in people
    ]
    assert found == [[True, True], [True, True], [False, True]]


def test_where_no_comment_is_shown_a_member_reads_since_when(one, sign_in):
    services.comment(one.project, by=make.staff(one.pioneer.cohort.programme), text="Early")
    member = joined(one, COMMENT)
    words = ("since you joined", "Nobody has commented")
    assert [line in page_of(sign_in(member.person), one) for line in words] == [True, False]


def test_who_left_or_was_taken_out_reads_so_on_the_home_page(one, sign_in):
    member, never = joined(one, LOOK), make.person()
    for person, expected in ((member.person, False), (never, False)):
        page = sign_in(person).get(reverse("reports:home")).content.decode()
        assert ("You are in no project’s team now" in page) == expected
    services.end_place(member, by=one.person)
    page = sign_in(member.person).get(reverse("reports:home")).content.decode()
    assert [words in page for words in ("in no project’s team now", "no application yet")] == [
        True,
        False,
    ]


def test_wishes_for_the_poster_are_shown_to_members_who_write_its_words(one, sign_in):
    services.change_project(one.project, by=one.person, aim_verb="increase", aim_what="drinks")
    poster = submitted(one)
    services.ask_for_changes(poster, by=make.staff(), at={"results": "Please give the number"})
    writer, looker = joined(one, WRITE), joined(one, LOOK, "Lou Looker")
    shown = [
        "Please give the number" in page_of(sign_in(member.person), one, "poster")
        for member in (writer, looker)
    ]
    assert shown == [True, False]


def test_a_comment_of_a_member_is_told_to_the_pioneer_and_an_answer_to_the_member(one):
    member, quiet = joined(one, COMMENT), joined(one, COMMENT, "Qui Quiet")
    services.comment(one.project, by=member.person, text="Try straws?")
    services.comment(one.project, by=one.person, text="We do, from Monday")
    sent = OutboundEmail.objects.filter(kind="project_comment").order_by("pk")
    assert [mail.to_email for mail in sent] == [one.person.email, member.person.email]
    services.end_place(member, by=one.person)
    services.comment(one.project, by=one.person, text="It works")
    assert sent.count() == 2
    assert quiet.person.email not in [mail.to_email for mail in sent]


def test_only_who_said_yes_is_offered_as_a_name_and_nobody_is_named_unasked(one, sign_in):
    joined(one, WRITE, "Yes Yolanda", may_be_named=True)
    joined(one, WRITE, "No Norman")
    client = sign_in(one.person)
    form = client.get(url("edit_project", one.project.pk)).context["form"]
    assert [name for name, _ in form.fields["name_them"].choices] == ["Yes Yolanda"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "name_them"}
    assert client.post(url("edit_project", one.project.pk), typed).status_code == 302
    assert fresh(one).team == ""
    client.post(url("edit_project", one.project.pk), {**typed, "name_them": ["Yes Yolanda"]})
    assert fresh(one).team == "Yes Yolanda"
    project = selectors.with_record(Project.objects.all()).get(pk=one.project.pk)
    content = selectors.poster_content(project)
    assert ([person.name for person in content.people], content.team) == (
        [one.person.name],
        "Yes Yolanda",
    )


def test_a_yes_that_is_taken_back_is_told_to_the_pioneer(one, sign_in):
    member = joined(one, WRITE, "Yes Yolanda", may_be_named=True)
    services.change_project(one.project, by=one.person, team="Yes Yolanda, the night staff")
    words = "The poster names Yes Yolanda, who has not said yes to that."
    assert words not in page_of(sign_in(one.person), one)
    sign_in(member.person).post(url("name_me", one.project.pk, "no"))
    assert words in page_of(sign_in(one.person), one)
    assert words not in page_of(sign_in(member.person), one)


def test_the_link_asks_whether_one_may_be_named_and_the_box_is_empty(one, sign_in):
    member = invited(one, WRITE)
    dee = sign_in(make.person())
    page = dee.get(url("join_team", token_of(member))).content.decode()
    assert '<input class="form-check-input" type="checkbox" name="may_be_named"' in page
    dee.post(url("join_team", token_of(member)), {"may_be_named": "on"})
    member.refresh_from_db()
    assert member.may_be_named


def test_home_says_whose_project_one_is_in_and_has_it_one_press_away(one):
    member = joined(one, WRITE)
    line = todo.todos(member.person)[0]
    assert (line["title"], line["url"]) == (one.project.title, url("project", one.project.pk))
    assert line["text"] == (
        f"You are in the team of {one.person.name}’s project. You may look, comment and write."
    )


def test_navigation_leads_to_the_one_project_or_home_where_there_are_more(one, sign_in):
    member = joined(one, LOOK)
    client = sign_in(member.person)
    assert 'href="/projects/ours/"' in client.get("/home/").content.decode()
    assert client.get("/projects/ours/").url == url("project", one.project.pk)
    accept(invited(begun(one.pioneer.cohort), LOOK), member.person)
    assert client.get("/projects/ours/").url == "/home/"


def test_the_row_of_one_project_is_not_changed_through_another(one, sign_in):
    other = begun(one.pioneer.cohort)
    member = joined(one, LOOK)
    for name in ("change_member", "take_out", "send_member_again"):
        assert sign_in(other.person).post(url(name, other.project.pk, member.pk)).status_code == 404
    assert Member.objects.get(pk=member.pk).is_in


def test_what_holds_for_the_pioneer_holds_for_who_writes(one, sign_in):
    client = sign_in(joined(one, WRITE).person)
    told = client.post(url("add_update", one.project.pk), {"text": "Her number is 943 476 5919."})
    assert "an NHS number must never be written here" in told.content.decode()
    file = SimpleUploadedFile("trolley.jpg", picture().read(), "image/jpeg")
    sent = {"file": file, "alt_text": "The drinks trolley", "focus": "centre"}
    page = client.post(url("add_photo", one.project.pk), sent).content.decode()
    assert "Please ask everyone in the photograph first" in page
    assert (one.project.updates.count(), one.project.photos.count()) == (0, 0)


def test_who_leads_the_programme_sees_the_place_among_a_persons_roles(one):
    member = joined(one, WRITE)
    sam = make.person("Sam Okafor")
    accept(services.invite_successor(one.project, by=one.person, name="S", email="s@x.org"), sam)
    programmes = Programme.objects.all()
    found = [
        [(line.label, line.where) for line in roles_of([person], programmes)]
        for person in (member.person, sam)
    ]
    assert found == [
        [("In a project’s team", one.project.title)],
        [("Carries a project on", one.project.title)],
    ]
