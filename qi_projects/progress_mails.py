"""The mails of updates, reports and comments, and the rules by which reports are asked for."""

from cohorts import mail_rules
from cohorts.mail_rules import RuleKind
from core.mail import Kind, register

REMINDER, NUDGE, COMMENT = "report_reminder", "report_nudge", "project_comment"
BEFORE, ON_THE_DAY, LATE = (f"{REMINDER}_{slot}" for slot in ("before", "day", "late"))

_LINK = """A number, a sentence or a photograph: one is enough, and it takes a minute. You need no \
password, and without a signal your phone keeps it until there is one:

{link}

The link is yours alone and works until {until}."""
_END = "\n\n{site}\n{contact}"

register(
    Kind(
        key=REMINDER,
        title="Say how the project goes",
        subject="How is it going? {project}",
        body="Dear {first_name},\n\n{when}: how is “{project}” going?\n\n" + _LINK + _END,
        placeholders=("first_name", "project", "when", "link", "until"),
        reminder=True,
        optional=True,
        called="Reminders to say how your project goes",
    )
)
register(
    Kind(
        key=NUDGE,
        title="From staff: how is the project going?",
        subject="We have not heard of “{project}” for a while",
        body="""Dear {first_name},

We have not heard how “{project}” is going; a word was due on {due}. If it stands still or did not \
work, say just that: it helps us as much as a good number.

"""
        + _LINK
        + _END,
        placeholders=("first_name", "project", "due", "link", "until"),
        reminder=True,
        optional=True,
        called="When staff ask how your project goes",
    )
)
register(
    Kind(
        key=COMMENT,
        title="A comment on a project",
        subject="{author} wrote about “{project}”",
        body="""Dear {first_name},

{author} wrote about “{project}”:

{comment}

Read it and answer here: {link}

The Pioneer, their team, their mentor and the programme team can see it."""
        + _END,
        placeholders=("first_name", "author", "project", "comment", "link"),
        reminder=True,
        optional=True,
        called="Comments on projects",
    )
)
_RULES = (
    (BEFORE, "first reminder", 4, False),
    (ON_THE_DAY, "on the day", 0, True),
    (LATE, "once more, when it is late", 7, True),
)
for _key, _title, _days, _after in _RULES:
    mail_rules.register(
        RuleKind(
            key=_key,
            mail_kind=REMINDER,
            title=f"Project report: {_title}",
            to="Pioneers who have not said how their project goes",
            anchor="the day the report is due",
            days=_days,
            after=_after,
        )
    )
