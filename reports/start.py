"""What reports brings to the start-up: its places in the navigation."""

from core import roles
from reports import documents  # noqa: F401 - registers the booklet and the summary

roles.add_link(0, roles.Link("Home", "reports:home", "house", ()))
roles.add_link(
    70, roles.Link("Summaries", "reports:summaries", "file-earmark-text", ("staff", "funder"))
)
