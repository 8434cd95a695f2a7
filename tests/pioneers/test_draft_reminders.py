"""Reminders of unsent drafts: when, once, and no longer than they are true."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts.enums import CohortState
from core import clock
from core.mail.kinds import plan
from core.models import MailState, OutboundEmail
from pioneers.enums import ApplicationState
from pioneers.models import Application
from pioneers.reminders import plan_draft_reminders
from pioneers.services import applications
from tests import factories as make
from tests.pioneers.applying import call, whole_draft

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def closing(at, begun_days_before=20):
    """A draft of a call that closes at `at` (London), and the moment it was begun."""
    begun = at - timedelta(days=begun_days_before)
    with clock.at(begun):
        cohort = call(
            applications_open_at=begun - timedelta(days=1),
            applications_close_at=at,
            starts_on=(at + timedelta(days=60)).date(),
            ends_on=(at + timedelta(days=300)).date(),
            celebration_on=None,
        )
        return whole_draft(cohort), begun


def rows():
    return OutboundEmail.objects.filter(kind="draft_reminder").order_by("due_at")


def due():
    return [
        row.due_at.astimezone(LONDON).strftime("%a %d %b %H:%M")
        for row in rows().filter(state=MailState.DUE)
    ]


def test_a_draft_is_reminded_a_week_and_a_day_before_at_ten_on_both_sides_of_the_clock_change():
    draft, begun = closing(datetime(2026, 10, 28, 17, tzinfo=LONDON))
    with clock.at(begun):
        assert plan() == 2
        assert plan() == 0
    assert due() == ["Wed 21 Oct 10:00", "Tue 27 Oct 10:00"]
    assert {row.to_email for row in rows()} == {draft.applicant.email}
    assert "Wednesday 28 October 2026 at 5pm" in rows()[0].body
    assert "{" not in rows()[0].subject + rows()[0].body


def test_who_began_five_days_before_is_reminded_only_of_the_last_day():
    _, begun = closing(datetime(2026, 6, 30, 12, tzinfo=LONDON), begun_days_before=5)
    with clock.at(begun):
        plan_draft_reminders()
    assert due() == ["Mon 29 Jun 10:00"]


def test_a_run_that_comes_late_tells_only_what_is_still_to_come():
    closes = datetime(2026, 6, 30, 12, tzinfo=LONDON)
    closing(closes)
    with clock.at(closes - timedelta(hours=3)):
        plan_draft_reminders()
    assert due() == ["Mon 29 Jun 10:00"]


@pytest.mark.parametrize("how", ["sent", "taken back", "by somebody else's hand"])
def test_a_draft_that_is_none_any_more_is_not_reminded(how):
    draft, begun = closing(datetime(2026, 6, 30, 12, tzinfo=LONDON))
    with clock.at(begun):
        plan_draft_reminders()
        if how == "sent":
            applications.submit(draft, by=draft.applicant)
        elif how == "taken back":
            applications.withdraw(draft, by=draft.applicant)
        else:
            Application.objects.update(state=ApplicationState.WITHDRAWN)
            assert plan_draft_reminders() == 2
        assert due() == []
        assert plan_draft_reminders() == 0
        assert set(rows().values_list("state", flat=True)) == {MailState.CANCELLED}


def test_a_moved_deadline_moves_the_reminders_and_moving_it_back_brings_them_back():
    closes = datetime(2026, 6, 30, 12, tzinfo=LONDON)
    draft, begun = closing(closes)
    cohort = draft.cohort
    with clock.at(begun):
        plan_draft_reminders()
        cohort.applications_close_at = closes + timedelta(days=2)
        cohort.save()
        assert plan_draft_reminders() == 4
        assert due() == ["Thu 25 Jun 10:00", "Wed 01 Jul 10:00"]
        cohort.applications_close_at = closes
        cohort.save()
        assert plan_draft_reminders() == 4
        assert plan_draft_reminders() == 0
    assert due() == ["Tue 23 Jun 10:00", "Mon 29 Jun 10:00"]


def test_a_deadline_moved_by_an_hour_after_the_mail_went_is_not_told_of_twice():
    closes = datetime(2026, 6, 30, 12, tzinfo=LONDON)
    draft, begun = closing(closes)
    with clock.at(begun):
        plan_draft_reminders()
    OutboundEmail.objects.filter(pk=rows()[0].pk).update(
        state=MailState.SENT, sent_at=rows()[0].due_at
    )
    draft.cohort.applications_close_at = closes + timedelta(hours=1)
    draft.cohort.save()
    with clock.at(closes - timedelta(days=6)):
        assert plan_draft_reminders() == 2
    assert due() == ["Mon 29 Jun 10:00"]
    assert "Tuesday 30 June 2026 at 1pm" in rows().get(state=MailState.DUE).body


def test_what_staff_cancelled_stays_cancelled():
    _, begun = closing(datetime(2026, 6, 30, 12, tzinfo=LONDON))
    with clock.at(begun):
        plan_draft_reminders()
        rows().update(state=MailState.CANCELLED, reason="Cancelled by staff.")
        assert plan_draft_reminders() == 0
    assert due() == []


@pytest.mark.parametrize("state", [CohortState.PLANNING, CohortState.SELECTING])
def test_drafts_of_a_call_that_is_not_open_are_not_reminded(state):
    draft, begun = closing(datetime(2026, 6, 30, 12, tzinfo=LONDON))
    draft.cohort.state = state
    draft.cohort.save()
    with clock.at(begun):
        assert plan_draft_reminders() == 0


def test_planning_takes_as_many_queries_for_20_drafts_as_for_3():
    cohort = call(applications_close_at=clock.now() + timedelta(days=15))
    counts = []
    for more in (3, 17):
        for _ in range(more):
            make.application(cohort, state=ApplicationState.DRAFT)
        with CaptureQueriesContext(connection) as captured:
            assert plan_draft_reminders() == 2 * more
        counts.append(len(captured))
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as captured:
        assert plan_draft_reminders() == 0
    assert len(captured) == 3  # the drafts, their cohorts' rules, the rows
