"""The mails of a pause. None says why: that is the home's own business."""

from core.mail import Kind, add_planner, register
from pioneers.services import pauses

FACTS = ("first_name", "home", "until")

register(
    Kind(
        key="pause_begun",
        title="Your home is paused",
        subject="{home} is paused until {until}",
        body="""Dear {first_name},

{home} is paused until {until}. Until then:

- we send you no reminders;
- you are excused from the sessions. You may still come if you can;
- the date by when your project should get there moves by the same time;
- your mentor and your facilitator are told that you are paused, and not why.

The pause ends by itself. To end it sooner, or make it longer: {page}

We wish you all the best.

{site}
{contact}""",
        placeholders=(*FACTS, "page"),
    )
)
register(
    Kind(
        key="pause_told",
        title="To mentors and facilitators: a home is paused",
        subject="{names}: paused until {until}",
        body="""Dear {first_name},

Paused until {until}: {names}, {home}.

Until then we send no reminders there, and sessions that are missed are excused. You need do
nothing. Please do not ask why: they will tell you if they want to.

We write to you when the pause is over.

{site}
{contact}""",
        placeholders=(*FACTS, "names"),
    )
)
register(
    Kind(
        key="pause_over",
        title="Welcome back after a pause",
        subject="Welcome back: what is next",
        body="""Dear {first_name},

The pause of {home} is over. Welcome back. This is next:

{next}

If it is still too early, make the pause longer: {page}

{site}
{contact}""",
        placeholders=(*FACTS, "next", "page"),
    )
)
register(
    Kind(
        key="pause_over_told",
        title="To mentors and facilitators: a pause is over",
        subject="{names}: back from the pause",
        body="""Dear {first_name},

The pause of {home} is over. Back again: {names}.

{site}
{contact}""",
        placeholders=(*FACTS, "names"),
    )
)
add_planner(pauses.end_those_over)
