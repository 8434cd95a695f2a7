"""Mails about sessions, and the planners of reminders and invitations."""

from core.mail import Kind, add_planner, register
from workshops import invitations, letters, reminders

FACTS = ("first_name", "title", "date", "time", "where", "session_url")

register(
    Kind(
        key="timetable_published",
        title="Your dates, when a timetable is published",
        subject="Your dates for the programme",
        body="""Dear {first_name},

Here are your dates. Please put them in your diary, and plan cover for them at work.

{dates}

You can always see them here: {sessions_url}
We will remind you before each one.

If you cannot come to one, you can tell us on that page.

To have them in the calendar on your phone: {calendar_url}

{site}
{contact}""",
        placeholders=("first_name", "dates", "sessions_url", "calendar_url"),
    )
)
register(
    Kind(
        key="set_joined",
        title="Your learning set",
        subject="Your learning set: {set}",
        body="""Dear {first_name},

You are now in the {set}. These are its next meetings:

{dates}

All your dates are here: {sessions_url}

{site}
{contact}""",
        placeholders=("first_name", "set", "dates", "sessions_url"),
    )
)
register(
    Kind(
        key=reminders.TO_PIONEER,
        reminder=True,
        optional=True,
        called="Reminders of your sessions",
        title="Reminder of a session",
        subject="{title} is {ahead}: {date}",
        body="""Dear {first_name},

{title} is {ahead}.

When: {date}, {time}
Where: {where}

See the session: {session_url}
If you cannot come, please tell us now: {apologies_url}

{site}
{contact}""",
        placeholders=(*FACTS, "ahead", "apologies_url"),
    )
)
register(
    Kind(
        key=reminders.TO_FACILITATOR,
        reminder=True,
        optional=True,
        called="Reminders of the sessions that you lead",
        title="Reminder to a facilitator",
        subject="You lead {title} {ahead}: {date}",
        body="""Dear {first_name},

You lead {title} {ahead}.

When: {date}, {time}
Where: {where}

Who is coming, who sent apologies, and the register on the day: {register_url}

{site}
{contact}""",
        placeholders=(*FACTS, "ahead", "register_url"),
    )
)
register(
    Kind(
        key=letters.MOVED,
        title="A session has moved",
        subject="Please note the change: {title}, {date}",
        body="""Dear {first_name},

{title} was planned for {old_date} at {old_time}. This is how it is now:

When: {date}, {time}
Where: {where}

{more}See the session: {session_url}
If you cannot come, please tell us: {apologies_url}

{site}
{contact}""",
        placeholders=(*FACTS, "old_date", "old_time", "more", "apologies_url"),
    )
)
register(
    Kind(
        key=letters.CANCELLED,
        title="A session is cancelled",
        subject="Cancelled: {title}, {date}",
        body="""Dear {first_name},

{title} on {date}, {time}, will not take place. We are sorry.

{more}If there is a new date we will write to you. All your dates are here: {sessions_url}

{site}
{contact}""",
        placeholders=(*FACTS, "more", "sessions_url"),
    )
)
register(
    Kind(
        key=invitations.KIND,
        title="Invitation for the calendar",
        subject="For your calendar: {title}, {date}",
        body="""Dear {first_name},

This puts {title} into your calendar.

When: {date}, {time}
Where: {where}

Accept it in your calendar. If the session moves, your calendar follows.
See the session, or tell us that you cannot come: {session_url}

To have all your dates in your calendar at once: {calendar_url}

{site}
{contact}""",
        placeholders=(*FACTS, "calendar_url"),
        optional=True,
    )
)
register(
    Kind(
        key=invitations.LEFT,
        title="A session is taken out of a calendar",
        subject="Not for you any more: {title}, {date}",
        body="""Dear {first_name},

We no longer expect you at {title} on {date}, {time}. This takes it out of your calendar.

All your dates are here: {sessions_url}

{site}
{contact}""",
        placeholders=(*FACTS, "sessions_url"),
    )
)
add_planner(reminders.plan)
add_planner(invitations.plan)
