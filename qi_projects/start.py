"""What qi_projects brings: its mails, its documents, the Pioneer's way to their project."""

from cohorts import tabs
from core import roles
from qi_projects import documents, mails, pausing  # noqa: F401 - all register what they define

roles.add_link(30, roles.Link("My project", "qi_projects:own_project", "graph-up", ("pioneer",)))
tabs.add_tab("Projects", 10, tabs.Tab("projects", "Projects", "qi_projects:staff_projects"), at=60)
