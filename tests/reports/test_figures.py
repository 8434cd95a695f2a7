"""Each published number against a small world that one can count on one's fingers."""

from __future__ import annotations

import pytest

from cohorts.enums import CareSetting, CohortState, JobRole
from core import clock
from pioneers.enums import PioneerState
from qi_projects.enums import PosterState, Theme
from reports import figures
from tests import factories
from workshops.enums import AttendanceState, SessionKind
from workshops.models import Attendance

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return factories.cohort(state=CohortState.RUNNING)


@pytest.fixture
def world(cohort):
    """Two Pioneers of one home in Croydon, one in Merton, one who withdrew; another cohort's."""
    shared = factories.care_home()
    merton = factories.care_home(borough=factories.borough("Merton"))
    people = [
        factories.pioneer(cohort, home=shared, role=JobRole.MANAGER),
        factories.pioneer(cohort, home=shared, role=JobRole.DEPUTY),
        factories.pioneer(
            cohort, home=merton, role=JobRole.MANAGER, setting=CareSetting.SUPPORTED_LIVING
        ),
        factories.pioneer(cohort, state=PioneerState.WITHDRAWN),
    ]
    factories.pioneer(factories.cohort(state=CohortState.RUNNING))
    return people


def test_pioneers_are_those_who_did_not_withdraw(cohort, world):
    assert figures.pioneers([cohort]) == 3


def test_two_pioneers_of_one_home_are_one_home(cohort, world):
    assert figures.homes([cohort]) == 2


def test_a_pioneer_without_a_home_adds_no_home(cohort, world):
    factories.pioneer(cohort, home=None)
    assert figures.homes([cohort]) == 2


def test_pioneers_by_borough_of_their_home(cohort, world):
    factories.pioneer(cohort, home=None)
    assert figures.pioneers_by_borough([cohort]) == {"Croydon": 2, "Merton": 1, None: 1}


def test_pioneers_by_setting(cohort, world):
    assert figures.pioneers_by_setting([cohort]) == {
        CareSetting.OLDER_RESIDENTIAL: 2,
        CareSetting.SUPPORTED_LIVING: 1,
    }


def test_pioneers_by_role(cohort, world):
    assert figures.pioneers_by_role([cohort]) == {JobRole.MANAGER: 2, JobRole.DEPUTY: 1}


def test_projects_by_theme_leave_out_who_withdrew(cohort, world):
    factories.project(world[0], theme=Theme.FALLS)
    factories.project(world[1], theme=Theme.FALLS)
    factories.project(world[3], theme=Theme.COMMUNICATION)
    assert figures.projects_by_theme([cohort]) == {Theme.FALLS: 2}


def test_attendance_counts_registers_that_were_taken_without_who_was_excused(cohort, world):
    by = factories.person()
    held = factories.session(cohort, register_taken_at=clock.now())
    open_register = factories.session(cohort)
    states = [AttendanceState.PART, AttendanceState.APOLOGIES, AttendanceState.EXCUSED]
    for pioneer, state in zip(world, states, strict=False):
        Attendance.objects.create(session=held, pioneer=pioneer, state=state, recorded_by=by)
    for session in (held, open_register):
        Attendance.objects.create(
            session=session, pioneer=world[3], state=AttendanceState.PRESENT, recorded_by=by
        )
    assert figures.attendance([cohort]) == {"expected": 2, "came": 1, "apologies": 1, "people": 2}


def test_sessions_held_are_those_with_a_register_by_kind(cohort):
    learning_set = factories.learning_set(cohort)
    factories.session(cohort, register_taken_at=clock.now())
    factories.session(cohort)
    for _ in range(2):
        factories.session(learning_set, register_taken_at=clock.now())
    assert figures.sessions_held([cohort]) == {
        SessionKind.WORKSHOP: 1,
        SessionKind.LEARNING_SET: 2,
    }


def test_posters_approved_leave_out_drafts(cohort, world):
    factories.poster(factories.project(world[0]))
    factories.poster(factories.project(world[1]), state=PosterState.DRAFT)
    assert figures.posters_approved([cohort]) == 1


def test_no_cohort_gives_nought(world):
    assert (figures.pioneers([]), figures.homes([]), figures.pioneers_by_role([])) == (0, 0, {})
