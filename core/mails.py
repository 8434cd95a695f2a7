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
register(
    Kind(
        key="records_joined",
        title="Two records of one person were joined",
        subject="We had you twice: your details are now in one place",
        body="""Dear {first_name},

You were on our list twice, with two e-mail addresses. We have put the two together, so that all \
you sent us is in one place.

From now on we write to {address}. You sign in with a code that we send you, as before.

Is this a surprise, or is something missing? Please write to us: {contact}

{site}
""",
        placeholders=("first_name", "address"),
    )
)
register(
    Kind(
        key="digest",
        title="Several reminders in one mail",
        subject="{count} things to keep in mind",
        body="""Dear {first_name},

Here is what is coming up, all in one mail:

{items}

{site}
{contact}""",
        placeholders=("first_name", "count", "items"),
        reminder=True,
    )
)
