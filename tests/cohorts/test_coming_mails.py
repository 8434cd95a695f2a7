"""What goes out in the next days, and what is done to many mails at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts import mail_rules
from cohorts.selectors import mails
from core import clock
from core.models import AuditEvent, BouncedAddress, MailChoice, OutboundEmail
from pioneers.enums import ApplicationState
from tests import factories as make
from tests.cohorts.outbox import mail, outbox, states

pytestmark = pytest.mark.django_db
DAY = "session_reminder_1d"


@pytest.fixture
def cohort():
    return make.cohort()


@pytest.fixture
def staff(sign_in):
    user = make.staff()
    sign_in(user)
    return user


def noon(days: int):
    return timezone.localtime().replace(hour=12, minute=0) + timedelta(days=days)


def groups(cohort, user) -> list[tuple[int, str, str, int, int]]:
    """(days from today, rule, thread, how many, of them held)."""
    return [
        ((day.day - clock.today()).days, group.rule, group.thread, group.count, group.held)
        for day in mails.coming(cohort, user)
        for group in day.groups
    ]


def test_mails_are_shown_by_day_rule_and_what_they_are_about(cohort, staff):
    for days, thread in [(1, "session:1"), (1, "session:1"), (1, "session:2"), (3, "session:1")]:
        mail(cohort, due_at=noon(days), rule=DAY, thread=thread)
    mail(cohort, "held", due_at=noon(1), rule=DAY, thread="session:1")
    assert groups(cohort, staff) == [
        (1, DAY, "session:1", 3, 1),
        (1, DAY, "session:2", 1, 0),
        (3, DAY, "session:1", 1, 0),
    ]


@pytest.mark.parametrize(
    ("state", "due", "expires", "shown"),
    [
        ("due", 13, None, True),
        ("due", 15, None, False),
        ("held", 1, None, True),
        ("due", -2, None, True),
        ("due", -2, -1, False),
        *((state, 1, None, False) for state in ("sent", "cancelled", "failed", "folded")),
    ],
)
def test_only_what_can_still_go_in_fourteen_days_is_shown(
    cohort, staff, state, due, expires, shown
):
    ends = clock.now() + timedelta(days=expires) if expires else None
    mail(cohort, state, due_at=clock.now() + timedelta(days=due), expires_at=ends)
    assert [day for day, *_ in groups(cohort, staff)] == ([max(due, 0)] if shown else [])


def test_another_cohorts_mails_are_not_shown(cohort, staff):
    mail(make.cohort(), due_at=noon(1))
    assert groups(cohort, staff) == []


def test_the_page_says_why_and_whose_receiver_turned_it_off(client, cohort, staff):
    person = make.person("Grace Amponsah")
    MailChoice.objects.create(person=person, kind="session_reminder")
    mail(cohort, due_at=noon(2), rule=DAY, person=person, to_name="Grace Amponsah")
    page = client.get(outbox(cohort, "next/")).content.decode()
    assert "Rule: 1 day before the session, at 10am" in page
    assert "turned this off: will not be sent" in page


def foreseen(cohort, user):
    until = clock.now() + timedelta(days=14)
    return mail_rules.foreseen(cohort, user, until, mail_rules.rules_for(cohort))


def test_reminders_of_offers_are_foreseen_before_they_are_rows(cohort, staff):
    until = timezone.localtime().replace(hour=23, minute=59) + timedelta(days=9)
    waiting = make.application(cohort, ApplicationState.OFFERED, offer_expires_at=until)
    make.application(cohort, ApplicationState.CONFIRMED, offer_expires_at=until)
    found = foreseen(cohort, staff)
    days = [
        (one.rule, (until.date() - timezone.localtime(one.due_at).date()).days) for one in found
    ]
    assert days == [("offer_reminder_5d", 5), ("offer_reminder_2d", 2)]
    assert {one.to_name for one in found} == {str(waiting)}
    assert OutboundEmail.objects.count() == 0


def test_whoever_has_a_conflict_of_interest_foresees_nothing_of_that_person(cohort, staff):
    until = clock.now() + timedelta(days=9)
    make.application(cohort, ApplicationState.OFFERED, offer_expires_at=until, applicant=staff)
    assert foreseen(cohort, staff) == []


@pytest.mark.parametrize("what", ["waiting", "trouble"])
def test_thirty_mails_take_as_many_queries_as_three(client, cohort, staff, what):
    counts = []
    for more in (3, 27):
        for n in range(more):
            state = "due" if what == "waiting" else "failed"
            fields = {"rule": DAY, "thread": f"session:{n}", "person": make.person()}
            mail(cohort, state, due_at=noon(n % 9), **fields)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(outbox(cohort, "next/")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("hold", ("due", "held"), ["held", "held"]),
        ("release", ("held", "due"), ["due", "due"]),
        ("cancel", ("held", "due"), ["cancelled", "cancelled"]),
    ],
)
def test_a_group_is_changed_at_once_and_nothing_beside_it(
    client, cohort, staff, verb, before, after
):
    rows = [mail(cohort, state, due_at=noon(2), rule=DAY) for state in before]
    beside = [
        mail(cohort, before[0], due_at=noon(3), rule=DAY),
        mail(cohort, before[0], due_at=noon(2), rule="session_reminder_7d"),
        mail(make.cohort(), before[0], due_at=noon(2), rule=DAY),
    ]
    query = f"?day={noon(2):%Y-%m-%d}&kind=session_reminder&rule={DAY}&thread="
    url = outbox(cohort, f"next/{verb}/{query}")
    question = client.get(url).content.decode()
    assert states(*rows) == list(before)
    upto = re.search(r'name="upto" value="(\d+)"', question)[1]
    late = mail(cohort, before[0], due_at=noon(2), rule=DAY)
    assert client.post(url, {"upto": upto}).status_code == 302
    assert states(*rows) == after
    assert states(*beside, late) == [before[0]] * 4


@pytest.mark.parametrize("day", ["", "nonsense", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_finds_no_group(client, cohort, staff, day):
    row = mail(cohort, due_at=noon(1))
    url = outbox(cohort, f"next/cancel/?day={day}&kind=offer")
    assert "nothing to do" in client.get(url).content.decode()
    client.post(url)
    assert states(row) == ["due"]


def test_all_that_failed_is_tried_again_but_for_addresses_that_do_not_work(client, cohort, staff):
    failed, unknown = mail(cohort, "failed"), mail(cohort, "unknown")
    blocked = mail(cohort, "failed", to_email="Gone@homes.example")
    elsewhere = mail(make.cohort(), "failed")
    BouncedAddress.objects.create(email="gone@homes.example", reason="550 no such user")
    assert client.get(outbox(cohort, "retry/")).status_code == 200
    assert states(failed) == ["failed"]
    page = client.post(outbox(cohort, "retry/"), follow=True).content.decode()
    assert "1 mail on the way again. 1 mail not tried" in page
    assert states(failed, unknown, blocked, elsewhere) == ["due", "unknown", "failed", "failed"]


def test_a_block_is_lifted_from_the_mail_and_the_mail_stays_failed(client, cohort, staff):
    row = mail(cohort, "bounced", to_email="Back@homes.example", reason="550 no such user")
    BouncedAddress.objects.create(email="back@homes.example", reason="550 no such user")
    shown = client.get(outbox(cohort, f"{row.pk}/")).content.decode()
    assert ["Lift the block" in shown, "Send it again" in shown] == [True, False]
    client.post(outbox(cohort, f"{row.pk}/lift/"))
    assert (BouncedAddress.objects.count(), states(row)) == (0, ["bounced"])
    assert [event.action for event in AuditEvent.objects.all()] == ["lifted block on address"]
    assert "Send it again" in client.get(outbox(cohort, f"{row.pk}/")).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=grace", ["A"]),
        ("?q=GRACE@h", ["A"]),
        ("?q=nobody", []),
        ("?person={person}", ["A"]),
        ("?person=999999", []),
        ("?person=99999999999999999999", ["A", "B"]),
        ("?person=x", ["A", "B"]),
        (f"?rule={DAY}", ["B"]),
        ("?q=%27%22%3C", []),
    ],
)
def test_the_outbox_is_searched_by_person_and_by_rule(client, cohort, staff, query, found):
    person = make.person("Grace Amponsah")
    mine = {"person": person, "to_name": "Grace A", "to_email": "grace@homes.example"}
    mail(cohort, "sent", subject="Mail-A", **mine)
    mail(cohort, subject="Mail-B", rule=DAY)
    page = client.get(outbox(cohort) + query.format(person=person.pk)).content.decode()
    assert sorted(set(re.findall(r"Mail-([AB])", page))) == found


def test_what_failed_or_bounced_stands_first_with_its_reason(client, cohort, staff):
    for state in ("sent", "due", "held", "bounced", "failed"):
        mail(
            cohort, state, subject=f"State-{state}", reason="552 full" if state == "failed" else ""
        )
    page = client.get(outbox(cohort)).content.decode()
    assert re.findall(r"State-(\w+)", page) == ["failed", "bounced", "held", "due", "sent"]
    assert "552 full" in page
