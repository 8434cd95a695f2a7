"""What workshops brings: the role of facilitator, its mails, its places in the navigation."""

from django.db.models import F

from cohorts import tabs
from core import mail, roles, sealing
from pioneers.dates import add_source
from pioneers.relations import Relation, add_relation
from pioneers.release_dates import add_timetable
from workshops import (  # noqa: F401 - register rules, kinds of mail and documents, a planner
    audiences,
    documents,
    guest_mails,
    joining,
    mail_subjects,
    mails,
    pausing,
    release_dates,
)
from workshops.feedback_mails import plan as plan_feedback_mails
from workshops.models import Commitment, LearningSet
from workshops.services import own_actions

roles.register(
    roles.Role(
        "facilitator",
        "Facilitator",
        lambda user: LearningSet.objects.filter(facilitator=user),
        second_factor=True,
    )
)
add_relation(
    Relation(
        "facilitator",
        "Facilitator",
        LearningSet,
        "facilitator",
        "cohort__programme",
        where="name",
        since=F("cohort__starts_on"),
        until=F("cohort__ends_on"),
    )
)
sealing.add_field(Commitment, "sealed")
mail.add_planner(own_actions.carry_on)
mail.add_planner(plan_feedback_mails)
add_timetable(release_dates.sessions_of)
add_source(release_dates.sessions_for_all)
roles.add_link(
    20, roles.Link("Sessions", "workshops:sessions", "calendar-event", ("pioneer", "facilitator"))
)
roles.add_link(20, roles.Link("My sets", "workshops:learning_sets", "people", ("facilitator",)))
tabs.add_tab("Sessions", 10, tabs.Tab("timetable", "Timetable", "workshops:timetable"), at=50)
tabs.add_tab("Sessions", 20, tabs.Tab("sets", "Learning sets", "workshops:staff_sets"))
tabs.add_tab("Sessions", 60, tabs.Tab("feedback", "Feedback", "workshops:cohort_feedback"))
tabs.add_tab("Sessions", 30, tabs.Tab("attendance", "Attendance", "workshops:cohort_attendance"))
