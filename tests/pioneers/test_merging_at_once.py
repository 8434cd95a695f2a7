"""Two administrators at the same moment: real threads on a real database."""

from __future__ import annotations

import pytest
from django.db import connection

from core.models import Merge, MergeState, User
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.services import applications, matching
from tests import factories as make
from tests.pioneers.test_last_place import at_once, kinds
from tests.pioneers.two_records import twice

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="tests' SQLite is in memory: one writer"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def went_well(outcomes):
    """How each ended; an error is neither done nor refused."""
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    return kinds(outcomes)


def test_the_same_merge_pressed_by_two_is_done_once():
    stays, goes = twice()
    by, other = make.administrator(), make.administrator()
    merge = matching.propose(stays, goes, by=by, choices={})
    outcomes = at_once(
        lambda: matching.join(merge, by=by),
        lambda: matching.join(Merge.objects.get(pk=merge.pk), by=other),
    )
    assert went_well(outcomes) == ["done", "refused"]
    assert stays.applications.count() == 2


def test_one_into_the_other_while_the_other_is_joined_into_the_one():
    one, other = twice()
    by = make.administrator()
    back = matching.propose(other, one, by=by, choices={})
    there = Merge.objects.create(stays=one, goes=other, proposed_by=by)
    outcomes = at_once(
        lambda: matching.join(there, by=by), lambda: matching.join(back, by=make.administrator())
    )
    assert went_well(outcomes) == ["done", "refused"]
    assert Merge.objects.filter(state=MergeState.DONE).count() == 1
    done = Merge.objects.get(state=MergeState.DONE)
    assert Application.objects.filter(applicant=done.stays).count() == 2
    assert list(User.objects.filter(pk__in=[one.pk, other.pk], is_active=True)) == [done.stays]


def test_an_application_taken_back_while_its_person_is_joined_is_taken_back_once():
    stays, goes = twice()
    by = make.administrator()
    application = goes.applications.get()
    merge = matching.propose(stays, goes, by=by, choices={})
    outcomes = at_once(
        lambda: matching.join(merge, by=by),
        lambda: applications.withdraw(application, by=by),
    )
    assert went_well(outcomes) == ["done", "done"]
    application.refresh_from_db()
    assert (application.applicant, application.state) == (stays, ApplicationState.WITHDRAWN)
