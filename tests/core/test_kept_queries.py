"""A query that is kept answers as one that is put together anew."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, Value
from django.test.utils import CaptureQueriesContext

from cohorts.models import Cohort, StaffMembership
from core.kept_queries import FIRST, SOMEBODY, SOMETHING, KeptQuery, stand_ins
from core.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


def cohorts_of(user):
    members = StaffMembership.objects.filter(programme=OuterRef("programme"), left_on__isnull=True)
    rows = Cohort.objects.visible_to(user).select_related("programme")
    return rows.annotate(staffed=Exists(members), known=Value(True, BooleanField()))


@pytest.fixture
def two():
    """Two cohorts, each with staff of its own."""
    found = []
    for programme in (make.programme(), make.another_programme()):
        found.append((make.cohort(programme), make.staff(programme)))
    return found


def test_rows_annotations_and_joined_rows_are_those_of_each_person(two):
    kept = KeptQuery(cohorts_of(User(pk=SOMEBODY)).filter(pk=SOMETHING))
    for cohort, user in two:
        with CaptureQueriesContext(connection) as caught:
            (found,) = kept({SOMEBODY: user.pk, SOMETHING: cohort.pk})
            shown = (found, found.programme.name, found.staffed, found.known, found.settings)
        assert shown == (cohort, cohort.programme.name, True, True, cohort.settings)
        assert len(caught) == 1
    (cohort, _), (_, other) = two
    assert list(kept({SOMEBODY: other.pk, SOMETHING: cohort.pk})) == []


def test_values_are_converted_as_ever(two):
    rows = Cohort.objects.filter(pk=SOMETHING).values("applications_open_at", "settings", "number")
    (cohort, _), _ = two
    assert list(KeptQuery(rows)({SOMETHING: cohort.pk})) == list(
        Cohort.objects.filter(pk=cohort.pk).values("applications_open_at", "settings", "number")
    )


def test_several_ids_take_the_places_of_as_many(two):
    places = stand_ins(5)[2:]
    kept = KeptQuery(Cohort.objects.filter(pk__in=places).order_by("pk"))
    first, second = (cohort.pk for cohort, _ in two)
    assert [row.pk for row in kept({places[0]: second, places[1]: first})] == [first, second]
    assert list(kept({})) == []


def test_asking_again_asks_the_database_again(two):
    (cohort, user), _ = two
    kept = KeptQuery(Cohort.objects.visible_to(User(pk=SOMEBODY)).filter(pk=SOMETHING))
    ids = {SOMEBODY: user.pk, SOMETHING: cohort.pk}
    assert list(kept(ids)) == [cohort]
    user.staff_memberships.update(left_on=cohort.starts_on)
    assert list(kept(ids)) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_thread_asks_through_a_connection_of_its_own(two):
    (cohort, _), _ = two
    kept = KeptQuery(Cohort.objects.filter(pk=SOMETHING))
    found = []

    def ask():
        try:
            found.extend(kept({SOMETHING: cohort.pk}))
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [cohort]


def test_stand_ins_are_ids_that_no_row_has():
    assert stand_ins(3) == [FIRST, FIRST - 1, FIRST - 2]
    assert FIRST < 0
