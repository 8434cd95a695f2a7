"""Two at the same moment: real threads on a real database."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction

from core import clock
from core.models import AuditEvent
from tests import factories as make
from tests.pioneers.test_last_place import at_once, kinds
from tests.workshops.world import published, running_cohort
from workshops.models import SignInCode
from workshops.services import guests, registers, sign_in
from workshops.services.registers import Tap

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="tests' SQLite is in memory: one writer"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def meeting():
    """One that is on now, of a set with a member."""
    wandle = make.learning_set(running_cohort(), members=1)
    now = clock.now()
    return published(wandle, now.replace(hour=min(now.hour, 20)))


def well(outcomes):
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    return kinds(outcomes)


def test_two_taps_on_one_person_leave_the_later_one(meeting):
    row = meeting.attendances.get()
    now = clock.now()
    early, late = clock.ago(seconds=20), clock.ago(seconds=10)
    by, other = make.staff(), make.staff()
    outcomes = at_once(
        lambda: registers.note(meeting, taps=[Tap(row.pioneer_id, "absent", at=late)], by=by),
        lambda: registers.note(meeting, taps=[Tap(row.pioneer_id, "part", at=early)], by=other),
    )
    assert well(outcomes) == ["done", "done"]
    row.refresh_from_db()
    assert (row.state, row.recorded_by, row.recorded_at) == ("absent", by, late)
    assert row.recorded_at < now


def test_the_later_tap_is_kept_where_it_waited_for_the_earlier_one(meeting):
    row = meeting.attendances.get()
    early, late = clock.ago(seconds=20), clock.ago(seconds=10)
    by, other = make.staff(), make.staff()
    noted = []

    def tap():
        try:
            taps = [Tap(row.pioneer_id, "absent", at=late)]
            noted.append(registers.note(meeting, taps=taps, by=by).refused)
        finally:
            connection.close()

    thread = threading.Thread(target=tap)
    with transaction.atomic():
        registers.note(meeting, taps=[Tap(row.pioneer_id, "part", at=early)], by=other)
        thread.start()
        wait_until_one_waits()
    thread.join()
    row.refresh_from_db()
    assert (noted, row.state, row.recorded_by) == ([{}], "absent", by)


def wait_until_one_waits():
    """Until another connection waits for a lock of ours."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits.")


def test_the_same_tap_sent_twice_at_once_is_one_change(meeting):
    row = meeting.attendances.get()
    by, taps = make.staff(), [Tap(row.pioneer_id, "absent", reason="ill")]
    outcomes = at_once(*[lambda: registers.note(meeting, taps=taps, by=by)] * 2)
    assert well(outcomes) == ["done", "done"]
    assert AuditEvent.objects.filter(action="took register").count() == 1


def test_two_presses_of_i_am_here_are_one_sign_in(meeting):
    meeting.ends_at = clock.now() + (meeting.ends_at - meeting.starts_at)
    meeting.starts_at = clock.now()
    meeting.save()
    code = sign_in.code_of(meeting, by=make.staff())
    person = meeting.attendances.get().pioneer.person
    outcomes = at_once(*[lambda: sign_in.sign_in(code, by=person)] * 2)
    assert well(outcomes) == ["done", "done"]
    assert AuditEvent.objects.filter(action="signed in").count() == 1


def test_two_who_ask_for_the_code_get_the_same(meeting):
    meeting.ends_at = clock.now() + (meeting.ends_at - meeting.starts_at)
    meeting.save()
    by = make.staff()
    outcomes = at_once(*[lambda: sign_in.code_of(meeting, by=by)] * 2)
    assert well(outcomes) == ["done", "done"]
    assert SignInCode.objects.count() == 1


def test_a_guest_added_by_two_is_there_once(meeting):
    effra = make.learning_set(meeting.cohort, members=1)
    missed = published(effra, clock.ago(days=3).replace(hour=10))
    pioneer = effra.memberships.get().pioneer
    by = make.staff()
    outcomes = at_once(
        *[lambda: guests.add_guest(meeting, pioneer=pioneer, makes_up_for=missed, by=by)] * 2
    )
    assert well(outcomes) == ["done", "refused"]
    assert meeting.attendances.filter(pioneer=pioneer).count() == 1
