"""What a home page reads of somebody's own: their places, the next session, their projects.

The queries are kept, so they hold nothing that goes by the day: that is worked out from their rows,
which are few for one person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from cohorts.enums import CohortState
from core import clock
from core.kept_queries import SOMEBODY, KeptQuery
from core.models import User
from pioneers.models import Pioneer
from pioneers.selectors.pauses import paused_until
from qi_projects.models import Observation, ProgressReport, Project
from qi_projects.models.progress import OPENS_BEFORE
from qi_projects.selectors.progress import new_comments
from workshops.enums import AttendanceState
from workshops.models import Attendance, Session

NUMBER_EVERY = timedelta(days=14)


def places_of(user: Any) -> list[Any]:
    """On cohorts that run or have run, the newest first, each with its certificate, if any, and
    until when its home is paused (`paused_until`)."""
    places: list[Any] = list(_places()({SOMEBODY: user.pk}))
    until = paused_until(user, places) if places else {}
    for place in places:
        place.paused_until = until.get(place.pk)
    return places


@cache
def _places() -> KeptQuery:
    states = [CohortState.RUNNING, CohortState.CELEBRATED, CohortState.CLOSED]
    rows = Pioneer.objects.counted().filter(person=SOMEBODY, cohort__state__in=states)
    return KeptQuery(rows.select_related("cohort", "certificate").order_by("-cohort__number"))


def next_session_of(user: Any, cohorts: Iterable[int]) -> Any:
    """The next that one goes to or leads in these cohorts, which run, with what one said to it."""
    now = clock.now()
    own = _sessions()({SOMEBODY: user.pk})
    return next((one for one in own if one.ends_at > now and one.cohort_id in cohorts), None)


@cache
def _sessions() -> KeptQuery:
    own = Session.objects.own(User(pk=SOMEBODY)).published()
    mine = Attendance.objects.filter(session=OuterRef("pk"), pioneer__person=SOMEBODY)
    return KeptQuery(
        own.filter(cohort__state=CohortState.RUNNING)
        .annotate(
            expected=Exists(mine.filter(state=AttendanceState.EXPECTED)),
            sorry=Exists(mine.filter(state=AttendanceState.APOLOGIES)),
            excused=Exists(mine.filter(state=AttendanceState.EXCUSED)),
        )
        .order_by("starts_at")
    )


def projects_of(user: Any) -> list[Any]:
    """Begun by this person or handed to them, the newest first: with the report that is due
    (`due_on`), whether a number is `fresh`, and of which updates new comments are (`said_of`)."""
    projects: list[Any] = list(_projects()({SOMEBODY: user.pk}))
    said = new_comments(user) if projects else {}
    today = clock.today()
    for project in projects:
        due, last = project.next_report, project.last_number
        project.due_on = due if due and due <= today + OPENS_BEFORE else None
        project.fresh = last is not None and last >= today - NUMBER_EVERY
        project.said_of = said.get(project.pk, [])
    return projects


@cache
def _projects() -> KeptQuery:
    reports = ProgressReport.objects.open().filter(project=OuterRef("pk"))
    numbers = Observation.objects.filter(measure__project=OuterRef("pk")).order_by("-on")
    return KeptQuery(
        Project.objects.own(User(pk=SOMEBODY))
        .select_related("poster", "pioneer__cohort")
        .annotate(
            next_report=Subquery(reports.values("due_on")[:1]),
            last_number=Subquery(numbers.values("on")[:1]),
        )
        .order_by("-pk")
    )
