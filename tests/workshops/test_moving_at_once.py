"""Two of the team at the same moment: real threads on a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from core import clock
from core.models import OutboundEmail
from tests import factories as make
from tests.pioneers.test_last_place import at_once, kinds
from workshops import expected
from workshops.services import sessions

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="tests' SQLite is in memory: one writer"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def move(session, days, by, **more):
    return sessions.change_session(
        session,
        starts_at=session.starts_at + timedelta(days=days),
        ends_at=session.ends_at + timedelta(days=days),
        place=session.place,
        online_link="",
        title=session.title,
        by=by,
        **more,
    )


def a_session():
    """A Tuesday far enough ahead, with one who is expected."""
    day = clock.today() + timedelta(days=15)
    day += timedelta(days=(1 - day.weekday()) % 7)
    cohort = make.cohort(
        state="running", starts_on=day - timedelta(days=60), ends_on=day + timedelta(days=200)
    )
    make.pioneer(cohort)
    session = make.session(cohort, day=day)
    expected.expect([session])
    return session


def test_of_two_moves_that_looked_at_the_same_date_one_is_done():
    session = a_session()
    outcomes = at_once(
        lambda: move(session, 1, make.staff(), seen=0),
        lambda: move(session, 2, make.staff(), seen=0),
    )
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert kinds(outcomes) == ["done", "refused"]
    session.refresh_from_db()
    assert session.sequence == 1
    assert OutboundEmail.objects.filter(kind="session_moved").count() == 1


def test_a_move_and_a_cancellation_end_in_one_version_that_is_true():
    session = a_session()
    outcomes = at_once(
        lambda: move(session, 1, make.staff(), seen=0),
        lambda: sessions.cancel_session(session, by=make.staff(), seen=0),
    )
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert kinds(outcomes) == ["done", "refused"]
    session.refresh_from_db()
    kind = "session_cancelled" if session.state == "cancelled" else "session_moved"
    due = OutboundEmail.objects.filter(kind__in=["session_moved", "session_cancelled"])
    assert list(due.values_list("kind", "state")) == [(kind, "due")]
