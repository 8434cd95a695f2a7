"""At most one reminder mail a day to a person in a cohort, by day only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core import clock, mail
from core.mail import choices, delivery, digest, editing, hours, sending
from core.models import MailState, OutboundEmail
from tests import factories as make
from tests.core import mails
from tests.core.mails import LETTER, LONDON, NOON, NUDGE, OTHER, queued, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds():
    with mails.known():
        yield


@pytest.fixture
def grace():
    return make.person("Grace Mensah")


def sent(mailoutbox) -> list[str]:
    delivery.deliver_due()
    return [message.subject for message in mailoutbox]


def the_digest() -> OutboundEmail:
    return OutboundEmail.objects.get(kind="digest")


def test_several_reminders_of_a_day_are_one_mail_that_says_each(grace, mailoutbox):
    first = queued(NUDGE, "Set-1", grace)
    second = queued(OTHER, "Set-2", grace, due_at=NOON + timedelta(hours=3))
    assert sent(mailoutbox) == ["2 things to keep in mind"]
    assert states(first, second) == ["folded", "folded"]
    folded = the_digest()
    assert (first.folded_into, second.folded_into) == (folded, folded)
    assert (folded.key, folded.state) == (f"digest:cohort:1:user:{grace.pk}:2026-06-03", "sent")
    items = """- Set-1 is tomorrow
  When: Thursday 4 June 2026, 10am
  See it: https://pioneers.example/Set-1/

- Set-2 is tomorrow
  When: Thursday 4 June 2026, 10am
  See it: https://pioneers.example/Set-2/
"""
    assert items in mailoutbox[0].body
    with clock.at(NOON + timedelta(hours=4)):
        assert len(sent(mailoutbox)) == 1


def test_one_alone_goes_as_itself(grace, mailoutbox):
    row = queued(NUDGE, to=grace)
    assert sent(mailoutbox) == ["Set-1 is tomorrow"]
    assert states(row) == ["sent"]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (LETTER, {}),
        (NUDGE, {"scope": "cohort:2"}),
        (NUDGE, {"calendar": "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"}),
        (NUDGE, {"hold": True}),
        (NUDGE, {"due_at": NOON + timedelta(days=1)}),
    ],
)
def test_what_is_no_reminder_of_this_day_and_cohort_is_left_out(grace, mailoutbox, kind, options):
    queued(NUDGE, "Set-1", grace)
    queued(kind, "Set-2", grace, **options)
    delivery.deliver_due()
    assert OutboundEmail.objects.filter(kind="digest").count() == 0
    assert "Set-1 is tomorrow" in [message.subject for message in mailoutbox]


def test_two_people_get_a_mail_each(grace, mailoutbox):
    queued(NUDGE, "Set-1", grace)
    queued(NUDGE, "Set-2", make.person("Piotr Nowak"))
    assert sorted(sent(mailoutbox)) == ["Set-1 is tomorrow", "Set-2 is tomorrow"]


def test_after_one_has_gone_a_later_one_waits_for_the_next_morning(grace, mailoutbox):
    queued(NUDGE, "Set-1", grace)
    delivery.deliver_due()
    late = queued(NUDGE, "Set-2", grace, expires_at=NOON + timedelta(days=1))
    assert sent(mailoutbox) == ["Set-1 is tomorrow"]
    assert states(late) == ["due"]
    morning = datetime(2026, 6, 4, 7, tzinfo=LONDON)
    assert (late.next_attempt_at, late.reason) == (morning, digest.TOMORROW)
    with clock.at(morning):
        assert sent(mailoutbox) == ["Set-1 is tomorrow", "Set-2 is tomorrow"]


def test_after_one_has_gone_what_cannot_wait_is_not_sent_and_says_so(grace, mailoutbox):
    queued(NUDGE, "Set-1", grace)
    delivery.deliver_due()
    late = queued(NUDGE, "Set-2", grace, expires_at=datetime(2026, 6, 4, 6, tzinfo=LONDON))
    assert sent(mailoutbox) == ["Set-1 is tomorrow"]
    assert (states(late), late.reason) == (["expired"], digest.TOLD)


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_one_that_may_have_gone_counts_as_gone(grace, mailoutbox, state):
    queued(NUDGE, "Set-1", grace, fields={"state": state, "lease_until": NOON})
    queued(NUDGE, "Set-2", grace)
    assert sent(mailoutbox) == []


def test_one_that_is_sent_again_goes_as_it_was(grace, mailoutbox):
    queued(NUDGE, "Set-1", grace, fields={"resends": 1})
    queued(NUDGE, "Set-2", grace)
    assert sent(mailoutbox) == ["Set-1 is tomorrow"]


@pytest.mark.parametrize("claimed", [False, True])
def test_a_session_that_moves_takes_the_digest_apart(grace, mailoutbox, claimed):
    first, second = queued(NUDGE, "Set-1", grace), queued(NUDGE, "Set-2", grace)
    token, rows = delivery.claim(10)
    assert [row.kind for row in rows] == ["digest"]
    if not claimed:
        OutboundEmail.objects.filter(pk=rows[0].pk).update(state=MailState.DUE, token="")
    moved = OutboundEmail.objects.filter(pk=first.pk)
    assert mail.cancel(moved, reason="The session moved.") == 1
    assert states(first, second, rows[0]) == ["cancelled", "due", "cancelled"]
    assert sending.Batch(rows, token, None)._mark_and_fence(rows) == []
    assert sent(mailoutbox) == ["Set-2 is tomorrow"]


def test_a_digest_that_was_taken_apart_is_made_anew_with_what_is_left(grace, mailoutbox):
    rows = [queued(NUDGE, title, grace) for title in ("Set-1", "Set-2", "Set-3")]
    delivery.claim(10)
    mail.cancel(OutboundEmail.objects.filter(pk=rows[0].pk), reason="The session moved.")
    assert sent(mailoutbox) == ["2 things to keep in mind"]
    assert "Set-1" not in mailoutbox[0].body
    assert states(*rows, the_digest()) == ["cancelled", "folded", "folded", "sent"]


def test_what_went_in_a_digest_can_no_longer_be_withdrawn(grace, mailoutbox):
    first, second = queued(NUDGE, "Set-1", grace), queued(NUDGE, "Set-2", grace)
    delivery.deliver_due()
    assert mail.cancel(OutboundEmail.objects.all(), reason="x") == 0
    assert states(first, second, the_digest()) == ["folded", "folded", "sent"]


def test_a_digest_of_which_a_part_has_had_its_time_is_made_anew(grace, mailoutbox):
    late = queued(NUDGE, "Set-1", grace, expires_at=NOON + timedelta(minutes=30))
    other = queued(NUDGE, "Set-2", grace)
    delivery.claim(10)
    with clock.at(NOON + timedelta(hours=1)):
        delivery.recover()
        assert states(the_digest()) == ["cancelled"]
        assert sent(mailoutbox) == ["Set-2 is tomorrow"]
    assert states(late, other) == ["expired", "sent"]


def test_staff_who_cancel_a_digest_cancel_what_is_in_it(grace, mailoutbox):
    rows = [queued(NUDGE, title, grace) for title in ("Set-1", "Set-2")]
    delivery.claim(10)
    OutboundEmail.objects.filter(kind="digest").update(state=MailState.DUE)
    editing.cancel(the_digest(), by=make.staff())
    assert states(*rows) == ["cancelled", "cancelled"]
    assert sent(mailoutbox) == []


def test_what_is_turned_off_is_in_no_digest(grace, mailoutbox):
    off, on = queued(NUDGE, "Set-1", grace), queued(OTHER, "Set-2", grace)
    choices.turn_off(grace, [NUDGE], by=grace)
    assert sent(mailoutbox) == ["Set-2 is tomorrow"]
    assert states(off, on) == ["cancelled", "sent"]


def test_what_is_turned_off_after_the_digest_was_made_leaves_it(grace, mailoutbox):
    off, on = queued(NUDGE, "Set-1", grace), queued(OTHER, "Set-2", grace)
    delivery.claim(10)
    OutboundEmail.objects.filter(kind="digest").update(state=MailState.DUE, token="")
    choices.turn_off(grace, [NUDGE], by=grace)
    delivery.deliver_due()
    assert sent(mailoutbox) == ["Set-2 is tomorrow"]
    assert states(off, on) == ["cancelled", "sent"]


def test_the_link_in_a_digest_turns_off_what_in_it_can_be_turned_off(grace):
    queued(NUDGE, "Set-1", grace)
    queued(OTHER, "Set-2", grace)
    delivery.claim(10)
    assert choices.optional_kinds(the_digest()) == (NUDGE,)


@pytest.mark.parametrize(
    ("hour", "minute", "may"),
    [(6, 59, False), (7, 0, True), (19, 59, True), (20, 0, False), (0, 0, False)],
)
@pytest.mark.parametrize("day", [datetime(2027, 3, 28), datetime(2027, 10, 31)])
def test_reminders_go_between_seven_and_eight_by_the_clock_on_the_wall(day, hour, minute, may):
    moment = day.replace(hour=hour, minute=minute, tzinfo=LONDON)
    assert hours.allowed(moment) is may
    opens = hours.next_allowed(moment)
    assert hours.allowed(opens) is True
    assert (opens == moment) is may


@pytest.mark.parametrize("kind", [NUDGE, LETTER])
def test_at_night_only_what_is_necessary_goes(grace, mailoutbox, kind):
    row = queued(kind, to=grace)
    with clock.at(datetime(2026, 6, 3, 20, 1, tzinfo=LONDON)):
        delivery.deliver_due()
    assert states(row) == ["sent" if kind == LETTER else "due"]


def test_many_people_take_as_many_queries_as_few(django_assert_max_num_queries):
    def fold(many: int, day: int) -> None:
        with clock.at(NOON + timedelta(days=day)):
            for _ in range(many):
                person = make.person()
                queued(NUDGE, "Set-1", person)
                queued(NUDGE, "Set-2", person)
            with django_assert_max_num_queries(16):
                assert len(delivery.claim(50)[1]) == many

    fold(2, 1)
    fold(20, 2)
