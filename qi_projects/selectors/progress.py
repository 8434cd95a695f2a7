"""Reads of how projects go: reports due and late, who is behind, updates and comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock
from core.kept_queries import SOMEBODY, KeptQuery
from core.models import MailState, OutboundEmail, User
from pioneers.enums import PioneerState
from pioneers.selectors.pauses import paused_pioneers
from qi_projects.enums import ReportState
from qi_projects.models import Comment, Member, ProgressReport, Project, Update
from qi_projects.progress_mails import NUDGE

# On the project's page; all are on a page of their own, so many at a time.
UPDATES_SHOWN = 12
UPDATES_A_PAGE = 30
# A comment that nobody has answered stands on the home page for so long.
COMMENT_IS_NEW = timedelta(days=14)


def thread_of(project_id: int) -> str:
    """What mails about a project are filed under in the outbox."""
    return f"project:{project_id}"


def reporters(projects: Iterable[Project]) -> dict[int, User]:
    """Who is to say how each project goes, by its id: who carries it on, or its Pioneer."""
    found = {project.pk: project.pioneer.person for project in projects}
    successors = Member.objects.carrying_on().filter(project__in=list(found))
    for one in successors.select_related("person"):
        assert one.person is not None
        found[one.project_id] = one.person
    return found


def behind(projects: QuerySet[Project] | None = None) -> QuerySet[Project]:
    """Projects with a late report, but for those of people and homes that are left in peace."""
    rows = Project.objects.all() if projects is None else projects
    return rows.filter(
        ~Q(pioneer__state=PioneerState.PAUSED),
        ~Q(pioneer__in=paused_pioneers()),
        pk__in=ProgressReport.objects.late().order_by().values("project"),
    )


def with_standing(projects: QuerySet[Project]) -> Any:
    """Each with the day of its oldest late report (`late_since`) and of the next (`next_due`)."""
    mine = ProgressReport.objects.open().filter(project=OuterRef("pk"))
    return projects.annotate(
        late_since=Subquery(mine.filter(due_on__lt=clock.today()).values("due_on")[:1]),
        next_due=Subquery(mine.filter(due_on__gte=clock.today()).values("due_on")[:1]),
    )


def _nudges() -> QuerySet[OutboundEmail]:
    """Those that went or will go."""
    kept = OutboundEmail.objects.filter(kind=NUDGE)
    return kept.exclude(state__in=[MailState.CANCELLED, MailState.EXPIRED])


def _last_nudge(project: Project) -> Subquery:
    mine = _nudges().filter(thread=thread_of(project.pk)).order_by("-created_at")
    return Subquery(mine.values("created_at")[:1])


def nudged_at(projects: Iterable[Project]) -> dict[int, datetime]:
    """When staff last asked how each of these goes: one query."""
    by_thread = {thread_of(project.pk): project.pk for project in projects}
    rows = (
        _nudges()
        .filter(thread__in=by_thread)
        .order_by()
        .values_list("thread")
        .annotate(at=Max("created_at"))
    )
    return {by_thread[thread]: at for thread, at in rows}


def updates_of(project: Project) -> Any:
    """Newest first, each with whether the number it tells still stands (`number_stands`).

    One number a day: it is told by the newest update that has it, while it is from the same hand.
    """
    newer = Update.objects.filter(
        _newer_than(OuterRef("written_at"), OuterRef("pk")),
        project=OuterRef("project"),
        observation=OuterRef("observation"),
    )
    own = Q(observation__entered_by=None) | Q(observation__entered_by=F("written_by"))
    return project.updates.select_related("written_by", "observation__measure", "photo").annotate(
        number_stands=ExpressionWrapper(own & ~Q(Exists(newer)), BooleanField())
    )


def _newer_than(written_at: Any, pk: Any) -> Q:
    return Q(written_at__gt=written_at) | Q(written_at=written_at, pk__gt=pk)


def comments_on(
    project: Project, updates: Iterable[Update], *, since: datetime | None = None
) -> dict[int | None, list[Comment]]:
    """What was said of each of these updates, and under None of the project: one query."""
    of_these = Q(update=None) | Q(update__in=list(updates))
    comments = project.comments.filter(of_these).select_related("written_by")
    said: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments.filter(written_at__gte=since) if since else comments:
        said[comment.update_id].append(comment)
    return said


def address_of(update: Update) -> str:
    """Where it stands now: the project's page has the newest, the page of all the others."""
    newer = update.project.updates.filter(_newer_than(update.written_at, update.pk)).count()
    if newer < UPDATES_SHOWN:
        page = reverse("qi_projects:project", args=[update.project_id])
    else:
        page = reverse("qi_projects:updates", args=[update.project_id])
        page += f"?page={newer // UPDATES_A_PAGE + 1}"
    return f"{page}#update-{update.pk}"


@dataclass(frozen=True)
class Progress:
    """What the project's page tells of how it goes."""

    # Each with what was said of it.
    updates: list[tuple[Update, list[Comment]]]
    # Said of the project as a whole.
    comments: list[Comment]
    # Answered, late, due, skipped and to come, by day.
    reports: list[ProgressReport]
    # The one that an update of today answers.
    due: ProgressReport | None
    more_updates: bool
    nudged: datetime | None

    @property
    def reports_so_far(self) -> list[ProgressReport]:
        """Those whose day has come, and the next."""
        return [one for one in self.reports if one not in self.later_reports]

    @property
    def later_reports(self) -> list[ProgressReport]:
        """Those to come after the next."""
        return [one for one in self.reports if one.state == ReportState.COMING][1:]


def progress_of(
    project: Project, *, for_staff: bool = False, comments_since: datetime | None = None
) -> Progress:
    """Three queries, any number of updates, comments and reports."""
    updates = list(updates_of(project)[: UPDATES_SHOWN + 1])
    shown = updates[:UPDATES_SHOWN]
    said = comments_on(project, shown, since=comments_since)
    reports: list[Any] = list(project.reports.annotate(nudged=_last_nudge(project)))
    return Progress(
        updates=[(update, said[update.pk]) for update in shown],
        comments=said[None],
        reports=reports,
        due=next((one for one in reports if _is_due(project, one)), None),
        more_updates=len(updates) > UPDATES_SHOWN,
        nudged=next((one.nudged for one in reports if for_staff), None),
    )


def _is_due(project: Project, report: ProgressReport) -> bool:
    """As `ProgressReport.objects.due` has it, of a project that is here already."""
    cohort = project.pioneer.cohort
    runs = cohort.state == CohortState.RUNNING and not project.ended_on
    return (
        runs
        and report.due_on <= cohort.ends_on
        and report.state in (ReportState.LATE, ReportState.DUE)
    )


def comment_path(project_id: int, update_id: int | None) -> str:
    """To where a comment stands, at any later time too: beside its update, if it has one."""
    if update_id:
        return reverse("qi_projects:update", args=[project_id, update_id])
    return f"{reverse('qi_projects:project', args=[project_id])}#comments"


def new_comments(user: Any) -> dict[int, list[int | None]]:
    """Of others, on one's own projects, since one last wrote there oneself, and lately.

    By project, the newest first: the updates of which they are, None for the project itself.
    """
    since = clock.now() - COMMENT_IS_NEW
    found: dict[int, list[int | None]] = defaultdict(list)
    for project, update, written_at in _unanswered()({SOMEBODY: user.pk}):
        if written_at > since:
            found[project].append(update)
    return found


@cache
def _unanswered() -> KeptQuery:
    """(project, update, when), the newest first."""
    somebody = User(pk=SOMEBODY)
    mine = {
        "project": OuterRef("project"),
        "written_by": SOMEBODY,
        "written_at__gt": OuterRef("written_at"),
    }
    rows = Comment.objects.filter(
        ~Exists(Comment.objects.filter(**mine)),
        ~Exists(Update.objects.filter(**mine)),
        project__in=Project.objects.own(somebody),
    ).exclude(written_by=SOMEBODY)
    return KeptQuery(
        rows.order_by("-written_at", "-pk").values_list("project", "update", "written_at")
    )
