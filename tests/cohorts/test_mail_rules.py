"""A cohort's rules for planned mails: what they allow, when a mail is due, and what follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from cohorts import mail_rules
from cohorts.mail_rules import Rule, RuleKind
from cohorts.models import MailRule
from cohorts.services import copy_cohort
from cohorts.services.mail_rules import change_rule
from core import clock
from core.errors import Refused
from core.models import AuditEvent, OutboundEmail
from pioneers.reminders import plan_draft_reminders
from tests import factories as make
from workshops import expected, reminders

pytestmark = pytest.mark.django_db

WEEK, DAY = "session_reminder_7d", "session_reminder_1d"
TEN = time(10)


def rule(days: int, at: time = TEN, *, after: bool = False) -> Rule:
    kind = RuleKind("x", "x", "x", "somebody", "the session", 7, after=after)
    return Rule(kind, True, days, at)


# Clocks go back on 26 October 2025 and forward on 29 March 2026: ten o'clock stays ten o'clock.
@pytest.mark.parametrize(
    ("anchor", "days", "at", "after", "due"),
    [
        (date(2025, 7, 23), 7, TEN, False, "2025-07-16T09:00"),
        (date(2025, 7, 23), 0, time(7), False, "2025-07-23T06:00"),
        (date(2025, 10, 28), 3, TEN, False, "2025-10-25T09:00"),
        (date(2025, 10, 28), 2, TEN, False, "2025-10-26T10:00"),
        (date(2026, 3, 27), 2, TEN, True, "2026-03-29T09:00"),
        (date(2026, 3, 27), 1, TEN, True, "2026-03-28T10:00"),
        # The anchor's day is London's: a quarter past midnight in summer is the day before in UTC.
        (datetime(2025, 7, 22, 23, 15, tzinfo=UTC), 1, TEN, False, "2025-07-22T09:00"),
        # Whatever the table says, nobody's telephone rings at night.
        (date(2025, 1, 8), 1, time(3), False, "2025-01-07T07:00"),
        (date(2025, 1, 8), 1, time(23), False, "2025-01-07T19:30"),
    ],
)
def test_a_mail_is_due_by_the_clock_on_the_wall_and_never_at_night(anchor, days, at, after, due):
    found = mail_rules.due_at(anchor, rule(days, at, after=after)).astimezone(UTC)
    assert f"{found:%Y-%m-%dT%H:%M}" == due


@pytest.mark.parametrize(
    ("key", "is_on", "days", "at", "refused"),
    [
        (WEEK, True, 7, time(7), ""),
        (WEEK, True, 7, time(19, 30), ""),
        (WEEK, True, 7, time(6, 59), "between 7am and 8pm"),
        (WEEK, True, 7, time(19, 31), "between 7am and 8pm"),
        (WEEK, True, 7, time(0), "between 7am and 8pm"),
        (WEEK, True, 0, TEN, ""),
        (WEEK, True, 120, TEN, ""),
        (WEEK, True, -1, TEN, "from 0 to 120"),
        (WEEK, True, 121, TEN, "from 0 to 120"),
        (WEEK, False, 7, TEN, ""),
        ("offer_reminder_2d", True, 3, TEN, ""),
        ("offer_reminder_2d", False, 2, TEN, "cannot be switched off"),
        ("no_such_rule", True, 7, TEN, "no such rule"),
    ],
)
def test_what_a_rule_may_be_changed_to(key, is_on, days, at, refused):
    cohort, staff = make.cohort(), make.staff()
    if refused:
        with pytest.raises(Refused, match=refused):
            change_rule(cohort, key, is_on=is_on, days=days, at=at, by=staff)
        assert MailRule.objects.count() == AuditEvent.objects.count() == 0
        return
    change_rule(cohort, key, is_on=is_on, days=days, at=at, by=staff)
    now = mail_rules.rules_for(cohort)[key]
    assert (now.is_on, now.days, now.at) == (is_on, days, at)


def test_changing_nothing_leaves_no_trace():
    cohort, staff = make.cohort(), make.staff()
    assert change_rule(cohort, WEEK, is_on=True, days=7, at=TEN, by=staff) == 0
    assert (MailRule.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_needed_mail_is_on_whatever_the_table_says():
    cohort = make.cohort()
    MailRule.objects.create(cohort=cohort, key="offer_reminder_2d", is_on=False, days=2, at=TEN)
    assert mail_rules.rules_for(cohort)["offer_reminder_2d"].is_on is True


def test_rules_of_many_cohorts_take_one_query():
    cohorts = [make.cohort() for _ in range(5)]
    with CaptureQueriesContext(connection) as queries:
        found = mail_rules.rules_for_many(cohort.pk for cohort in cohorts)
    assert (len(queries), len(found)) == (1, 5)


def test_a_copied_cohort_has_the_rules_and_a_new_one_the_usual():
    source, staff = make.cohort(), make.staff()
    change_rule(source, WEEK, is_on=True, days=9, at=time(8), by=staff)
    fields = {name: getattr(source, name) for name in ("applications_open_at", "starts_on")}
    fields |= {"applications_close_at": source.applications_close_at, "ends_on": source.ends_on}
    copy = copy_cohort(source, by=staff, number=77, label="2031", **fields)
    assert [mail_rules.rules_for(one)[WEEK].days for one in (source, copy)] == [9, 9]
    assert mail_rules.rules_for(make.cohort())[WEEK].days == 7


@pytest.fixture
def session():
    """A workshop in twenty days at ten, with two Pioneers, and its reminders in the outbox."""
    today = clock.today()
    cohort = make.cohort(
        state="running", starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=200)
    )
    pioneers = [make.pioneer(cohort) for _ in range(2)]
    session = make.session(cohort, day=today + timedelta(days=20))
    expected.expect([session])
    reminders.plan()
    assert len(pioneers) == 2
    return session


def waiting(session) -> list[tuple[str, str, int]]:
    """(rule, state, days before) of each row, of both readers alike."""
    rows = OutboundEmail.objects.filter(thread=f"session:{session.pk}").exclude(state="cancelled")
    of = {
        (row.rule, row.state, (session.starts_at.date() - row.due_at.date()).days) for row in rows
    }
    assert rows.count() == 2 * len(of)
    return sorted(of)


def test_planning_again_touches_nothing(session):
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "due", 7)]
    assert reminders.plan() == 0


def test_a_rule_switched_off_takes_back_what_waits_and_on_brings_it_back(session):
    staff, cohort = make.staff(), session.cohort
    assert change_rule(cohort, WEEK, is_on=False, days=7, at=TEN, by=staff) == 2
    assert waiting(session) == [(DAY, "due", 1)]
    assert reminders.plan() == 0
    assert change_rule(cohort, WEEK, is_on=True, days=7, at=TEN, by=staff) == 2
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "due", 7)]
    assert (reminders.plan(), OutboundEmail.objects.count()) == (0, 4)


def test_a_changed_offset_redates_what_waits_and_its_words(session):
    assert change_rule(session.cohort, WEEK, is_on=True, days=5, at=time(8), by=make.staff()) == 2
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "due", 5)]
    subjects = OutboundEmail.objects.filter(rule=WEEK).values_list("subject", flat=True)
    assert {" is in 5 days: " in subject for subject in subjects} == {True}
    assert reminders.plan() == 0


def test_a_held_reminder_is_redated_and_stays_held(session):
    OutboundEmail.objects.filter(rule=WEEK).update(state="held")
    change_rule(session.cohort, WEEK, is_on=True, days=5, at=TEN, by=make.staff())
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "held", 5)]


def test_words_that_somebody_changed_by_hand_survive_a_new_date(session):
    OutboundEmail.objects.filter(rule=WEEK).update(subject="By hand", context={})
    change_rule(session.cohort, WEEK, is_on=True, days=5, at=TEN, by=make.staff())
    rows = OutboundEmail.objects.filter(rule=WEEK)
    assert set(rows.values_list("subject", flat=True)) == {"By hand"}
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "due", 5)]


def test_a_moment_that_is_long_past_by_the_new_rule_is_no_reason_to_write_now(session):
    change_rule(session.cohort, WEEK, is_on=True, days=40, at=TEN, by=make.staff())
    assert waiting(session) == [(DAY, "due", 1)]
    assert reminders.plan() == 0
    change_rule(session.cohort, WEEK, is_on=True, days=7, at=TEN, by=make.staff())
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "due", 7)]


def test_a_reminder_that_went_is_not_sent_again_by_a_moved_rule(session):
    OutboundEmail.objects.filter(rule=WEEK).update(state="sent", sent_at=clock.now())
    assert change_rule(session.cohort, WEEK, is_on=True, days=5, at=TEN, by=make.staff()) == 0
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "sent", 7)]


def test_a_rule_of_one_cohort_leaves_the_others_alone(session):
    other = make.cohort(state="running")
    change_rule(other, WEEK, is_on=False, days=7, at=TEN, by=make.staff())
    assert waiting(session) == [(DAY, "due", 1), (WEEK, "due", 7)]


def test_reminders_of_drafts_follow_their_rule():
    closes = clock.now() + timedelta(days=30)
    cohort = make.cohort(state="open", applications_close_at=closes)
    make.application(cohort, state="draft")
    assert plan_draft_reminders() == 2
    staff = make.staff()
    assert change_rule(cohort, "draft_reminder_7d", is_on=True, days=14, at=TEN, by=staff) == 1
    first = OutboundEmail.objects.get(rule="draft_reminder_7d")
    assert (localtime(closes).date() - localtime(first.due_at).date()).days == 14
    assert plan_draft_reminders() == 0
    assert change_rule(cohort, "draft_reminder_1d", is_on=False, days=1, at=TEN, by=staff) >= 1
    states = OutboundEmail.objects.order_by("rule").values_list("rule", "state")
    assert list(states) == [("draft_reminder_1d", "cancelled"), ("draft_reminder_7d", "due")]
    assert plan_draft_reminders() == 0
