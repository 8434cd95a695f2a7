"""Core's kinds of mail."""

from core.mail import Kind, register

register(
    Kind(
        key="account",
        title="Sign-in codes and account notices",
        subject="{subject}",
        body="{body}",
        placeholders=("subject", "body"),
        secret=True,
    )
)
