"""Monthly reports: which there are, moved for one person, skipped, and what a pause does."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import transaction

from core import audit, clock, links
from core.errors import Refused
from core.templatetags.words import day
from pioneers.selectors.pauses import paused_pioneers
from pioneers.services.pauses import Change
from qi_projects import update_links
from qi_projects.models import ProgressReport, Project
from qi_projects.report_calendar import usual_days

# What a pause writes where a report is not due; staff's own reasons never begin like this.
PAUSED = "Home paused: "


@transaction.atomic
def plan_reports(today: date | None = None) -> int:
    """A planner: one row for each month to come of each project that reports, and no others.

    What is answered, moved, skipped or past stays as it is; of projects that report no more, what
    is not answered goes and the links in old mails close. Returns how many rows it touched, 0 the
    second time. A fixed number of queries beside the writing.
    """
    today = today or clock.today()
    known: dict[int, dict[date, ProgressReport]] = defaultdict(dict)
    for row in ProgressReport.objects.filter(project__in=Project.objects.reporting()):
        known[row.project_id][row.usual_on] = row
    new: list[ProgressReport] = []
    stale: list[int] = []
    for project in Project.objects.reporting().select_related("pioneer__cohort").order_by("pk"):
        wanted = set(usual_days(project.pioneer.cohort, project.started_on))
        rows = known[project.pk]
        new += [
            ProgressReport(project=project, usual_on=on, due_on=on)
            for on in sorted(wanted - rows.keys())
            if on >= today
        ]
        stale += [
            row.pk
            for on, row in rows.items()
            if on not in wanted and not row.update_id and row.due_on == on >= today
        ]
    ProgressReport.objects.bulk_create(new, ignore_conflicts=True)
    gone, _ = ProgressReport.objects.filter(pk__in=stale).delete()
    return len(new) + gone + _let_go() + bring_back_those_rested()


def _let_go() -> int:
    rows = ProgressReport.objects.filter(update__isnull=True).exclude(
        project__in=Project.objects.reporting()
    )
    for project in Project.objects.filter(reports__in=rows).distinct():
        links.revoke(update_links.ACTION, project)
    return rows.delete()[0]


def bring_back_those_rested() -> int:
    """Reports that a pause kept back are due again once the home is back."""
    return (
        ProgressReport.objects.filter(skipped__startswith=PAUSED)
        .exclude(project__pioneer__in=paused_pioneers())
        .update(skipped="")
    )


@transaction.atomic
def move_report(report: ProgressReport, *, due_on: date, by: Any) -> ProgressReport:
    """Another day for one person; reminders and lists follow. A late one can be moved, too."""
    report = _unanswered(report)
    cohort = report.project.pioneer.cohort
    if due_on < clock.today():
        raise Refused("This day has passed. Choose today or a later day.")
    if due_on > cohort.ends_on:
        raise Refused(f"The programme ends on {day(cohort.ends_on)}. Choose a day before that.")
    was, report.due_on, report.skipped = report.due_on, due_on, ""
    report.save(update_fields=["due_on", "skipped"])
    detail = {"from": was.isoformat(), "to": due_on.isoformat()}
    audit.record("moved report", report, by=by, detail=detail)
    return report


@transaction.atomic
def skip_report(report: ProgressReport, *, reason: str, by: Any) -> ProgressReport:
    """Nobody is asked for this one. The reason is shown to whoever sees the project."""
    report = _unanswered(report)
    if not reason.strip():
        raise Refused("Please say in a few words why this report is not needed.")
    report.skipped = reason.strip()[:120]
    report.save(update_fields=["skipped"])
    audit.record("skipped report", report, by=by)
    return report


def _unanswered(report: ProgressReport) -> ProgressReport:
    found = (
        ProgressReport.objects.select_for_update(of=("self",))
        .select_related("project__pioneer__cohort")
        .get(pk=report.pk)
    )
    if found.update_id:
        raise Refused("This report is answered already, so there is nothing to change.")
    return found


def follow_pause(change: Change) -> None:
    """Reports not answered yet move by as many days as the pause; those it covers say why.

    What was late before the pause began stays where it is.
    """
    if change.days:
        rows = ProgressReport.objects.select_for_update(of=("self",)).filter(
            project__pioneer__in=change.pioneers,
            update__isnull=True,
            due_on__gte=change.pause.starts_on,
        )
        moved: dict[int, ProgressReport] = {}
        for row in rows.select_related("project").order_by("pk"):
            if row.due_on < change.pause.ends_on and not row.skipped:
                row.skipped = f"{PAUSED}{change.pause.get_reason_display().lower()}"
            row.due_on = max(change.shift(row.due_on), clock.today())
            moved[row.pk] = row
        ProgressReport.objects.bulk_update(moved.values(), ["due_on", "skipped"])
        for project in {row.project for row in moved.values()}:
            detail = {"by days": change.days}
            audit.record("moved reports with a pause", project, by=change.by, detail=detail)
    bring_back_those_rested()
