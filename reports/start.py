"""What reports brings to the start-up: its places in the navigation."""

from cohorts import tabs
from core import roles
from reports import (  # noqa: F401 - register documents and kinds of mail
    certificate_document,
    documents,
    mails,
)
from reports.subject_data import (  # noqa: F401 - say what is a person's own
    account,
    applying,
    improving,
    meeting,
    programme,
)

roles.add_link(0, roles.Link("Home", "reports:home", "house", ()))
roles.add_link(
    70, roles.Link("Summaries", "reports:summaries", "file-earmark-text", ("staff", "funder"))
)
tabs.add_tab("At a glance", 10, tabs.Tab("glance", "At a glance", "reports:cohort"), at=10)
tabs.add_tab("Booklet", 10, tabs.Tab("booklet", "Booklet", "reports:booklet"), at=70)
