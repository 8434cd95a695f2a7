"""The date of an offer: when it begins, the reminders before it, more days, and its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core import clock, mail
from core.errors import Refused
from core.mail import editing
from core.models import AuditEvent, MailState, OutboundEmail
from core.templatetags.words import day
from pioneers import letters as writing
from pioneers.offer_reminders import lapse_due, plan_offer_reminders, plan_staff_warnings
from pioneers.services import applications, offers, selection
from tests import factories as make
from tests.pioneers.deciding import address, decided, letters, standing, told

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def offer(**plan):
    cohort, by, [application] = told("offer", **plan)
    return cohort, by, application


def morning(application, days_before, hour=11):
    """So many days before the last day, after ten in the morning."""
    last = timezone.localtime(application.offer_expires_at, LONDON)
    return last.replace(hour=hour, minute=0) - timedelta(days=days_before)


def reminders():
    return list(
        OutboundEmail.objects.filter(kind="offer_reminder")
        .order_by("pk")
        .values_list("state", flat=True)
    )


# When it begins


def test_until_the_letter_is_let_go_there_is_no_date_in_it_and_none_in_the_record():
    cohort, by, [application] = decided("offer")
    selection.apply_decisions(cohort, by=by)
    application.refresh_from_db()
    letter = OutboundEmail.objects.get(kind="offer")
    assert (application.offer_expires_at, application.told_at) == (None, None)
    assert "{answer_by}" in letter.subject
    assert "{answer_by}" in letter.body


def test_let_go_days_later_the_date_counts_from_then_in_the_letter_and_the_record():
    cohort, by, [application] = decided("offer", offer_days=10)
    selection.apply_decisions(cohort, by=by)
    with clock.at(clock.now() + timedelta(days=5)):
        mail.release(OutboundEmail.objects.all(), by=by)
        expected = clock.today() + timedelta(days=10)
    application.refresh_from_db()
    letter = OutboundEmail.objects.get(kind="offer")
    assert timezone.localtime(application.offer_expires_at).date() == expected
    assert f"please answer by {day(expected)}" in letter.subject
    assert f"Please answer by {day(expected)}:" in letter.body
    assert "{" not in letter.body


def test_words_that_staff_changed_in_the_held_letter_are_kept_when_the_date_is_filled_in():
    cohort, by, [application] = decided("offer")
    selection.apply_decisions(cohort, by=by)
    letter = OutboundEmail.objects.get(kind="offer")
    editing.edit(letter, subject="By {answer_by}, Grace", body="We met at the fair.", by=by)
    mail.release(OutboundEmail.objects.all(), by=by)
    application.refresh_from_db()
    letter.refresh_from_db()
    assert (letter.subject, letter.body) == (
        f"By {day(application.offer_expires_at)}, Grace",
        "We met at the fair.",
    )


def test_held_again_and_let_go_again_the_date_stays_as_it_was_said():
    _, by, application = offer()
    letter = OutboundEmail.objects.get(kind="offer")
    before = (letter.subject, application.offer_expires_at)
    editing.hold(letter, by=by)
    with clock.at(clock.now() + timedelta(days=3)):
        mail.release(OutboundEmail.objects.all(), by=by)
    application.refresh_from_db()
    letter.refresh_from_db()
    assert (letter.subject, application.offer_expires_at) == before


def test_a_letter_that_is_no_longer_so_is_cancelled_instead_of_let_go():
    cohort, by, [application] = decided("offer")
    selection.apply_decisions(cohort, by=by)
    type(application).objects.filter(pk=application.pk).update(state="withdrawn")
    assert mail.release(OutboundEmail.objects.all(), by=by) == 0
    assert OutboundEmail.objects.get(kind="offer").state == MailState.CANCELLED


def test_who_takes_the_application_back_gets_no_offer_from_the_outbox():
    cohort, by, [application] = decided("offer")
    selection.apply_decisions(cohort, by=by)
    applications.withdraw(application, by=application.applicant)
    assert letters(application) == []


@pytest.mark.parametrize(
    ("now", "days", "last"),
    [
        # The hour is the wall's on both sides of the change of the clocks.
        ("2026-10-20 12:00", 7, "2026-10-27 23:59+00:00"),
        ("2027-03-22 12:00", 7, "2027-03-29 23:59+01:00"),
        ("2026-11-02 23:58", 1, "2026-11-03 23:59+00:00"),
    ],
)
def test_the_whole_last_day_counts_by_the_clock_on_the_wall(now, days, last):
    cohort = make.cohort()
    with clock.at(datetime.fromisoformat(now).replace(tzinfo=LONDON)):
        cohort.starts_on = clock.today() + timedelta(days=90)
        until = writing.answer_by(cohort, days=days)
    assert until == datetime.fromisoformat(last)


def test_nobody_is_asked_to_answer_after_the_cohort_has_begun():
    cohort = make.cohort(starts_on=clock.today() + timedelta(days=5))
    until = timezone.localtime(writing.answer_by(cohort, days=14))
    assert until.date() == clock.today() + timedelta(days=4)


# Reminders


@pytest.mark.parametrize(
    ("days_before", "made"), [(9, 0), (6, 0), (5, 1), (4, 1), (3, 1), (2, 1), (1, 1), (0, 1)]
)
def test_a_reminder_exists_from_five_days_before_and_a_second_run_makes_none(days_before, made):
    _, _, application = offer(offer_days=14)
    with clock.at(morning(application, days_before)):
        assert [plan_offer_reminders(), plan_offer_reminders()] == [made, 0]


def test_five_and_two_days_before_are_two_reminders_that_cannot_be_taken_for_the_receipt():
    _, _, application = offer()
    for days in (5, 4, 2, 1):
        with clock.at(morning(application, days)):
            plan_offer_reminders()
    assert reminders() == ["due", "due"]
    found = OutboundEmail.objects.filter(kind="offer_reminder").first()
    assert found.subject.startswith("Not certain yet: say yes")
    assert "not certain until you say yes" in found.body
    assert found.expires_at == application.offer_expires_at


def test_after_an_outage_over_both_only_the_one_that_is_still_so_is_made():
    _, _, application = offer()
    with clock.at(morning(application, 1)):
        assert plan_offer_reminders() == 1


def test_before_ten_in_the_morning_it_is_not_yet_time():
    _, _, application = offer()
    with clock.at(morning(application, 5, hour=9)):
        assert plan_offer_reminders() == 0


def test_an_offer_of_few_days_is_not_chased_before_it_has_been_read():
    _, _, application = offer(offer_days=3)
    with clock.at(morning(application, 2)):
        assert plan_offer_reminders() == 0


@pytest.mark.parametrize("answer", ["confirm_place", "decline_offer"])
def test_a_reminder_that_has_not_left_is_cancelled_by_the_answer(answer):
    _, _, application = offer()
    with clock.at(morning(application, 5)):
        plan_offer_reminders()
        getattr(offers, answer)(application, by=application.applicant)
        assert plan_offer_reminders() == 0
    assert reminders() == ["cancelled"]


def test_the_link_in_the_reminder_answers_the_offer_and_so_does_the_first(client):
    _, _, application = offer()
    with clock.at(morning(application, 5)):
        plan_offer_reminders()
        pages = [client.get(address(application, kind)) for kind in ("offer", "offer_reminder")]
        assert [page.status_code for page in pages] == [200, 200]
        client.post(address(application, "offer_reminder"), {"answer": "yes"})
        again = client.get(address(application, "offer"))
    assert standing(application) == ("confirmed", 1)
    assert "Your place is confirmed" in again.content.decode()


# Staff are warned, and give more days


def test_the_day_before_each_of_the_team_is_told_once_how_many_run_out():
    cohort, by, rows = told("offer", "offer", "reserve")
    elsewhere = make.staff(make.another_programme())
    with clock.at(morning(rows[0], 2)):
        assert plan_staff_warnings() == 0
    with clock.at(morning(rows[0], 1)):
        runs = [plan_staff_warnings(), plan_staff_warnings()]
    assert runs == [1, 0]
    [letter] = OutboundEmail.objects.filter(kind="offers_run_out")
    assert (letter.to_email, elsewhere.email == letter.to_email) == (by.email, False)
    assert letter.subject.startswith(f"2 offers on {cohort.name} run out at the end of ")
    assert f"/staff/cohorts/{cohort.pk}/offers/" in letter.body


def test_more_days_are_told_and_reminders_follow_the_new_date():
    _, by, application = offer()
    before = application.offer_expires_at
    with clock.at(morning(application, 5)):
        plan_offer_reminders()
        offers.give_more_days(application, days=7, by=by)
        assert plan_offer_reminders() == 0
    application.refresh_from_db()
    assert application.offer_expires_at == before + timedelta(days=7)
    assert reminders() == ["cancelled"]
    letter = OutboundEmail.objects.get(kind="offer_extended")
    assert f"You have until {day(application.offer_expires_at)}" in letter.subject
    with clock.at(morning(application, 5)):
        assert plan_offer_reminders() == 1
    with clock.at(before + timedelta(days=1)):
        assert lapse_due() == 0


@pytest.mark.parametrize("days", [0, -1, 61])
def test_days_that_make_no_sense_are_refused(days):
    _, by, application = offer()
    with pytest.raises(Refused, match="Give between 1 and 60 days"):
        offers.give_more_days(application, days=days, by=by)


def test_there_are_no_more_days_on_the_eve_of_the_start():
    cohort, by, application = offer()
    cohort.starts_on = timezone.localtime(application.offer_expires_at).date() + timedelta(days=1)
    cohort.save()
    with pytest.raises(Refused, match="there are no more days"):
        offers.give_more_days(application, days=7, by=by)


# It runs out


def test_the_last_day_over_the_offer_runs_out_once_and_the_person_is_told():
    _, _, application = offer()
    with clock.at(application.offer_expires_at - timedelta(minutes=1)):
        assert lapse_due() == 0
    with clock.at(application.offer_expires_at):
        assert [lapse_due(), lapse_due()] == [1, 0]
    assert standing(application) == ("lapsed", 0)
    assert letters(application)[-1] == "offer_lapsed"
    assert AuditEvent.objects.filter(action="offer ran out").count() == 1


def test_an_offer_whose_letter_was_never_let_go_does_not_run_out():
    cohort, by, [application] = decided("offer")
    selection.apply_decisions(cohort, by=by)
    with clock.at(clock.now() + timedelta(days=50)):
        assert lapse_due() == 0
    assert standing(application) == ("offered", 0)


def test_a_yes_to_an_offer_that_ran_out_says_when_and_whom_to_ask(client, settings):
    _, _, application = offer()
    link = address(application)
    with clock.at(application.offer_expires_at):
        lapse_due()
        pages = [client.get(link), client.post(link, {"answer": "yes"})]
    said = f"This offer ran out on {day(application.offer_expires_at)}"
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 410
        assert (said in text, settings.CONTACT_EMAIL in text) == (True, True)
    assert standing(application) == ("lapsed", 0)


def test_offered_again_the_new_letter_works_and_the_old_one_says_to_use_the_newest(client):
    _, by, application = offer()
    old = address(application)
    with clock.at(application.offer_expires_at):
        lapse_due()
        offers.offer_place(application, by=by)
        said = client.get(old).content.decode()
        client.post(address(application), {"answer": "yes"})
    assert "use the newest mail" in said
    assert standing(application) == ("confirmed", 1)


def test_it_is_not_offered_again_where_the_place_is_gone():
    _, by, [application, _first] = told("offer", "reserve", places=1, promotes_by_itself=True)
    with clock.at(application.offer_expires_at):
        lapse_due()
        with pytest.raises(Refused, match="has no free place"):
            offers.offer_place(application, by=by)


def test_an_offer_whose_letter_was_cancelled_can_be_written_again():
    cohort, by, [application] = decided("offer", places=1)
    selection.apply_decisions(cohort, by=by)
    editing.cancel(OutboundEmail.objects.get(kind="offer"), by=by)
    offers.offer_place(application, by=by)
    application.refresh_from_db()
    assert application.offer_expires_at is not None
    assert letters(application, state=MailState.DUE) == ["offer"]
