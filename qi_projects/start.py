"""What qi_projects brings: its mails, its documents, the Pioneer's way to their project."""

from django.db.models.functions import TruncDate

from cohorts import tabs
from core import roles
from core.mail import add_planner
from pioneers.relations import Relation, add_relation
from qi_projects import (  # noqa: F401 - all register what they define
    documents,
    mails,
    pausing,
    progress_mails,
    report_reminders,
)
from qi_projects.models import Successor
from qi_projects.services.reports import plan_reports

roles.register(
    roles.Role(
        "successor",
        "Carries a project on",
        lambda user: Successor.objects.carrying_on().filter(person=user),
    )
)
add_relation(
    Relation(
        "successor",
        "Carries a project on",
        Successor,
        "person",
        "project__pioneer__cohort__programme",
        where="project__title",
        since=TruncDate("accepted_at"),
        until=TruncDate("ended_at"),
    )
)
roles.add_link(
    30,
    roles.Link("My project", "qi_projects:own_project", "graph-up", ("pioneer", "successor")),
)
tabs.add_tab("Projects", 10, tabs.Tab("projects", "Projects", "qi_projects:staff_projects"), at=60)
# Which reports there are comes before who is reminded of them.
add_planner(plan_reports)
add_planner(report_reminders.plan)
