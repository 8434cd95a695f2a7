"""Reminders of reports, made when they are due (each holds a link of its own), and nudges by staff.

How many days before and after, at what hour and whether at all is each cohort's own
(cohorts.mail_rules). What is not made yet is foreseen on the cohort's page of the next 14 days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from cohorts import mail_rules
from cohorts.mail_rules import Forecast, Rule
from cohorts.models import Cohort
from core import audit, clock, mail
from core.models import OutboundEmail, User
from core.models.mail import UNSENT
from core.templatetags.words import day
from pioneers.enums import PioneerState
from pioneers.selectors.pauses import paused_days
from qi_projects import update_links
from qi_projects.models import ProgressReport, Project
from qi_projects.progress_mails import BEFORE, LATE, NUDGE, ON_THE_DAY, REMINDER
from qi_projects.selectors.progress import behind, reporters, thread_of

# After an outage: later than this a reminder is not made.
LATEST = timedelta(hours=24)
NOT_NEEDED = "No longer needed: it is answered, moved or skipped, or the home is paused."


def plan() -> int:
    """A planner: make what is due now, withdraw what is wanted no longer; the second run makes
    none. A fixed number of queries beside the writing."""
    return _withdraw_stale() + _make(_due_now())


def _due_now() -> list[tuple[ProgressReport, str, User]]:
    now = clock.now()
    found = []
    for report, key, due_at, to in _moments(_asked()):
        if now - LATEST <= due_at <= now:
            found.append((report, key, to))
    known = set(
        OutboundEmail.objects.filter(
            key__in=[_key(report, rule, to) for report, rule, to in found]
        ).values_list("key", flat=True)
    )
    return [one for one in found if _key(*one) not in known]


def _asked(cohort: Cohort | None = None) -> list[ProgressReport]:
    rows = ProgressReport.objects.open().exclude(project__pioneer__state=PioneerState.PAUSED)
    if cohort:
        rows = rows.filter(project__pioneer__cohort=cohort)
    return list(rows.select_related("project__pioneer__person", "project__pioneer__cohort"))


def _moments(
    reports: list[ProgressReport], rules_of: Mapping[int, Mapping[str, Rule]] | None = None
) -> Iterator[tuple[ProgressReport, str, datetime, User]]:
    """Each report with the moments at which its reporter is reminded, unless the home is paused."""
    projects = {one.project_id: one.project for one in reports}
    to = reporters(projects.values())
    if rules_of is None:
        cohorts = {one.pioneer.cohort_id for one in projects.values()}
        rules_of = mail_rules.rules_for_many(cohorts)
    paused = paused_days()
    for report in reports:
        person = to[report.project_id]
        rules = rules_of[report.project.pioneer.cohort_id]
        for key in (BEFORE, ON_THE_DAY, LATE):
            due_at = mail_rules.due_at(report.due_on, rules[key])
            if rules[key].is_on and person.is_active and not paused.covers(person.pk, due_at):
                yield report, key, due_at, person


def _key(report: ProgressReport, rule: str, to: User) -> str:
    """With the day it is due on: of a report that is moved, the reminders come again."""
    return f"{rule}:report:{report.pk}:due:{report.due_on}:user:{to.pk}"


def _make(wanted: list[tuple[ProgressReport, str, User]]) -> int:
    urls = update_links.urls_for((report.project, to) for report, _, to in wanted)
    return mail.queue_many(
        mail.Message(
            kind=REMINDER,
            key=_key(report, rule, to),
            rule=rule,
            expires_at=clock.now() + timedelta(days=5),
            **_common(report.project, to, url, when=_when(report)),
        )
        for (report, rule, to), url in zip(wanted, urls, strict=True)
    )


def _when(report: ProgressReport) -> str:
    days = (report.due_on - clock.today()).days
    if days == 0:
        return "Today is the day"
    if days > 0:
        return f"By {day(report.due_on)} we would like to know"
    return f"We hoped to hear from you by {day(report.due_on)}"


def _common(project: Project, to: User, url: str, **context: str) -> dict[str, Any]:
    return {
        "to_email": to.email,
        "to_name": to.name,
        "person_id": to.pk,
        "scope": project.pioneer.cohort.scope,
        "thread": thread_of(project.pk),
        "context": {
            "first_name": to.first_name or "there",
            "project": project.title,
            "link": url,
            "until": day(clock.now() + update_links.LASTS),
            **context,
        },
    }


def _withdraw_stale() -> int:
    """Mails that wait, of what is answered, moved, skipped or paused since."""
    rows = OutboundEmail.objects.filter(kind__in=[REMINDER, NUDGE], state__in=UNSENT)
    waiting = list(rows.order_by("pk").values_list("pk", "kind", "key", "thread"))
    if not waiting:
        return 0
    paused, today = paused_days(), clock.today()
    asked = {
        _key(report, rule, to)
        for report, rule, _, to in _moments(_asked())
        if not paused.covers(to.pk, today)
    }
    late = {thread_of(pk) for pk in behind().order_by().values_list("pk", flat=True)}
    stale = [
        pk
        for pk, kind, key, thread in waiting
        if (key not in asked if kind == REMINDER else thread not in late)
    ]
    return mail.cancel(OutboundEmail.objects.filter(pk__in=stale), reason=NOT_NEEDED)


def withdraw(project: Project) -> int:
    """What was to be asked of this project and has not left; it has just been answered."""
    rows = OutboundEmail.objects.filter(kind__in=[REMINDER, NUDGE], thread=thread_of(project.pk))
    return mail.cancel(rows, reason=NOT_NEEDED)


@transaction.atomic
def nudge(projects: Iterable[Project], *, by: Any) -> int:
    """A mail from staff to each of these that is behind, at most one a day; returns how many."""
    rows = Project.objects.filter(pk__in=[project.pk for project in projects])
    late = list(behind(rows).select_related("pioneer__person", "pioneer__cohort").order_by("pk"))
    to = reporters(late)
    today = clock.today()
    keys = {f"{NUDGE}:project:{one.pk}:on:{today}:user:{to[one.pk].pk}": one for one in late}
    known = OutboundEmail.objects.filter(key__in=keys).values_list("key", flat=True)
    new = [(key, keys[key]) for key in keys.keys() - set(known) if to[keys[key].pk].is_active]
    since = dict(
        ProgressReport.objects.late()
        .filter(project__in=[one.pk for _, one in new])
        .order_by("-due_on")
        .values_list("project", "due_on")
    )
    urls = update_links.urls_for((one, to[one.pk]) for _, one in new)
    queued = mail.queue_many(
        mail.Message(
            kind=NUDGE,
            key=key,
            expires_at=clock.now() + timedelta(days=5),
            **_common(one, to[one.pk], url, due=day(since[one.pk])),
        )
        for (key, one), url in zip(new, urls, strict=True)
    )
    for _, one in new:
        audit.record("nudged for a report", one, by=by)
    return queued


def foresee(
    cohort: Cohort, user: Any, until: datetime, rules: Mapping[str, Rule]
) -> Iterator[Forecast]:
    """Reminders of reports that nobody has answered yet, if they still do not."""
    if not Project.objects.visible_to(user).filter(pioneer__cohort=cohort).exists():
        return
    for report, key, due_at, to in _moments(_asked(cohort), {cohort.pk: rules}):
        if clock.now() < due_at < until:
            yield Forecast(key, due_at, to.name, f"report due {day(report.due_on)}")


def subjects(cohort: Cohort, ids: list[str]) -> dict[str, tuple[str, str]]:
    """What staff read of a project where the outbox says what a mail is about."""
    found = Project.objects.filter(
        pioneer__cohort=cohort, pk__in=[pk for pk in ids if pk.isdecimal()]
    )
    return {
        str(one.pk): (one.title, reverse("qi_projects:project", args=[one.pk])) for one in found
    }


mail_rules.add_foreseer(foresee)
mail_rules.add_subjects("project", subjects)
