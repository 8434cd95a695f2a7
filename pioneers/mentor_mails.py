"""The mails of mentoring: the pair begins, is over, and is asked whether it met."""

from cohorts import mail_rules
from core.mail import Kind, add_planner, register
from pioneers.mentor_reminders import KIND, RULE, plan_check_ins

END = "\n\n{site}\n{contact}"

register(
    Kind(
        key="mentor_paired",
        title="To a mentor: a Pioneer to mentor",
        subject="You mentor {pioneer}",
        body="""Dear {first_name},

Thank you for mentoring. From now on you mentor {pioneer}: {place}, {cohort}.

Please write to them soon and agree a first time to talk: {their_email}

Here you see whom you mentor, and note with one press that you met. What you speak of stays \
between you: {page}"""
        + END,
        placeholders=("first_name", "pioneer", "place", "cohort", "their_email", "page"),
    )
)
register(
    Kind(
        key="pioneer_paired",
        title="To a Pioneer: your mentor",
        subject="Your mentor: {mentor}",
        body="""Dear {first_name},

{mentor} is your mentor on {cohort}, and knows that you will be in touch: {their_email}

Agree a first time to talk. What you speak of stays between you. Here you see your mentor, and \
note with one press that you met: {page}

If it does not feel right, tell us at any time and without a reason. We find somebody else."""
        + END,
        placeholders=("first_name", "mentor", "cohort", "their_email", "page"),
    )
)
register(
    Kind(
        key="mentoring_over",
        title="A pair of mentor and Pioneer is over",
        subject="Your mentoring with {other} has ended",
        body="""Dear {first_name},

Your mentoring with {other} on {cohort} has ended in our records. Thank you for the time you \
gave each other.

If this is a surprise, please write to us."""
        + END,
        placeholders=("first_name", "other", "cohort"),
    )
)
register(
    Kind(
        key=KIND,
        title="Did mentor and Pioneer meet?",
        subject="Did you and {other} meet?",
        body="""Dear {first_name},

Did you and {other} meet or talk lately? {since}

Tell us with one tap. You need no password: {link}

We keep only the day, so that nobody is left alone. What you spoke of stays between you."""
        + END,
        placeholders=("first_name", "other", "since", "link"),
        reminder=True,
        optional=True,
    )
)
mail_rules.register(RULE)
add_planner(plan_check_ins)
