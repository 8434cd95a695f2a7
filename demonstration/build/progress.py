"""Word of the projects: what was told by link and page, who is late, what was said of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cohorts import mail_rules
from cohorts.models import Cohort
from core import clock
from demonstration.build import people
from demonstration.build.timeline import at
from pioneers.models import Pairing
from qi_projects import report_reminders, services
from qi_projects.models import Measure, ProgressReport, Project, Update
from qi_projects.progress_mails import BEFORE
from qi_projects.selectors import behind
from qi_projects.services.numbers import Number

# Of so many Pioneers one is too busy to say how it goes from the third month on.
ONE_IN = 6
FROM_MENTORS = (
    "I like that you count it on the same day each week. Who does it when you are away?",
    "Stopping what did not work is a finding. Could it go on the poster?",
    "Show this chart at the next handover, and tell me what they say.",
)
FROM_STAFF = "A lovely photograph would help the poster. Is there one of the place, without people?"
ANSWER = "Nights do it now when I am away. I asked them yesterday."


def tell(
    project: Project, measure: Measure, story: dict[str, Any], numbers: list[tuple[date, Any, str]]
) -> None:
    """Each month in the days before the report is due: the story's words, else the last number."""
    cohort, user = project.pioneer.cohort, project.pioneer.person
    words = {update["month"]: update["text"] for update in story["updates"]}
    forgets = project.pk % ONE_IN == 0 and cohort.ends_on > clock.today()
    for month, report in enumerate(list(project.reports.order_by("usual_on")), start=1):
        day = report.usual_on - timedelta(days=2)
        if day > clock.today() or (forgets and month > 2):
            break
        known = [row for row in numbers if row[0] <= day]
        text = next((words.pop(m) for m in list(words) if m <= month), "")
        number = Number(on=known[-1][0], value=known[-1][1]) if known else None
        if text or number:
            with clock.at(at(day, 21, 5)):
                services.write_update(
                    project, by=user, text=text, measure=measure, number=number, how="link"
                )


def talk(cohort: Cohort) -> None:
    """Mentors and staff comment, one answers; a report is skipped, one moved, some are nudged."""
    administrator = people.staff()[0]
    pairs = Pairing.objects.current().filter(pioneer__cohort=cohort, pioneer__project__isnull=False)
    told = [
        (pair, pair.pioneer.project.updates.first())
        for pair in pairs.select_related("mentor__user", "pioneer__person", "pioneer__project")
    ]
    for n, (pair, update) in enumerate(told[::3]):
        words = FROM_MENTORS[n % len(FROM_MENTORS)]
        _comment(pair.pioneer.project, pair.mentor.user, words, update, days=2)
        if n == 0:
            _comment(pair.pioneer.project, pair.pioneer.person, ANSWER, update, days=1)
    mine = Project.objects.filter(pioneer__cohort=cohort).order_by("pk")
    _comment(mine[1], administrator, FROM_STAFF, None, days=4)
    late = list(ProgressReport.objects.late().filter(project__in=mine).order_by("project", "pk"))
    if late:
        services.skip_report(late[0], reason="On leave that month", by=administrator)
    coming = ProgressReport.objects.open().filter(project=mine[3], due_on__gt=clock.today())
    due_on = clock.today() + timedelta(days=3)
    services.move_report(coming[0], due_on=due_on, by=administrator)
    with clock.at(clock.now() - timedelta(days=4)):
        report_reminders.nudge(behind(mine)[:3], by=administrator)


def ask_today(cohort: Cohort) -> None:
    """The Pioneer among the sign-ins is asked for a report just now: the mail with its link waits
    to leave, and is the first that the mail catcher takes."""
    now = clock.now()
    project = Project.objects.filter(pioneer__cohort=cohort).order_by("pk")[0]
    rule = mail_rules.rules_for(cohort)[BEFORE]
    days = (clock.today() + timedelta(days=n) for n in range(rule.days + 1))
    due_on = next(
        day for day in days if now - report_reminders.LATEST < mail_rules.due_at(day, rule) <= now
    )
    report = ProgressReport.objects.open().filter(project=project, due_on__gte=clock.today())[0]
    services.move_report(report, due_on=due_on, by=people.staff()[0])
    report_reminders.plan()


def _comment(project: Project, by: Any, text: str, update: Update | None, *, days: int) -> None:
    moment = clock.now() - timedelta(days=days)
    if update and update.written_at > moment:
        moment = update.written_at + timedelta(hours=2)
    with clock.at(min(moment, clock.now())):
        services.comment(project, by=by, text=text, update=update)
