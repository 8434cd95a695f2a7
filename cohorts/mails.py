"""The mail that staff write themselves."""

from cohorts import mail_rules
from core.mail import Kind, register

WRITTEN = "message_to_people"

register(
    Kind(
        key=WRITTEN,
        title="Message that staff wrote to people of a cohort",
        subject="{subject}",
        body="{body}",
        placeholders=("subject", "body"),
    )
)
# Each piece of writing stands by itself; its own subject says what it is about.
mail_rules.add_subjects("message", lambda cohort, ids: {})
