"""What qi_projects brings: its mails, its documents, the Pioneer's way to their project."""

from django.db.models import Q
from django.db.models.functions import TruncDate

from cohorts import tabs
from core import roles
from core.mail import add_planner
from pioneers.relations import Relation, add_relation
from qi_projects import (  # noqa: F401 - all register what they define
    documents,
    joining,
    mails,
    pausing,
    progress_mails,
    report_reminders,
)
from qi_projects.enums import MemberRole
from qi_projects.models import Member
from qi_projects.services.reports import plan_reports

roles.register(
    roles.Role(
        "successor",
        "Carries a project on",
        lambda user: Member.objects.carrying_on().filter(person=user),
    )
)
roles.register(
    roles.Role(
        "member",
        "In a project’s team",
        lambda user: Member.objects.of_team().joined().filter(person=user),
    )
)
for key, label, only in (
    ("successor", "Carries a project on", Q(role=MemberRole.CARRIES_ON)),
    ("member", "In a project’s team", ~Q(role=MemberRole.CARRIES_ON)),
):
    add_relation(
        Relation(
            key,
            label,
            Member,
            "person",
            "project__pioneer__cohort__programme",
            where="project__title",
            since=TruncDate("accepted_at"),
            until=TruncDate("ended_at"),
            only=only,
        )
    )
roles.add_link(
    30,
    roles.Link("My project", "qi_projects:own_project", "graph-up", ("pioneer", "successor")),
)
roles.add_link(31, roles.Link("Our project", "qi_projects:team_project", "people", ("member",)))
tabs.add_tab("Projects", 10, tabs.Tab("projects", "Projects", "qi_projects:staff_projects"), at=60)
# Which reports there are comes before who is reminded of them.
add_planner(plan_reports)
add_planner(report_reminders.plan)
