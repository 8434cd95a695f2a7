"""The link in a mail that says how a project goes without signing in.

Why this is safe enough. It is for one project and one person, and does one thing: add an update.
It shows the project's title and what it counts; the chart and the own words only just after they
were sent. It runs out, closes when the person leaves the project, and takes a limited number of
updates a day. It may be used more than once, because a sentence forgotten is added later, and a
newer mail does not close it: both do the same, and the mail that is found first should work.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from core import clock, links
from core.errors import Refused
from core.models import ActionLink, User
from qi_projects import permissions
from qi_projects.models import Project

ACTION = "project-update"
PAGE = "qi_projects:update_by_link"
LASTS = timedelta(days=45)
LEFT = "This project is no longer yours to report on, so there is nothing to tell us."


def urls_for(wanted: Iterable[tuple[Project, User]]) -> list[str]:
    """A new address for each project and person, in order: one query."""
    until = clock.now() + LASTS
    rows = [(project, person, until) for project, person in wanted]
    return [links.absolute(PAGE, token) for token in links.create_many(ACTION, rows)]


def project_of(link: ActionLink) -> Project:
    """The project that the link may be used for. Raises Refused, in words, where it may not."""
    links.check(link)
    project = (
        Project.objects.filter(pk=int(link.subject_id))
        .select_related("pioneer__person", "pioneer__cohort", "home")
        .first()
    )
    if project is None or not permissions.owns_project(link.person, project):
        raise Refused(LEFT)
    return project
