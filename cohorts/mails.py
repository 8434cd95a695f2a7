"""The mail that staff write themselves."""

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
