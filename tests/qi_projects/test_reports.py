"""Monthly reports: worked out, answered, moved, skipped, paused, and gone with who leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import clock
from core.errors import Refused
from pioneers.enums import PauseReason
from pioneers.services import pauses, pioneers
from qi_projects import services
from qi_projects.models import ProgressReport
from qi_projects.report_calendar import usual_days
from qi_projects.selectors.progress import behind
from qi_projects.services.reports import plan_reports
from tests import factories as make
from tests.qi_projects.running import begun

pytestmark = pytest.mark.django_db


def days(**offsets: int) -> timedelta:
    return timedelta(**offsets)


def due_days(project):
    return list(project.reports.values_list("due_on", flat=True))


@pytest.fixture
def long_ago():
    """A project begun on the cohort's first day, planned then, and seen a hundred days later."""
    today = clock.today()
    cohort = make.cohort(
        state="running", starts_on=today - days(days=100), ends_on=today + days(days=100)
    )
    with clock.at(clock.now() - days(days=100)):
        one = begun(cohort)
        plan_reports()
    return one


@pytest.mark.parametrize(
    ("starts", "ends", "begun_on", "wanted"),
    [
        # The number of the day is kept; a short month has it on its last.
        (date(2026, 1, 31), date(2026, 5, 31), date(2026, 1, 31),
         [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]),
        (date(2026, 11, 4), date(2027, 2, 3), date(2026, 11, 4),
         [date(2026, 12, 4), date(2027, 1, 4)]),
        # Nobody is asked within two weeks of beginning.
        (date(2026, 1, 5), date(2026, 4, 5), date(2026, 1, 23),
         [date(2026, 3, 5), date(2026, 4, 5)]),
        (date(2026, 1, 5), date(2026, 4, 5), date(2026, 1, 22),
         [date(2026, 2, 5), date(2026, 3, 5), date(2026, 4, 5)]),
    ],
)  # fmt: skip
def test_reports_are_due_monthly_from_the_first_day_until_the_last(starts, ends, begun_on, wanted):
    cohort = make.cohort(starts_on=starts, ends_on=ends)
    assert list(usual_days(cohort, begun_on)) == wanted


def test_planning_twice_makes_each_month_once(long_ago):
    cohort = long_ago.pioneer.cohort
    wanted = list(usual_days(cohort, cohort.starts_on))
    assert len(wanted) == 6
    assert due_days(long_ago.project) == wanted
    assert plan_reports() == 0


def test_months_that_passed_before_a_project_was_known_are_not_asked_for(one):
    assert plan_reports() == len(due_days(one.project)) > 0
    assert min(due_days(one.project)) >= clock.today()


def test_when_the_cohort_ends_sooner_its_last_months_go_and_answered_ones_stay(long_ago):
    services.write_update(long_ago.project, by=long_ago.person, text="Begun.")
    cohort = long_ago.pioneer.cohort
    cohort.ends_on = clock.today()
    cohort.save()
    plan_reports()
    assert due_days(long_ago.project) == list(usual_days(cohort, cohort.starts_on))
    assert long_ago.project.reports.exclude(update=None).count() == 3


def test_who_is_three_reports_late_answers_all_with_one_update(long_ago):
    late = list(ProgressReport.objects.late())
    assert [report.due_on for report in late] == due_days(long_ago.project)[:3]
    update = services.write_update(long_ago.project, by=long_ago.person, text="Here is how.")
    assert list(update.reports.all()) == late
    assert not behind()


def test_an_update_answers_only_its_own_project(long_ago):
    with clock.at(clock.now() - days(days=100)):
        other = begun(long_ago.pioneer.cohort)
        plan_reports()
    services.write_update(other.project, by=other.person, text="Here.")
    assert list(behind()) == [long_ago.project]


def test_an_update_answers_the_report_that_is_due_soon_and_one_between_months_none(long_ago):
    services.write_update(long_ago.project, by=long_ago.person, text="All late ones.")
    late = list(long_ago.project.reports.exclude(update=None))
    coming = long_ago.project.reports.filter(update=None).first()
    between, near = coming.due_on - days(days=11), coming.due_on - days(days=10)
    for day, answered in ((between, len(late)), (near, len(late) + 1)):
        with clock.at(clock.now() + (day - clock.today())):
            services.write_update(long_ago.project, by=long_ago.person, text="More.")
        assert long_ago.project.reports.exclude(update=None).count() == answered


def test_a_late_report_can_be_moved_and_everything_follows(long_ago):
    project, staff = long_ago.project, make.staff()
    assert list(behind()) == [project]
    late = list(ProgressReport.objects.late())
    for n, report in enumerate(late):
        services.move_report(report, due_on=clock.today() + days(days=n), by=staff)
    assert list(behind()) == []
    assert ProgressReport.objects.due().first() == late[0]
    assert plan_reports() == 0


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (lambda one: clock.today() - days(days=1), "This day has passed."),
        (lambda one: one.pioneer.cohort.ends_on + days(days=1), "The programme ends on"),
    ],
)
def test_a_report_is_not_moved_into_the_past_or_beyond_the_end(long_ago, move, words):
    report = long_ago.project.reports.first()
    with pytest.raises(Refused, match=words):
        services.move_report(report, due_on=move(long_ago), by=make.staff())


def test_an_answered_report_is_neither_moved_nor_skipped(long_ago):
    services.write_update(long_ago.project, by=long_ago.person, text="Here.")
    report = long_ago.project.reports.exclude(update=None).first()
    with pytest.raises(Refused, match="answered already"):
        services.move_report(report, due_on=clock.today(), by=make.staff())
    with pytest.raises(Refused, match="answered already"):
        services.skip_report(report, reason="Leave", by=make.staff())


def test_a_skipped_report_is_asked_of_nobody_and_the_next_update_passes_it_by(long_ago):
    first, second, *_ = ProgressReport.objects.late()
    services.skip_report(first, reason="On leave that month", by=make.staff())
    update = services.write_update(long_ago.project, by=long_ago.person, text="Back.")
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.update, second.update) == (None, update)


def test_a_pause_moves_what_is_to_come_says_why_and_gives_it_back(long_ago):
    project = long_ago.project
    before = due_days(project)
    late = [day for day in before if day < clock.today()]
    coming = [day for day in before if day >= clock.today()]
    pause = pauses.pause(long_ago.pioneer, weeks=4, reason=PauseReason.OUTBREAK, by=long_ago.person)
    assert due_days(project) == late + [day + days(weeks=4) for day in coming]
    # Within four weeks one was due at most; it says why it is not.
    held = [day for day in coming if day < pause.ends_on]
    assert len(held) == 1
    assert list(project.reports.exclude(skipped="").values_list("due_on", "skipped")) == [
        (held[0] + days(weeks=4), "Home paused: outbreak in the home")
    ]
    assert list(behind()) == []
    assert plan_reports() == 0

    pauses.end_early(pause, by=long_ago.person)
    assert due_days(project) == before
    assert not project.reports.exclude(skipped="").exists()
    assert list(behind()) == [project]


def test_when_a_pause_is_over_by_itself_the_report_is_due_again(long_ago):
    pause = pauses.pause(long_ago.pioneer, weeks=4, reason=PauseReason.OUTBREAK, by=long_ago.person)
    with clock.at(clock.now() + (pause.ends_on - clock.today())):
        assert plan_reports() == 1
        assert not long_ago.project.reports.exclude(skipped="").exists()
        assert plan_reports() == 0


def test_what_a_pause_moves_beyond_the_end_is_not_asked_for(long_ago):
    cohort = long_ago.pioneer.cohort
    pauses.pause(long_ago.pioneer, weeks=8, reason=PauseReason.OUTBREAK, by=long_ago.person)
    beyond = long_ago.project.reports.filter(due_on__gt=cohort.ends_on)
    assert beyond.count() > 0
    with clock.at(clock.now() + (cohort.ends_on - clock.today())):
        plan_reports()
        assert not set(ProgressReport.objects.open()) & set(beyond)


def test_the_reports_of_who_withdraws_are_gone_but_for_those_answered(long_ago):
    other = begun(long_ago.pioneer.cohort)
    plan_reports()
    services.write_update(long_ago.project, by=long_ago.person, text="A last word.")
    pioneers.change_state(long_ago.pioneer, to="withdrawn", by=make.staff())
    assert list(behind()) == []
    kept = due_days(other.project)
    assert plan_reports() > 0
    assert [report.update_id is None for report in long_ago.project.reports.all()] == [False] * 3
    assert due_days(other.project) == kept
    assert plan_reports() == 0
