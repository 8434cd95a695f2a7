"""What workshops brings: the role of facilitator, its mails, its places in the navigation."""

from cohorts import tabs
from core import roles
from workshops import mails  # noqa: F401 - registers the kinds of mail and the planner
from workshops.models import LearningSet

roles.register(
    roles.Role(
        "facilitator",
        "Facilitator",
        lambda user: LearningSet.objects.filter(facilitator=user),
        second_factor=True,
    )
)
roles.add_link(
    20, roles.Link("Sessions", "workshops:sessions", "calendar-event", ("pioneer", "facilitator"))
)
roles.add_link(20, roles.Link("My sets", "workshops:learning_sets", "people", ("facilitator",)))
tabs.add_tab("Sessions", 10, tabs.Tab("timetable", "Timetable", "workshops:timetable"), at=50)
tabs.add_tab("Sessions", 20, tabs.Tab("sets", "Learning sets", "workshops:staff_sets"))
