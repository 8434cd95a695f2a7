"""One person's own deadline: sending, changing, reminders and words all follow it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.mail.kinds import plan
from core.models import MailState, OutboundEmail
from pioneers.deadlines import GRACE
from pioneers.services import amending, applications
from pioneers.services import deadlines as services
from tests import factories as make
from tests.pioneers.applying import call, page, sent, whole_draft

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def after_closing(application, **more):
    return application.cohort.applications_close_at + timedelta(**more)


@pytest.mark.parametrize("state", ["open", "selecting"])
def test_a_draft_can_be_sent_until_its_own_deadline_and_its_grace(state):
    draft = whole_draft()
    until = after_closing(draft, days=3)
    with clock.at(after_closing(draft, days=1)):
        assert not applications.can_send(draft)
        draft.cohort.state = state
        draft.cohort.save()
        draft = services.move(draft, until=until, by=make.staff())
        assert applications.can_send(draft)
    with clock.at(until + GRACE - timedelta(seconds=1)):
        assert applications.can_send(draft)
    words = r"You had until .* What you wrote is kept here"
    with clock.at(until + GRACE), pytest.raises(Refused, match=words):
        applications.submit(draft, by=draft.applicant)


@pytest.mark.parametrize("state", ["running", "celebrated", "closed"])
def test_a_cohort_that_has_begun_takes_nobody_late(state):
    draft = whole_draft()
    draft.cohort.state = state
    draft.cohort.save()
    with pytest.raises(Refused, match="past the time when a deadline matters"):
        services.move(draft, until=after_closing(draft, days=3), by=make.staff())


def test_a_sent_application_can_be_changed_until_its_own_deadline():
    application = sent()
    until = after_closing(application, days=3)
    application = services.move(application, until=until, by=make.staff())
    with clock.at(after_closing(application, days=2)):
        assert amending.can_change(application)
    with clock.at(until + GRACE):
        assert not amending.can_change(application)


def test_the_reminders_are_those_of_the_new_deadline_though_the_calls_went_out():
    closes = datetime(2026, 6, 30, 12, tzinfo=LONDON)
    with clock.at(closes - timedelta(days=20)):
        cohort = call(
            applications_close_at=closes,
            starts_on=(closes + timedelta(days=60)).date(),
            ends_on=(closes + timedelta(days=300)).date(),
            celebration_on=None,
        )
        draft = whole_draft(cohort)
        plan()
    rows = OutboundEmail.objects.filter(kind="draft_reminder")
    rows.update(state=MailState.SENT, sent_at=closes)
    with clock.at(closes + timedelta(days=1)):
        until = closes + timedelta(days=15)
        services.move(draft, until=until, by=make.staff())
        assert plan() == 2
        assert plan() == 0
    due = rows.filter(state=MailState.DUE).order_by("due_at")
    assert [f"{row.due_at.astimezone(LONDON):%d %b %H:%M}" for row in due] == [
        "08 Jul 10:00",
        "14 Jul 10:00",
    ]
    assert {"Wednesday 15 July 2026 at 12pm" in row.body for row in due} == {True}


def test_a_deadline_given_two_days_ahead_brings_only_the_last_reminder():
    draft = whole_draft()
    until = after_closing(draft, days=3)
    with clock.at(until - timedelta(days=2, hours=1)):
        services.move(draft, until=until, by=make.staff())
        assert plan() == 1


def test_the_person_is_told_by_mail_once_for_each_move_and_the_pages_say_it(sign_in):
    draft = whole_draft()
    until = after_closing(draft, days=3)
    services.move(draft, until=until, by=make.staff())
    services.move(draft, until=until, by=make.staff())
    mail = OutboundEmail.objects.get(kind="deadline_moved")
    assert (mail.to_email, "{" in mail.body) == (draft.applicant.email, False)
    client = sign_in(draft.applicant)
    for url in (page(draft, "you"), reverse("pioneers:application", args=[draft.pk])):
        assert "Your own deadline is" in client.get(url).content.decode()


def test_moving_it_back_to_the_calls_date_takes_the_own_one_away():
    draft = whole_draft()
    by, closes = make.staff(), draft.cohort.applications_close_at
    services.move(draft, until=closes + timedelta(days=3), by=by)
    draft = services.move(draft, until=closes, by=by)
    assert (draft.deadline_at, draft.closes_at) == (None, closes)


def test_a_call_that_is_made_longer_passes_an_own_deadline():
    draft = whole_draft()
    draft = services.move(draft, until=after_closing(draft, days=1), by=make.staff())
    draft.cohort.applications_close_at += timedelta(days=9)
    assert draft.closes_at == draft.cohort.applications_close_at


@pytest.mark.parametrize(
    ("days", "words"),
    [(-30, "That moment has passed"), (-1, "The call itself closes later")],
)
def test_a_deadline_in_the_past_or_before_the_calls_is_refused(days, words):
    draft = whole_draft()
    with pytest.raises(Refused, match=words):
        services.move(draft, until=after_closing(draft, days=days), by=make.staff())


@pytest.mark.parametrize(
    ("who", "may"),
    [("staff", True), ("applicant", False), ("other staff", False), ("somebody", False)],
)
def test_who_may_move_a_deadline(who, may):
    draft = whole_draft()
    by = {
        "staff": make.staff,
        "applicant": lambda: draft.applicant,
        "other staff": lambda: make.staff(make.another_programme()),
        "somebody": make.person,
    }[who]()
    if may:
        services.move(draft, until=after_closing(draft, days=2), by=by)
        return
    with pytest.raises(Refused, match="Only staff"):
        services.move(draft, until=after_closing(draft, days=2), by=by)


def test_staff_move_it_on_its_page(sign_in):
    draft = whole_draft()
    client = sign_in(make.staff())
    url = reverse("pioneers:move_deadline", args=[draft.pk])
    refused = client.post(url, {"deadline_at": "2031-03-30T01:30"})
    assert "There is no 1:30am" in refused.context["form"].errors["deadline_at"][0]
    client.post(url, {"deadline_at": "2031-03-30T02:30"})
    draft.refresh_from_db()
    assert draft.deadline_at == datetime(2031, 3, 30, 2, 30, tzinfo=LONDON)
