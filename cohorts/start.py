"""What cohorts brings: its roles and their places in the navigation."""

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from cohorts import joining, mails, tabs  # noqa: F401 - register a kind of mail, and joining
from cohorts.mail_rules import copy_rules
from cohorts.models import FunderContact, StaffMembership
from cohorts.services import add_starter
from core import roles

roles.register(
    roles.Role(
        "staff",
        "Programme staff",
        lambda user: StaffMembership.objects.filter(user=user, left_on__isnull=True),
        second_factor=True,
        detail=Concat("programme_id", Value(":"), "level", output_field=CharField()),
    )
)
roles.register(
    roles.Role(
        "funder",
        "Funder",
        lambda user: FunderContact.objects.filter(user=user, left_on__isnull=True),
        second_factor=True,
    )
)
roles.add_link(10, roles.Link("Cohorts", "cohorts:cohorts", "collection", ("staff",)))
roles.add_link(80, roles.Link("Funders", "cohorts:funders", "bank", ("staff",)))
roles.add_link(90, roles.Link("Team", "cohorts:team", "people", ("staff",)))

add_starter(copy_rules)
tabs.add_tab("Outbox", 10, tabs.Tab("outbox", "Outbox", "cohorts:outbox"), at=80)
tabs.add_tab("Outbox", 20, tabs.Tab("coming", "Next 14 days", "cohorts:coming_mails"))
tabs.add_tab("Outbox", 30, tabs.Tab("mail_rules", "Rules", "cohorts:mail_rules"))
tabs.add_tab("Outbox", 40, tabs.Tab("mail_words", "Words", "cohorts:mail_words"))
tabs.add_tab("Settings", 10, tabs.Tab("settings", "Cohort", "cohorts:edit_cohort"), at=90)
