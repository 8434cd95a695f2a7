"""What the facilitator of another set is told of a guest: name and home, and nothing of why."""

from core.mail import Kind, register

FACTS = ("first_name", "title", "date", "time", "name", "home", "register_url")

register(
    Kind(
        key="guest_comes",
        title="To a facilitator: somebody of another set comes",
        subject="{name} comes to {title}, {date}",
        body="""Dear {first_name},

{name} of {home} cannot come to a meeting of their own set, and comes to yours instead:

{title}: {date}, {time}

They are on your register: {register_url}

{site}
{contact}""",
        placeholders=FACTS,
    )
)
register(
    Kind(
        key="guest_comes_not",
        title="To a facilitator: somebody of another set does not come after all",
        subject="{name} does not come to {title}, {date}",
        body="""Dear {first_name},

{name} of {home} wanted to come to {title} on {date}, and cannot after all. Their chair is free.

{site}
{contact}""",
        placeholders=FACTS,
    )
)
