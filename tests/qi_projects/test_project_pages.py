"""The pages of projects and posters: who may, what a wrong entry says, what stays in its box."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from core import clock, documents
from core.models import Document, DocumentState
from qi_projects import permissions, services
from qi_projects.models import Observation, PdsaCycle, Project
from tests import factories as make
from tests.qi_projects.running import (
    SEES,
    WORDS,
    ago,
    approved,
    approving,
    begun,
    errors,
    running_cohort,
    submitted,
    url,
    with_numbers,
)

pytestmark = pytest.mark.django_db


RULES = [
    (permissions.owns_project, {"owner"}),
    (permissions.writes_project, {"owner", "staff"}),
    (permissions.judges_poster, {"staff"}),
]


def test_project_is_visible_to_its_pioneer_mentor_and_staff_alone(world, one):
    sees = {
        who
        for who, user in world.items()
        if Project.objects.visible_to(user).filter(pk=one.project.pk).exists()
    }
    assert sees == SEES


@pytest.mark.parametrize(("rule", "allowed"), RULES, ids=[rule.name for rule, _ in RULES])
def test_rule_for_each_kind_of_person(world, one, rule, allowed):
    assert {who for who, user in world.items() if rule(user, one.project)} == allowed


def test_mentor_whose_pairing_ended_sees_the_project_no_more(one):
    mentor = make.mentor()
    make.pairing(one.pioneer, mentor, started_on=ago(30), ended_on=ago(3))
    assert not Project.objects.visible_to(mentor.user).exists()


def test_mentor_goes_from_the_mentee_to_the_project(one, sign_in):
    mentor = make.mentor()
    make.pairing(one.pioneer, mentor)
    response = sign_in(mentor.user).get(reverse("qi_projects:project_of", args=[one.pioneer.pk]))
    assert (response.status_code, response.url) == (302, url("project", one.project.pk))


def test_mentor_of_a_pioneer_without_a_project_is_told_so(sign_in):
    pairing = make.pairing()
    address = reverse("qi_projects:project_of", args=[pairing.pioneer.pk])
    response = sign_in(pairing.mentor.user).get(address, follow=True)
    assert f"{pairing.pioneer} has not started a project yet." in response.content.decode()


def test_withdrawn_pioneer_reads_and_writes_no_more(one, sign_in):
    one.pioneer.state = "withdrawn"
    one.pioneer.save()
    client = sign_in(one.person)
    assert client.get(url("project", one.project.pk)).status_code == 200
    assert client.post(url("add_update", one.project.pk), {"text": "Hello"}).status_code == 403


WRITING = ["edit_project", "add_measure", "add_cycle", "add_update", "add_photo", "write_poster"]
WRITING += ["submit_poster", "approve_poster", "ask_for_changes"]


@pytest.mark.parametrize("name", WRITING)
def test_mentor_may_not_open_or_post_what_writes(world, one, sign_in, name):
    client = sign_in(world["mentor"])
    address = url(name, one.project.pk)
    assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)


@pytest.mark.parametrize("name", ["project", "poster", *WRITING])
@pytest.mark.parametrize("who", ["other_pioneer", "other_mentor", "other_staff"])
def test_project_is_not_there_for_others(world, one, sign_in, who, name):
    assert sign_in(world[who]).get(url(name, one.project.pk)).status_code == 404


def test_mentor_sees_no_button_that_writes(world, one, sign_in):
    client = sign_in(world["mentor"])
    for name in ("project", "poster"):
        page = client.get(url(name, one.project.pk)).content.decode()
        assert "/add/" not in page
        assert "/edit/" not in page
        assert "/write/" not in page


def test_number_under_the_chart_takes_two_steps(one, sign_in):
    client = sign_in(one.person)
    page = client.get(url("project", one.project.pk)).content.decode()
    add = url("add_number", one.project.pk, one.measure.pk)
    assert f'action="{add}"' in page
    assert f'value="{clock.today().isoformat()}"' in page

    saved = client.post(add, {"value": "1,250", "on": clock.today().isoformat(), "note": ""})
    assert saved.url == f"{url('project', one.project.pk)}#measure-{one.measure.pk}"
    assert one.measure.observations.get().value == 1250


@pytest.mark.parametrize(
    ("value", "day", "words"),
    [
        ("140", 0, "A percentage is between 0 and 100; 140 is not."),
        ("lots", 0, "Write it as a number, such as 12 or 12.5."),
        ("12,5", 0, "Write it as a number, such as 12 or 12.5."),
        ("NaN", 0, "Write it as a number, such as 12 or 12.5."),
        ("99999999999", 0, "This is larger than we can draw. Is there a digit too many?"),
        ("", 0, "Please write the number."),
        ("64", -1, "This day is in the future. Add the number when you have counted it."),
    ],
)
def test_wrong_number_says_why_and_stays_in_its_box(one, sign_in, value, day, words):
    services.change_measure(one.measure, by=one.person, kind="percent")
    typed = {"value": value, "on": ago(day).isoformat(), "note": "outbreak"}
    page = sign_in(one.person).post(url("add_number", one.project.pk, one.measure.pk), typed)
    assert errors(page) == [words]
    assert {name: page.context["form"][name].value() for name in typed} == typed
    assert Observation.objects.count() == 0


def test_number_of_another_projects_measure_is_not_there(one, sign_in):
    other = begun().measure
    address = url("add_number", one.project.pk, other.pk)
    assert sign_in(one.person).post(address, {"value": "4"}).status_code == 404


def test_number_is_taken_off_from_the_list_of_numbers(one, sign_in):
    with_numbers(one.measure, [4, 5], one.person)
    row, client = one.measure.observations.first(), sign_in(one.person)
    remove = url("remove_number", one.project.pk, one.measure.pk, row.pk)
    page = client.get(url("numbers", one.project.pk, one.measure.pk)).content.decode()
    assert remove in page
    assert client.get(remove).status_code == 200
    assert one.measure.observations.count() == 2
    client.post(remove)
    assert one.measure.observations.count() == 1


def test_refused_cycle_keeps_every_word(one, sign_in):
    typed = {
        "title": "Weekend too",
        "started_on": ago(2).isoformat(),
        "ended_on": ago(9).isoformat(),
        "plan": "Ask Saturday staff",
    }
    cycle = services.add_cycle(one.project, by=one.person, title="Tea", started_on=ago(9))
    page = sign_in(one.person).post(url("edit_cycle", one.project.pk, cycle.pk), typed)
    assert errors(page) == ["The cycle cannot end before it starts: please look at the two dates."]
    assert {name: page.context["form"][name].value() for name in typed} == typed
    assert PdsaCycle.objects.get().title == "Tea"


def test_refused_aim_keeps_every_word(one, sign_in):
    typed = {"title": "Cups", "theme": "falls", "aim_to": "lots", "team": "Two night carers"}
    page = sign_in(one.person).post(url("edit_project", one.project.pk), typed)
    assert errors(page) == ["Write it as a number, such as 12 or 12.5."]
    assert {name: page.context["form"][name].value() for name in typed} == typed


def test_new_pioneer_answers_the_four_questions_once(sign_in):
    pioneer = make.pioneer(running_cohort())
    client, mine = sign_in(pioneer.person), url("own_project")
    answers = {
        "problem": "Falls after tea.",
        "aim_among": "our 30 residents",
        "measure": "Falls a week",
        "direction": "decrease",
        "aim_by": (ago(-90)).isoformat(),
    }
    page = client.get(mine).content.decode()
    assert [f"{n}. " in page for n in (1, 2, 3, 4)] == [True] * 4
    assert 'name="theme"' not in page
    started = client.post(mine, answers)
    project = Project.objects.get(pioneer=pioneer)
    assert started.url == url("project", project.pk)
    assert (project.title, project.theme) == ("Reduce falls a week", "falls")
    again = client.post(mine, answers)
    assert errors(again) == ["You have a project already, or no place on a running cohort."]
    assert client.get(mine).url == url("project", project.pk)


def test_one_sentence_is_enough_to_start(sign_in):
    pioneer = make.pioneer(running_cohort())
    client = sign_in(pioneer.person)
    client.post(url("own_project"), {"problem": "Too many falls on the stairs. It worries us all."})
    project = Project.objects.get(pioneer=pioneer)
    assert (project.title, project.theme) == ("Too many falls on the stairs", "falls")
    assert (project.aim_sentence, project.measures.count()) == ("", 0)
    assert client.get(url("project", project.pk)).status_code == 200


def test_theme_is_asked_only_where_the_words_do_not_tell(sign_in):
    pioneer = make.pioneer(running_cohort())
    client = sign_in(pioneer.person)
    page = client.post(url("own_project"), {"problem": "Something should be better."})
    assert errors(page) == ["We could not tell from your words. Please choose one."]
    assert "Something should be better." in page.content.decode()
    client.post(
        url("own_project"), {"problem": "Something should be better.", "theme": "mouth_care"}
    )
    assert Project.objects.get(pioneer=pioneer).theme == "mouth_care"


def test_aim_is_printed_as_it_is_typed_and_nothing_is_saved(one, sign_in):
    before = Project.objects.filter(pk=one.project.pk).values().get()
    typed = {"aim_verb": "reduce", "aim_what": "falls", "aim_from": "9", "aim_to": "lots"}
    page = sign_in(one.person).post(url("aim_preview", one.project.pk), typed).content.decode()
    assert "We will reduce falls." in page
    assert "Still to say: where you want to get to, among whom, by when." in page
    assert Project.objects.filter(pk=one.project.pk).values().get() == before


def test_person_without_a_place_is_told_so(sign_in):
    page = sign_in(make.person()).get(url("own_project")).content.decode()
    assert "There is no project to start" in page


def test_staff_approve_from_the_poster_page(one, sign_in):
    submitted(one)
    client = sign_in(make.staff())
    client.post(approving(client, one.project))
    one.poster.refresh_from_db()
    assert one.poster.state == "approved"


def test_staff_approve_only_what_they_have_read(one, sign_in):
    submitted(one)
    client = sign_in(make.staff())
    read = approving(client, one.project)
    with_numbers(one.measure, [14, 16, 18], one.person)
    for address in (read, url("approve_poster", one.project.pk)):
        page = client.post(address, follow=True).content.decode()
        assert "The poster has changed since you read it" in page
    one.poster.refresh_from_db()
    assert one.poster.state == "submitted"
    client.post(approving(client, one.project))
    one.poster.refresh_from_db()
    assert one.poster.state == "approved"


def test_words_typed_while_staff_read_stay_in_their_boxes(one, sign_in):
    submitted(one)
    typed = {**WORDS, "results": "Now three in four."}
    page = sign_in(one.person).post(url("write_poster", one.project.pk), typed)
    assert errors(page) == [
        "The poster is with the programme team. Wait for their answer, then change it."
    ]
    assert page.context["form"]["results"].value() == "Now three in four."


def test_poster_asked_for_twice_is_made_once_and_says_what_it_must(one, sign_in):
    with_numbers(one.measure, [14, 16, 18, 17, 17, 17, 51, 49, 43, 45, 58, 57], one.person)
    approved(one, make.staff())
    client, address = sign_in(one.person), url("poster_pdf", one.project.pk, "A4")
    assert client.post(address).url == client.post(address).url
    document = Document.objects.get()
    documents.render(str(document.pk))
    document.refresh_from_db()
    assert document.state == DocumentState.READY
    text = " ".join(PdfReader(document.file).pages[0].extract_text().split())
    finding = client.get(url("project", one.project.pk)).context["charts"][0]["finding"]
    assert [words for words in (one.project.title, one.project.home.name, finding) if words] == [
        words for words in (one.project.title, one.project.home.name, finding) if words in text
    ]


def test_poster_of_an_unknown_size_is_not_there(one, sign_in):
    assert sign_in(one.person).post(url("poster_pdf", one.project.pk, "A9")).status_code == 404


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_of_a_full_project_need_few_queries_however_much_they_show(one, sign_in):
    client = sign_in(one.person)
    with_numbers(one.measure, [4], one.person)
    services.write_update(one.project, by=one.person, text="Begun.")
    services.add_cycle(one.project, by=one.person, title="Tea", started_on=ago(9))
    pages = [url("project", one.project.pk), url("poster", one.project.pk)]
    few = [queries(client, page) for page in pages]
    for name in ("Biscuits", "Cups"):
        measure = services.add_measure(
            one.project,
            by=one.person,
            name=name,
            definition="",
            kind="count",
            unit="a day",
            direction="increase",
        )
        with_numbers(measure, range(20), one.person)
    for n in range(5):
        services.add_cycle(one.project, by=one.person, title=f"Tea {n}", started_on=ago(9))
        services.write_update(one.project, by=make.staff(), text="Going on.")
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 18


def test_staff_list_needs_as_many_queries_for_30_as_for_3(sign_in):
    cohort, client = running_cohort(), sign_in(make.staff())

    def fill(count):
        for _ in range(count):
            one = begun(cohort)
            with_numbers(one.measure, [4, 5], one.person)
            make.pioneer(cohort)

    fill(3)
    three = queries(client, url("staff_projects", cohort.pk))
    fill(27)
    assert queries(client, url("staff_projects", cohort.pk)) == three
    assert three <= 15


def test_staff_list_shows_the_posters_of_one_state(sign_in):
    cohort = running_cohort()
    waiting, writing = begun(cohort, title="Waiting"), begun(cohort, title="Writing")
    submitted(waiting)
    page = sign_in(make.staff()).get(url("staff_projects", cohort.pk), {"poster": "submitted"})
    assert [row.title for row in page.context["rows"]] == ["Waiting"]
    assert writing.project.title == "Writing"
