"""Mails that bring a certificate, and that tell of a copy of somebody’s data."""

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
register(
    Kind(
        key="data_copied",
        title="A copy of your data was made",
        subject="A copy of what we hold about you was made",
        body="""Dear {first_name},

{who} has made a copy of what we hold about you, as you or somebody for you asked us to.

What only you may read is not in it, such as your own actions for a learning set. You can make a \
copy with everything yourself: {link}

Did you not expect this? Please write to us: {contact}

{site}
""",
        placeholders=("first_name", "who", "link"),
    )
)
