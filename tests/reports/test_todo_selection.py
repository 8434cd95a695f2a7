"""Staff's lines about offers, places and readings: which state of the records makes which line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from pioneers.enums import ApplicationState
from pioneers.models import Assignment, ReleaseAgreement, Review, Reviewer, SelectionPlan
from pioneers.services import readers, reviewing
from reports.selectors import todo
from reports.selectors.todo.others import for_reviewer
from tests import factories as make

pytestmark = pytest.mark.django_db


def selecting(**fields):
    return make.cohort(state="selecting", **fields)


def lines(user=None):
    return [(item.tone, item.count, item.title) for item in todo.for_staff(user or make.staff())]


def offered(cohort, days=9):
    """An offer that runs out in so many days."""
    until = clock.now() + timedelta(days=days)
    return make.application(cohort, state=ApplicationState.OFFERED, offer_expires_at=until)


def test_offers_that_run_out_within_two_days_are_told_apart_from_the_others():
    cohort = selecting()
    for days in (1, 1, 9):
        offered(cohort, days)
    make.application(cohort, state="offered")
    assert lines() == [
        ("next", 2, "offers run out within two days"),
        ("calm", 2, "offers not answered yet"),
    ]
    [first, _] = todo.for_staff(make.staff())
    assert first.url == reverse("pioneers:staff_offers", args=[cohort.pk]) + "#out"


@pytest.mark.parametrize(
    ("states", "places", "expected"),
    [
        (["reserve"], 1, [("next", 1, "place is free, and somebody waits in reserve")]),
        (["reserve"] * 3, 2, [("next", 2, "places are free, and somebody waits in reserve")]),
        # No place, nobody, or others still to be answered.
        (["reserve", "confirmed"], 1, []),
        (["lapsed", "confirmed"], 1, []),
        (["lapsed"], 1, [("next", 1, "place is free, and nobody waits in reserve")]),
        # Nothing was ever given: that is no place that became free.
        (["declined"], 1, []),
    ],
)
def test_free_places(states, places, expected):
    cohort = selecting(places=places)
    for state in states:
        make.application(cohort, state=state)
    assert lines() == expected


def test_free_places_are_no_business_while_somebody_is_not_answered_or_after_the_start():
    cohort = selecting(places=2)
    make.application(cohort, state="reserve")
    last = make.application(cohort)
    assert [title for _, _, title in lines()] == ["application to read"]
    last.delete()
    cohort.starts_on = clock.today()
    cohort.save()
    assert lines() == []


def test_a_place_of_one_who_left_before_the_start_is_free():
    cohort = selecting(places=1)
    make.pioneer(cohort, state="withdrawn")
    assert lines() == [("next", 1, "place is free, and nobody waits in reserve")]


@pytest.mark.parametrize(
    ("application", "release", "n"),
    [
        ("offered", "concern", 1),
        ("offered", "agreed", 0),
        ("offered", "asked", 0),
        ("withdrawn", "concern", 0),
        ("declined", "concern", 0),
    ],
)
def test_a_managers_concern_about_somebody_who_may_still_come(application, release, n):
    ReleaseAgreement.objects.create(
        application=make.application(selecting(), state=application),
        manager_email="m@x.example",
        state=release,
        answered_at=clock.now(),
    )
    found = [title for _, _, title in lines() if "concern" in title]
    assert len(found) == n


@pytest.mark.parametrize(
    ("days", "state", "scored", "left", "n"),
    [
        (-1, "submitted", False, False, 1),
        (0, "submitted", False, False, 0),
        (-1, "withdrawn", False, False, 0),
        (-1, "submitted", True, False, 0),
        (-1, "submitted", False, True, 0),
    ],
)
def test_a_reading_is_overdue_after_its_day(days, state, scored, left, n):
    cohort = selecting()
    SelectionPlan.objects.create(cohort=cohort, read_by=clock.today() + timedelta(days=days))
    reader = Reviewer.objects.create(
        cohort=cohort, user=make.person(), left_at=clock.now() if left else None
    )
    application = make.application(cohort, state=state)
    Assignment.objects.create(application=application, reviewer=reader)
    if scored:
        Review.objects.create(application=application, reviewer=reader.user)
    assert len([tone for tone, _, title in lines() if title == "reading is overdue"]) == n


def test_as_many_queries_for_thirty_of_each_as_for_three():
    by, counts = make.staff(), []
    for more in (3, 27):
        for _ in range(more):
            cohort = selecting()
            offered(cohort, 1)
            make.application(cohort, state="lapsed")
            ReleaseAgreement.objects.create(
                application=offered(cohort), manager_email="m@x.example", answered_at=clock.now()
            )
        with CaptureQueriesContext(connection) as found:
            assert todo.for_staff(by)
        counts.append(len(found))
    assert counts[0] == counts[1] == 5


def queries_of(by):
    with CaptureQueriesContext(connection) as found:
        todo.for_staff(by)
    return [query["sql"] for query in found]


def test_what_can_not_be_due_yet_is_not_asked():
    cohort, by = selecting(), make.staff()
    plan = SelectionPlan.objects.create(cohort=cohort, read_by=clock.today())
    make.application(cohort)
    make.session(cohort)
    assert len(queries_of(by)) == 4

    plan.read_by -= timedelta(days=1)
    plan.save()
    *_, overdue, _ = queries_of(by)
    assert "overdue" in overdue
    assert "missed" not in overdue

    ended = clock.now() - timedelta(hours=1)
    make.session(cohort, starts_at=ended - timedelta(hours=3), ends_at=ended)
    *_, due, _ = queries_of(by)
    assert [kind in due for kind in ("overdue", "missed", "registers")] == [True] * 3


def test_of_two_cohorts_each_has_its_own_numbers():
    """What is kept is asked again for each person and each time."""
    first, second = selecting(number=8), selecting(number=9)
    for cohort, n in ((first, 1), (second, 2)):
        for _ in range(n):
            ReleaseAgreement.objects.create(
                application=make.application(cohort, state="confirmed"),
                manager_email="m@x.example",
                state="concern",
                answered_at=clock.now(),
            )
    concerns = [(n, title) for _, n, title in lines() if "concern" in title]
    assert concerns == [
        (1, "line manager has a concern about letting somebody come"),
        (2, "line managers have a concern about letting somebody come"),
    ]
    ReleaseAgreement.objects.filter(application__cohort=first).update(state="agreed")
    assert [n for _, n, title in lines() if "concern" in title] == [2]


def test_nothing_of_another_programme():
    cohort = selecting(of=make.another_programme())
    offered(cohort, 1)
    make.application(cohort, state="lapsed")
    assert lines() == []


def test_a_reviewer_is_told_how_many_wait_until_they_are_read():
    cohort = selecting()
    SelectionPlan.objects.create(cohort=cohort, reviews_each=1)
    applications = [make.application(cohort) for _ in range(3)]
    staff, reader = make.staff(), make.person()
    readers.add_reviewer(cohort, email=reader.email, name=reader.name, by=staff)
    assert for_reviewer(reader) == []
    readers.allot(cohort, by=staff)
    readers.declare_conflict(applications[0], by=reader)
    reviewing.review(applications[1], by=reader, scores={})
    assert [(one.count, one.title, one.tone) for one in for_reviewer(reader)] == [
        (1, "application to read and score", "next")
    ]
    SelectionPlan.objects.filter(cohort=cohort).update(read_by=clock.today() - timedelta(days=1))
    assert [one.tone for one in for_reviewer(reader)] == ["late"]
