"""What waits for applicants and Pioneers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from cohorts.enums import CohortState
from cohorts.models import Cohort
from core import clock
from core.templatetags.words import day, short_day
from pioneers.enums import ApplicationState
from pioneers.models import Application
from qi_projects.enums import PosterState
from qi_projects.models import Member, Project
from qi_projects.selectors.progress import comment_path
from reports.selectors.todo.line import Todo, session_line
from reports.selectors.todo.mine import next_session_of, places_of, projects_of
from reports.selectors.todo.standing import for_places
from workshops import feedback
from workshops.models import Session

BEFORE_IT_STARTS = (CohortState.OPEN, CohortState.SELECTING)
POSTER_TIME = timedelta(weeks=8)


def for_applicant(user: Any) -> list[Todo]:
    items = []
    mine = Application.objects.own(user).select_related("cohort")
    for application in mine.order_by("-created_at"):
        url = reverse("pioneers:application", args=[application.pk])
        cohort, state = application.cohort, application.shown_state
        if state == ApplicationState.DRAFT and cohort.takes_applications:
            items.append(
                Todo(
                    f"Finish your application to {cohort.name}",
                    url,
                    "Everything you typed is saved.",
                    f"Closes {short_day(cohort.applications_close_at)}",
                    action="Go on with it",
                )
            )
        elif state == ApplicationState.OFFERED:
            items.append(
                Todo(
                    f"You are offered a place on {cohort.name}",
                    url,
                    "Please say yes or no, so that the place is used.",
                    f"Answer by {short_day(application.offer_expires_at)}"
                    if application.offer_expires_at
                    else "",
                    action="Say yes or no",
                )
            )
        elif state == ApplicationState.CONFIRMED and cohort.state in BEFORE_IT_STARTS:
            items.append(
                Todo(
                    f"Your place on {cohort.name} is confirmed",
                    url,
                    f"It starts on {day(cohort.starts_on)}. We write to you before then.",
                    tone="calm",
                    icon="calendar-check",
                )
            )
        elif state in (ApplicationState.SUBMITTED, ApplicationState.RESERVE):
            items.append(
                Todo(
                    f"Your application to {cohort.name}",
                    url,
                    state.label,
                    tone="calm",
                )
            )
        elif state == ApplicationState.LAPSED and cohort.state in BEFORE_IT_STARTS:
            items.append(
                Todo(
                    f"Your offer of a place on {cohort.name} ran out",
                    url,
                    "If you meant to say yes, write to us soon.",
                    tone="late",
                )
            )
    return items


def everything_for_pioneer(user: Any) -> list[Todo]:
    """What there is to do, then what stands there for whoever needs it."""
    places = places_of(user)
    return [*for_pioneer(user, places), *for_places(places)]


def for_pioneer(user: Any, places: list[Any] | None = None) -> list[Todo]:
    """The next session and the project; of a cohort that has ended, the project and the poster."""
    places = places_of(user) if places is None else places
    if not places:
        return []
    running = [place.cohort_id for place in places if place.cohort.state == CohortState.RUNNING]
    items = []
    session = next_session_of(user, running)
    if session:
        items.append(_next_session(session))
    items += [_how_was(one) for one in feedback.to_answer(user)[:3]]
    projects = {project.pioneer_id: project for project in projects_of(user)}
    for place in places:
        project = projects.get(place.pk)
        if place.cohort_id not in running:
            items += _finished(project, place.cohort)
        elif project is None:
            items.append(
                Todo(
                    "Start your improvement project",
                    reverse("qi_projects:own_project"),
                    "Four questions: what matters, for whom, how will you know, by when?",
                    icon="lightbulb",
                    action="Start it",
                )
            )
        else:
            items += _of_project(project, place.cohort)
            items += _comments(project)
    return items


def for_successor(user: Any) -> list[Todo]:
    """The projects that were handed on to somebody, as their Pioneers had them."""
    carried_on = [one for one in projects_of(user) if one.pioneer.person_id != user.pk]
    items = []
    for project in carried_on:
        cohort = project.pioneer.cohort
        if cohort.state == CohortState.RUNNING:
            items += [*_of_project(project, cohort), *_comments(project)]
        else:
            items += _finished(project, cohort)
    return items


def for_member(user: Any) -> list[Todo]:
    """The projects of others in whose team somebody is: whose each is, one press away."""
    places = Member.objects.of_team().joined().filter(person=user)
    return [
        Todo(
            place.project.title,
            reverse("qi_projects:project", args=[place.project_id]),
            f"You are in the team of {place.project.pioneer.person.name}’s project. "
            f"You {place.get_role_display().lower()}.",
            tone="calm",
            icon="people",
            action="Open the project",
        )
        for place in places.select_related("project__pioneer__person").order_by("-pk")
    ]


def _how_was(session: Session) -> Todo:
    return Todo(
        f"How was it? {session.title}",
        reverse("workshops:feedback", args=[session.pk]),
        "One press. Nobody can see what you answer.",
        icon="emoji-smile",
        action="Say how it was",
    )


def _next_session(session: Any) -> Todo:
    line = session_line(session)
    if session.sorry:
        return replace(line, text=f"You sent apologies. {line.text}", tone="calm")
    if session.excused:
        return replace(line, text=f"You are excused. {line.text}", tone="calm")
    if session.expected:
        url = reverse("workshops:apologies", args=[session.pk])
        return replace(line, second="I can’t come", second_url=url)
    return line


def _comments(project: Any) -> list[Todo]:
    """What mentor and staff said since the Pioneer last wrote there."""
    n = len(project.said_of)
    if not n:
        return []
    return [
        Todo(
            "new comment on your project" if n == 1 else "new comments on your project",
            comment_path(project.pk, project.said_of[0]),
            project.title,
            icon="chat-square-text",
            count=n,
            action="Read and answer",
        )
    ]


def _report(project: Project, due: date) -> Todo:
    late = due < clock.today()
    return Todo(
        "Say how it goes",
        reverse("qi_projects:add_update", args=[project.pk]),
        f"“{project.title}”: a number, a sentence or a photograph. A minute.",
        short_day(due) if late else f"Due {short_day(due)}",
        tone="late" if late else "next",
        icon="chat-square-text",
        action="Say how it goes",
    )


def _of_project(project: Any, cohort: Cohort) -> list[Todo]:
    url = reverse("qi_projects:project", args=[project.pk])
    poster_url = reverse("qi_projects:poster", args=[project.pk])
    poster = getattr(project, "poster", None)
    state = poster.state if poster else ""
    items = []
    if poster and state == PosterState.CHANGES_ASKED:
        items.append(
            Todo(
                "Your poster: a change is asked for",
                poster_url,
                poster.staff_comment,
                icon="easel",
                action="Change the poster",
            )
        )
    elif poster and poster.lost_approval:
        items.append(
            Todo(
                "Send your poster again",
                poster_url,
                "Something on it has changed since it was approved. It is in the booklet again "
                "when the programme team has read it.",
                icon="easel",
                action="Look at it",
            )
        )
    elif state in ("", PosterState.DRAFT) and cohort.ends_on - clock.today() < POSTER_TIME:
        items.append(
            Todo(
                "Make your poster",
                poster_url,
                "Most of it is there already, from your project.",
                f"The programme ends on {short_day(cohort.ends_on)}",
                icon="easel",
                action="Go to the poster",
            )
        )
    if project.due_on:
        items.append(_report(project, project.due_on))
    elif not project.fresh:
        items.append(
            Todo(
                f"Add a number to “{project.title}”",
                url,
                "One number is enough.",
                icon="graph-up",
                action="Add a number",
            )
        )
    else:
        items.append(
            Todo(
                f"Your project: {project.title}",
                url,
                "Its numbers are up to date.",
                tone="calm",
                icon="graph-up",
            )
        )
    return items


def _finished(project: Project | None, cohort: Cohort) -> list[Todo]:
    if project is None:
        return []
    items = []
    poster = getattr(project, "poster", None)
    if poster and poster.state == PosterState.APPROVED:
        items.append(
            Todo(
                f"Your poster: {poster}",
                reverse("qi_projects:poster", args=[project.pk]),
                f"{cohort.name}. To read, to download, to hang up.",
                tone="calm",
                icon="easel",
            )
        )
    items.append(
        Todo(
            f"Your project: {project.title}",
            reverse("qi_projects:project", args=[project.pk]),
            cohort.name,
            tone="calm",
            icon="graph-up",
        )
    )
    return items
