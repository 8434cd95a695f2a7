"""What the calendar does with line managers: chases twice, and asks once more before the start."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core import clock
from core.models import AuditEvent, OutboundEmail
from pioneers.enums import PioneerState, ReleaseRound
from pioneers.models import Application, Pioneer, ReleaseAgreement
from pioneers.release_reminders import plan_chasing, plan_start_round
from pioneers.selectors.releases import newest_of
from pioneers.services import releases
from tests import factories as make
from tests.pioneers.releasing import TAKES, WORRIES, address, answers, asked, mails, seen, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    """Mails to line managers go at ten."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    with clock.at(noon):
        yield


def days_ago(application, days: float):
    ReleaseAgreement.objects.filter(application=application).update(
        asked_at=clock.now() - timedelta(days=days)
    )
    return newest_of(application)


def kinds(application):
    return [mail.kind for mail in mails(application)]


@pytest.mark.parametrize(("days", "chased"), [(4, 0), (5, 1), (9, 1), (10, 1), (40, 1)])
def test_chased_from_the_fifth_day_and_an_outage_makes_no_two_mails(days, chased):
    application = asked()
    days_ago(application, days)
    assert plan_chasing() == chased
    assert plan_chasing() == 0
    assert kinds(application) == ["release_ask"] + ["release_chase"] * chased


def test_chased_twice_and_never_a_third_time(freezer_at):
    application = asked()
    for days, expected in [(5, 1), (6, 0), (10, 1), (11, 0), (15, 0), (30, 0)]:
        freezer_at(days)
        assert plan_chasing() == expected, days
    assert kinds(application) == ["release_ask", "release_chase", "release_chase"]
    assert AuditEvent.objects.filter(action="chased line manager").count() == 2


@pytest.fixture
def freezer_at(monkeypatch):
    """The clock so many days after now."""
    start = clock.now()

    def at(days):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=days, minutes=1))

    return at


def _agreed(client, application):
    answers(client, application, **TAKES)


def _worried(client, application):
    answers(client, application, **WORRIES)


def _state(state):
    def change(client, application):
        Application.objects.filter(pk=application.pk).update(state=state)

    return change


def _left(client, application):
    Application.objects.filter(pk=application.pk).update(state="confirmed")
    Pioneer.objects.create(
        cohort=application.cohort,
        person=application.applicant,
        application=application,
        role=application.role,
        setting=application.setting,
        state=PioneerState.WITHDRAWN,
    )


@pytest.mark.parametrize(
    ("before", "chased"),
    [
        (_agreed, 0),
        (_worried, 0),
        (_state("withdrawn"), 0),
        (_state("declined"), 0),
        (_state("lapsed"), 0),
        (_left, 0),
        (_state("reserve"), 1),
        (_state("offered"), 1),
        (_state("confirmed"), 1),
    ],
)
def test_chasing_stops_when_it_is_answered_or_pointless(client, before, chased):
    application = asked()
    before(client, application)
    days_ago(application, 6)
    assert plan_chasing() == chased


def test_nobody_is_chased_who_was_asked_again_a_day_ago():
    application = asked()
    release = days_ago(application, 10)
    ReleaseAgreement.objects.filter(pk=release.pk).update(chased_at=clock.now() - timedelta(days=1))
    assert plan_chasing() == 0


def test_planning_costs_the_same_for_three_and_for_thirty(count_queries):
    cohort = make.cohort()
    for _ in range(3):
        days_ago(asked(cohort), 6)
    plan_chasing()
    few = count_queries(plan_chasing)
    for _ in range(27):
        asked(cohort)
    ReleaseAgreement.objects.filter(chased_at=None).update(asked_at=clock.now() - timedelta(days=4))
    assert count_queries(plan_chasing) == few


def starting(days: int, **fields):
    """A Pioneer whose cohort starts in so many days, and whose manager agreed long ago."""
    cohort = make.cohort(state="running", starts_on=clock.today() + timedelta(days=days), **fields)
    pioneer = make.pioneer(cohort)
    application = pioneer.application
    releases.ask(application, by=application.applicant)
    days_ago(application, 30)
    return pioneer


@pytest.mark.parametrize(("days", "asked_again"), [(22, 0), (21, 1), (1, 1), (0, 0), (-5, 0)])
def test_asked_once_more_from_three_weeks_before_the_first_day(days, asked_again):
    pioneer = starting(days)
    assert plan_start_round() == asked_again
    assert plan_start_round() == 0
    found = pioneer.application.releases.filter(round=ReleaseRound.START).count()
    assert found == asked_again


@pytest.mark.parametrize(
    ("state", "asked_again"), [("active", 1), ("paused", 0), ("withdrawn", 0), ("completed", 0)]
)
def test_only_who_takes_part_is_asked_about_before_the_start(state, asked_again):
    pioneer = starting(14)
    Pioneer.objects.filter(pk=pioneer.pk).update(state=state)
    assert plan_start_round() == asked_again


def test_the_mail_before_the_start_says_what_changed_since_the_yes(client):
    pioneer = starting(14)
    application = pioneer.application
    answers(client, application, **TAKES)
    days_ago(application, 30)
    make.session(pioneer.cohort, day=pioneer.cohort.starts_on, title="Workshop 1")
    plan_start_round()
    body = mails(application)[-1].body
    assert "What has changed since you agreed on" in body
    assert "- New: Workshop 1, 10am to 1pm, " in body
    assert "- No longer: First day of the programme, " in body
    page = client.get(address(mails(application)[-1])).content.decode()
    assert "The dates have changed since you agreed" in page
    assert standing(application)[0] == "asked"
    assert client.get(address(mails(application)[0])).status_code == 410


def test_the_mail_before_the_start_says_when_nothing_changed(client):
    pioneer = starting(14)
    answers(client, pioneer.application, **TAKES)
    days_ago(pioneer.application, 30)
    plan_start_round()
    assert "No date has changed since." in mails(pioneer.application)[-1].body


def test_who_was_asked_before_the_start_is_chased_for_that_round_alone():
    pioneer = starting(20)
    plan_start_round()
    ReleaseAgreement.objects.filter(round=ReleaseRound.START).update(
        asked_at=clock.now() - timedelta(days=6)
    )
    assert plan_chasing() == 1
    assert plan_chasing() == 0
    chases = OutboundEmail.objects.filter(kind="release_chase")
    start = pioneer.application.releases.get(round=ReleaseRound.START)
    assert [key.split(":")[1] for key in chases.values_list("key", flat=True)] == [str(start.pk)]


def test_a_late_comer_who_was_asked_this_week_is_not_asked_twice():
    pioneer = starting(14)
    days_ago(pioneer.application, 3)
    assert plan_start_round() == 0


def test_a_late_comer_can_be_agreed_to_while_the_programme_runs(client):
    cohort = make.cohort(state="running", starts_on=clock.today() - timedelta(days=10))
    application = asked(cohort)
    assert answers(client, application, **TAKES).status_code == 302
    assert seen(application)


def test_staff_ask_again_once_a_day_and_leave_out_who_has_agreed(client):
    cohort, by = make.cohort(), make.staff()
    waits, agreed, worried = (asked(cohort) for _ in range(3))
    unasked, without = make.application(cohort), make.application(cohort, manager_email="")
    gone = make.application(cohort, "withdrawn")
    answers(client, agreed, **TAKES)
    answers(client, worried, **WORRIES)
    for application in (waits, agreed, worried):
        days_ago(application, 2)
    chosen = [waits, agreed, worried, unasked, without, gone]
    assert releases.ask_again(chosen, by=by) == 3
    assert releases.ask_again(chosen, by=by) == 0
    assert [len(mails(one)) for one in chosen] == [2, 1, 2, 1, 0, 0]
    assert standing(worried)[0] == "concern"


def test_asked_again_about_changed_dates_a_yes_is_open_and_says_what_changed(client):
    cohort, by = make.cohort(), make.staff()
    application = asked(cohort)
    answers(client, application, **TAKES)
    cohort.celebration_on += timedelta(days=1)
    cohort.save()
    assert releases.ask_again([application], by=by) == 1
    mail = mails(application)[-1]
    assert mail.kind == "release_changed"
    assert "- New: Celebration" in mail.body
    assert "- No longer: Celebration" in mail.body
    assert standing(application) == ("asked", "Zephyrine, the deputy", "")
    page = client.get(address(mail)).content.decode()
    assert "The dates have changed since you agreed" in page
    answers(client, application, **TAKES)
    assert standing(application)[0] == "agreed"
    assert releases.ask_again([application], by=by) == 0
