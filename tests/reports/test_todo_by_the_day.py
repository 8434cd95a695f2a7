"""What a Pioneer's home page says on the last day on which it holds, and on the next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cohorts.enums import CohortState
from core import clock
from pioneers.models import HomePause
from qi_projects.enums import Direction, MeasureKind
from qi_projects.models import Comment, Measure, Observation, ProgressReport
from reports.selectors import todo
from tests import factories
from workshops.models import Attendance

pytestmark = pytest.mark.django_db

UP_TO_DATE = "Your project: Cups"
A_NUMBER = "Add a number to “Cups”"
OUTBREAK = "We have an outbreak"


@pytest.fixture
def pioneer():
    return factories.pioneer(factories.cohort(state=CohortState.RUNNING))


def titles(pioneer):
    return [line["title"] for line in todo.todos(pioneer.person)]


@pytest.mark.parametrize(("days", "told"), [(14, UP_TO_DATE), (15, A_NUMBER)])
def test_a_number_is_fresh_for_fourteen_days(pioneer, days, told):
    project = factories.project(pioneer, title="Cups")
    measure = Measure.objects.create(
        project=project, name="Drinks", kind=MeasureKind.COUNT, direction=Direction.INCREASE
    )
    for more in (0, 1, 40):
        on = clock.today() - timedelta(days=days + more)
        Observation.objects.create(measure=measure, on=on, value=4)
    assert titles(pioneer) == [told, OUTBREAK]


@pytest.mark.parametrize(("days", "told"), [(10, "Say how it goes"), (11, A_NUMBER)])
def test_a_report_is_asked_for_from_ten_days_before_it_is_due(pioneer, days, told):
    project = factories.project(pioneer, title="Cups")
    for more in (30, 0):
        day = clock.today() + timedelta(days=days + more)
        ProgressReport.objects.create(project=project, usual_on=day, due_on=day)
    assert titles(pioneer) == [told, OUTBREAK]


@pytest.mark.parametrize(("minutes", "expected"), [(-1, 1), (1, 0)])
def test_a_comment_is_new_for_fourteen_days(pioneer, minutes, expected):
    project = factories.project(pioneer, title="Cups")
    Comment.objects.create(
        project=project,
        text="How?",
        written_by=factories.staff(),
        written_at=clock.ago(days=14, minutes=minutes),
    )
    assert titles(pioneer).count("new comment on your project") == expected


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [(0, 1, True), (-9, 1, True), (1, 9, False), (-9, 0, False)],
)
def test_a_pause_is_told_of_from_its_first_day_to_the_day_before_it_ends(
    pioneer, starts, ends, told
):
    today = clock.today()
    HomePause.objects.create(
        home=pioneer.home,
        reason="outbreak",
        starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends),
        started_by=pioneer.person,
    )
    paused = [title for title in titles(pioneer) if title.startswith("Your home is paused until")]
    assert (len(paused), OUTBREAK in titles(pioneer)) == (int(told), not told)


def test_the_next_session_is_the_first_that_has_not_ended(pioneer):
    rows = [
        factories.session(pioneer.cohort, day=clock.today() + timedelta(days=days), title=title)
        for days, title in ((9, "Later"), (3, "Next"), (-3, "Past"))
    ]
    factories.session(factories.cohort(state=CohortState.RUNNING), title="Of others")
    for row in rows:
        Attendance.objects.get_or_create(
            session=row, pioneer=pioneer, defaults={"recorded_by": pioneer.person}
        )
    assert titles(pioneer)[0] == "Next"
    with clock.at(rows[1].ends_at):
        assert titles(pioneer)[0] == "Later"


def test_a_pause_of_one_place_without_a_home_is_not_told_of_another():
    other = factories.pioneer(home=None)
    pioneer = factories.pioneer(home=None, person=other.person)
    HomePause.objects.create(
        pioneer=pioneer,
        reason="outbreak",
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=9),
        started_by=pioneer.person,
    )
    found = [title.partition(" until")[0] for title in titles(pioneer)]
    assert (found.count("Your home is paused"), found.count(OUTBREAK)) == (1, 1)
