"""What pioneers brings: applicants, Pioneers, mentors."""

from django.db.models import F

from cohorts import selectors, tabs
from cohorts.services import add_starter
from core import consents, roles
from core.mail import kinds
from pioneers import (  # noqa: F401 - register rules and mails
    audiences,
    foreseeing,
    joining,
    mails,
    mentor_mails,
    moving_mails,
    pause_mails,
    reading_mails,
    release_mails,
    selection_mails,
    writing,
)
from pioneers.criteria import add_criteria
from pioneers.models import Application, Mentor, Pioneer, Reviewer
from pioneers.permissions import knows_who_applies, lets_in
from pioneers.plans import add_plan
from pioneers.questions import add_questions
from pioneers.selectors.unseen_mails import hidden_from
from pioneers.services import matching, uploads
from pioneers.services.eligibility import add_rules

# Photographs and the like are asked of those who take part: whoever applies is only offered them,
# so that nobody thinks a yes helps. Applying itself is not interrupted.
consents.ask_roles("pioneer")
consents.never_during("/applications/")
consents.never_during("/apply/")
consents.never_during("/invitations/")

selectors.hide_mails(hidden_from)
add_starter(add_questions)
add_starter(add_rules)
add_starter(add_criteria)
add_starter(add_plan)
roles.add_link(20, roles.Link("Applications", "pioneers:applications", "file-text", ("applicant",)))

roles.register(
    roles.Role("applicant", "Applicant", lambda user: Application.objects.filter(applicant=user))
)
roles.register(
    roles.Role("pioneer", "Pioneer", lambda user: Pioneer.objects.counted().filter(person=user))
)
roles.register(
    roles.Role(
        "mentor",
        "Mentor",
        lambda user: Mentor.objects.filter(user=user, left_on__isnull=True),
        second_factor=True,
    )
)
roles.register(
    roles.Role(
        "reviewer",
        "Reviewer",
        lambda user: Reviewer.objects.filter(user=user, left_at__isnull=True),
        second_factor=True,
        detail=F("cohort_id"),
    )
)
roles.add_link(15, roles.Link("Reading", "pioneers:reading", "book", ("reviewer",)))
roles.add_link(20, roles.Link("My mentees", "pioneers:mentees", "people", ("mentor",)))
roles.add_link(25, roles.Link("Your mentor", "pioneers:own_mentor", "person-hearts", ("pioneer",)))
roles.add_link(50, roles.Link("Care homes", "pioneers:homes", "house", ("staff",)))
kinds.add_planner(uploads.offer_waiting)
kinds.add_planner(matching.count_for_staff)
roles.add_link(55, roles.Link("People", "pioneers:staff_people", "person-lines-fill", ("staff",)))
roles.add_link(60, roles.Link("Mentors", "pioneers:mentors", "person-hearts", ("staff",)))

for order, tab in enumerate(
    [
        tabs.Tab("applications", "Applications", "pioneers:staff_applications"),
        tabs.Tab("reading", "Reading", "pioneers:prepare_reading"),
        tabs.Tab("decisions", "Choosing", "pioneers:decisions"),
        tabs.Tab("offers", "Offers and reserve list", "pioneers:staff_offers"),
    ]
):
    tabs.add_tab("Selection", order, tab, at=20)
tabs.add_tab(
    "Selection",
    20,
    tabs.Tab("releases", "Line managers", "pioneers:staff_releases", knows_who_applies),
    at=20,
)
tabs.add_tab("Pioneers", 10, tabs.Tab("pioneers", "Pioneers", "pioneers:staff_pioneers"), at=30)
tabs.add_tab("Pioneers", 30, tabs.Tab("mentoring", "Mentors", "pioneers:cohort_mentors"), at=30)
tabs.add_tab("Settings", 20, tabs.Tab("questions", "Questions", "pioneers:questions"), at=90)
tabs.add_tab(
    "Selection",
    30,
    tabs.Tab("invitations", "Invitations", "pioneers:invitations", lets_in),
    at=20,
)
tabs.add_tab(
    "Settings", 30, tabs.Tab("eligibility", "Who may apply", "pioneers:eligibility"), at=90
)
