"""Home pages around one project: of whoever carries it on, and of the Pioneer's mentor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock
from qi_projects import services
from qi_projects.enums import PosterState
from qi_projects.models import Member, ProgressReport, Update
from reports.selectors import todo
from tests import factories

pytestmark = pytest.mark.django_db


def titles(person):
    return [(line["tone"], line["title"]) for line in todo.todos(person)]


def handed_on(project, **fields):
    """Who carries a project on."""
    person = fields.pop("person", None) or factories.person()
    values = {"accepted_at": clock.now(), "invited_by": factories.staff(), **fields}
    Member.objects.create(
        role="carries_on",
        project=project,
        person=person,
        name=person.name,
        email=person.email,
        **values,
    )
    return person


@pytest.fixture
def project():
    cohort = factories.cohort(state=CohortState.RUNNING)
    return factories.project(factories.pioneer(cohort), title="Cups")


def test_who_carries_a_project_on_is_asked_for_a_number(project):
    person = handed_on(project)
    assert titles(person) == [("next", "Add a number to “Cups”")]


def test_who_carries_a_project_on_is_asked_for_the_report_that_is_late(project):
    person = handed_on(project)
    day = clock.today() - timedelta(days=3)
    ProgressReport.objects.create(project=project, usual_on=day, due_on=day)
    services.comment(project, by=factories.staff(), text="How is it going?")
    assert titles(person) == [("late", "Say how it goes"), ("next", "new comment on your project")]


def test_the_way_to_new_comments_leads_where_the_newest_of_them_stands(project):
    person, staff = handed_on(project), factories.staff()
    update = Update.objects.create(
        project=project, written_by=project.pioneer.person, text="Up", written_at=clock.now()
    )
    page = reverse("qi_projects:project", args=[project.pk])
    beside = reverse("qi_projects:update", args=[project.pk, update.pk])
    comments = f"{page}#comments"
    for told, there in ((None, comments), (update, beside), (None, comments)):
        services.comment(project, by=staff, text="How?", update=told)
        said = [item["url"] for item in todo.todos(person) if "comment" in item["title"]]
        assert said == [there]


def test_who_carries_a_project_on_is_asked_to_change_the_poster(project):
    factories.poster(project, state=PosterState.CHANGES_ASKED)
    person = handed_on(project)
    assert ("next", "Your poster: a change is asked for") in titles(person)


def test_when_the_cohort_is_over_the_project_that_was_carried_on_stays_at_hand(project):
    person = handed_on(project)
    cohort = project.pioneer.cohort
    cohort.state = CohortState.CELEBRATED
    cohort.save()
    assert titles(person) == [("calm", "Your project: Cups")]


@pytest.mark.parametrize(
    "fields", [{"accepted_at": None}, {"ended_at": clock.now()}], ids=["invited", "ended"]
)
def test_who_does_not_carry_it_on_now_is_asked_nothing(project, fields):
    assert titles(handed_on(project, **fields)) == []


def test_a_pioneer_who_carries_on_another_project_has_the_lines_of_both(project):
    own = factories.project(factories.pioneer(project.pioneer.cohort), title="Own")
    person = own.pioneer.person
    handed_on(project, person=person)
    assert titles(person)[:2] == [
        ("next", "Add a number to “Own”"),
        ("next", "Add a number to “Cups”"),
    ]


def test_a_mentors_line_leads_to_the_project_and_to_the_list_where_there_is_none(project):
    mentor = factories.mentor()
    with_one = factories.pairing(project.pioneer, by=mentor)
    factories.pairing(by=mentor)
    mentees = reverse("pioneers:mentees")
    found = {line.title: (line.url, line.second_url) for line in todo.for_mentor(mentor.user)}
    assert found.pop(f"Meet {with_one.pioneer}") == (
        reverse("qi_projects:project", args=[project.pk]),
        mentees,
    )
    assert list(found.values()) == [(mentees, "")]
