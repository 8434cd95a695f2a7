"""Reminders of reports, seen beforehand and made when due; nudges by staff; comments told."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts import mail_rules
from cohorts.models import MailRule
from core import clock
from core.mail import choices
from core.models import MailState, OutboundEmail
from pioneers.enums import PauseReason
from pioneers.services import mentoring, pauses
from qi_projects import report_reminders, services
from qi_projects.progress_mails import BEFORE, COMMENT, LATE, NUDGE, ON_THE_DAY, REMINDER
from tests import factories as make
from tests.qi_projects.running import begun

pytestmark = pytest.mark.django_db


def mails(kind):
    return OutboundEmail.objects.filter(kind=kind).order_by("pk")


def at_ten(day, minutes=5):
    return timezone.make_aware(datetime.combine(day, time(10, minutes)))


@pytest.fixture
def due(one):
    """A project whose next report is due in twenty days."""
    services.plan_reports()
    report = one.project.reports.first()
    services.move_report(report, due_on=clock.today() + timedelta(days=20), by=make.staff())
    for other in one.project.reports.exclude(pk=report.pk):
        services.skip_report(other, reason="Not needed", by=make.staff())
    report.refresh_from_db()
    one.report = report
    return one


def year_of(due):
    """Plan every day at five past ten, twice; which mails were made on which day."""
    found = []
    for day in range(45):
        with clock.at(at_ten(clock.today() + timedelta(days=day))):
            services.plan_reports()
            made = report_reminders.plan()
            assert report_reminders.plan() == 0
            if made:
                found += [(row.rule, day) for row in mails(REMINDER)[len(found) :]]
    return found


def test_three_reminders_go_before_on_the_day_and_a_week_late_each_once(due):
    assert year_of(due) == [(BEFORE, 16), (ON_THE_DAY, 20), (LATE, 27)]
    bodies = [row.body for row in mails(REMINDER)]
    assert ["By " in bodies[0], "Today is the day" in bodies[1], "We hoped" in bodies[2]] == [
        True
    ] * 3


def test_the_link_in_a_reminder_takes_an_update_and_no_more_reminders_come(due):
    with clock.at(at_ten(due.report.due_on - timedelta(days=4))):
        report_reminders.plan()
        body = mails(REMINDER).get().body
        path = re.search(r"https?://[^/]+(/updates/by-link/\S+)", body)[1]
        assert Client().post(path, {"text": "All well."}).status_code == 302
        # One that had not left yet stays here.
        assert mails(REMINDER).get().state == MailState.CANCELLED
    assert year_of(due) == []


def test_a_cohort_moves_a_reminder_or_switches_it_off(due):
    cohort = due.pioneer.cohort
    MailRule.objects.create(cohort=cohort, key=BEFORE, is_on=True, days=9, at=time(10))
    MailRule.objects.create(cohort=cohort, key=LATE, is_on=False, days=7, at=time(10))
    assert year_of(due) == [(BEFORE, 11), (ON_THE_DAY, 20)]


def test_when_the_date_moves_the_waiting_reminder_is_withdrawn_and_new_ones_come(due):
    with clock.at(at_ten(due.report.due_on - timedelta(days=4))):
        report_reminders.plan()
        later = due.report.due_on + timedelta(days=10)
        services.move_report(due.report, due_on=later, by=make.staff())
        assert report_reminders.plan() == 1
        assert report_reminders.plan() == 0
        assert mails(REMINDER).get().state == MailState.CANCELLED
    with clock.at(at_ten(later - timedelta(days=4))):
        assert report_reminders.plan() == 1


def test_nobody_is_reminded_in_a_pause_and_afterwards_all_come_later(due):
    with clock.at(at_ten(due.report.due_on - timedelta(days=5))):
        pauses.pause(due.pioneer, weeks=2, reason=PauseReason.OUTBREAK, by=due.person)
    found = year_of(due)
    # Two weeks later each.
    assert found == [(BEFORE, 30), (ON_THE_DAY, 34), (LATE, 41)]


def test_the_coming_days_foresee_them_for_staff_of_the_cohort_and_for_nobody_else(due):
    cohort, until = due.pioneer.cohort, clock.now() + timedelta(days=30)
    rules = mail_rules.rules_for(cohort)

    def foreseen(user):
        rows = report_reminders.foresee(cohort, user, until, rules)
        return [(one.rule, (one.due_at.date() - clock.today()).days, one.to_name) for one in rows]

    who = due.person.name
    assert foreseen(make.staff()) == [(BEFORE, 16, who), (ON_THE_DAY, 20, who), (LATE, 27, who)]
    assert foreseen(make.staff(make.another_programme())) == []
    services.write_update(due.project, by=due.person, text="Early.")
    with clock.at(clock.now() + timedelta(days=12)):
        services.write_update(due.project, by=due.person, text="In time.")
    assert foreseen(make.staff()) == []


@pytest.fixture
def late(one):
    """Two projects of one cohort that are a week late, and one that is not."""
    other, fresh = begun(one.pioneer.cohort), begun(one.pioneer.cohort)
    for each in (one, other):
        each.project.reports.create(
            usual_on=clock.today() - timedelta(days=7), due_on=clock.today() - timedelta(days=7)
        )
    one.others = [other, fresh]
    return one


def test_staff_nudge_all_who_are_behind_in_two_presses_and_once_a_day(late):
    cohort, staff, client = late.pioneer.cohort, make.staff(), Client()
    client.force_login(staff)
    projects = reverse("qi_projects:staff_projects", args=[cohort.pk])
    behind = [late.project.pk, late.others[0].project.pk]
    assert "2 are behind" in client.get(projects).content.decode()
    page = client.get(f"{projects}?behind=1").content.decode()
    ticked = re.findall(r'name="project" value="(\d+)" checked', page)
    assert sorted(map(int, ticked)) == sorted(behind)
    nudge = reverse("qi_projects:nudge", args=[cohort.pk])
    for _ in range(2):
        client.post(nudge, {"project": [*ticked, late.others[1].project.pk]})
        assert sorted(row.person_id for row in mails(NUDGE)) == sorted(
            [late.person.pk, late.others[0].person.pk]
        )
    assert "Nudged" in client.get(projects).content.decode()
    with clock.at(clock.now() + timedelta(days=1)):
        page = client.post(nudge, {"project": ticked[:1]}, follow=True).content.decode()
    assert mails(NUDGE).count() == 3
    assert "1 mail on its way. Who had a reminder" in page


def test_nobody_is_nudged_whose_home_is_paused_or_who_has_answered_meanwhile(late):
    staff = make.staff()
    pauses.pause(late.pioneer, weeks=2, reason=PauseReason.OUTBREAK, by=late.person)
    services.write_update(late.others[0].project, by=late.others[0].person, text="Here.")
    projects = [late.project, late.others[0].project]
    assert report_reminders.nudge(projects, by=staff) == 0
    assert not mails(NUDGE).exists()


def test_staff_of_another_programme_nudge_nobody_by_naming_ids(late):
    client = Client()
    client.force_login(make.staff(make.another_programme()))
    cohort = late.pioneer.cohort
    assert client.post(
        reverse("qi_projects:nudge", args=[cohort.pk]), {"project": [late.project.pk]}
    ).status_code == 404  # fmt: skip
    elsewhere = make.cohort(make.another_programme(), state="running")
    client.post(reverse("qi_projects:nudge", args=[elsewhere.pk]), {"project": [late.project.pk]})
    assert not mails(NUDGE).exists()


def test_the_other_side_is_told_of_a_comment_and_may_turn_it_off(one):
    mentor, staff = make.pairing(one.pioneer).mentor.user, make.staff()
    told = lambda comment: set(  # noqa: E731
        mails(COMMENT)
        .filter(key__startswith=f"{COMMENT}:{comment.pk}:")
        .values_list("person_id", flat=True)
    )
    by_mentor = services.comment(one.project, by=mentor, text="Who counts at weekends?")
    assert told(by_mentor) == {one.person.pk}
    by_owner = services.comment(one.project, by=one.person, text="The senior on duty.")
    assert told(by_owner) == {mentor.pk}
    by_staff = services.comment(one.project, by=staff, text="A good question.")
    assert told(by_staff) == {one.person.pk}
    assert told(services.comment(one.project, by=one.person, text="Thanks.")) == {
        mentor.pk,
        staff.pk,
    }
    assert choices.optional(COMMENT)


def test_a_mentor_of_the_past_is_not_told(one):
    pair = make.pairing(one.pioneer)
    services.comment(one.project, by=pair.mentor.user, text="Well begun.")
    mentoring.end_pairing(pair, by=make.staff())
    services.comment(one.project, by=one.person, text="Thank you.")
    assert [row.person_id for row in mails(COMMENT)] == [one.person.pk]


def test_new_comments_wait_on_the_pioneers_home_until_they_write_there(one):
    from reports.selectors.todo import for_pioneer

    def waiting():
        return [(line.count, line.title) for line in for_pioneer(one.person) if line.count]

    assert waiting() == []
    services.comment(one.project, by=make.pairing(one.pioneer).mentor.user, text="One.")
    services.comment(one.project, by=make.staff(), text="Two.")
    assert waiting() == [(2, "new comments on your project")]
    with clock.at(clock.now() + timedelta(minutes=1)):
        services.comment(one.project, by=one.person, text="Answered.")
        assert waiting() == []
