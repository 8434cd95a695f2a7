"""The mail that brings a certificate."""

from core.mail import Kind, Policy, register

register(
    Kind(
        key="certificate",
        title="Your certificate",
        subject="You have completed {cohort}: your certificate",
        body="""Dear {first_name},

Congratulations. You have completed {cohort} of the {programme}.

Your certificate is here, to read and to print: {link}

It stays there: you can come back for it at any time.

Thank you for all that you have done.

{site}
{contact}""",
        placeholders=("first_name", "cohort", "programme", "link"),
        policy=Policy.HOLD,
    )
)
