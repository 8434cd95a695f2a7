"""The mails of applying: the receipt, reminders of a draft, and the ways in for one person."""

from core.mail import Kind, add_planner, register
from pioneers.reminders import plan_draft_reminders
from pioneers.services.next_call import tell_of_calls

register(
    Kind(
        key="application_received",
        title="Receipt for an application",
        subject="We have your application to {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "Thank you. Your application to {cohort} of the {programme} "
            "reached us on {sent_at}.\n\n"
            "This is a receipt, not an answer. What happens next:\n"
            "- The call closes on {closes}.\n"
            "- Then we read every application.\n"
            "- We write to you by e-mail, whatever the answer is.\n\n"
            "You can read what you sent, change it until the call closes, or take it back, "
            "here:\n{link}\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "first_name",
            "cohort",
            "programme",
            "sent_at",
            "closes",
            "link",
            "contact",
            "site",
        ),
    )
)
register(
    Kind(
        key="draft_reminder",
        reminder=True,
        optional=True,
        called="Reminders of an application that you began and have not sent",
        title="Reminder of an application that was begun and not sent",
        subject="Your application to {cohort} is not sent yet",
        body=(
            "Dear {first_name},\n\n"
            "You began an application to {cohort} of the {programme}. "
            "It is saved, but you have not sent it.\n\n"
            "You can send it until {closes}.\n\n"
            "Go on where you stopped. You need no password and no code:\n{link}\n"
            "(The link works once, and is for you alone.)\n\n"
            "If you do not want to apply any more, press “Stop this application” at the end of "
            "your application’s page, and we will not remind you again.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "cohort", "programme", "closes", "link", "contact", "site"),
    )
)
register(
    Kind(
        key="draft_nudge",
        optional=True,
        called="Offers of help with an application that you began",
        title="A word to somebody whose draft has not been touched",
        subject="Can we help with your application to {cohort}?",
        body=(
            "Dear {first_name},\n\n"
            "You began an application to {cohort} of the {programme} and have not sent it yet. "
            "If something is unclear, or you have no time, write to {contact}: we are glad to "
            "help.\n\n"
            "You can send it until {closes}.\n\n"
            "Go on where you stopped:\n{link}\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "cohort", "programme", "closes", "link", "contact", "site"),
    )
)
register(
    Kind(
        key="deadline_moved",
        title="A later deadline for one person",
        subject="You have until {closes} for your application",
        body=(
            "Dear {first_name},\n\n"
            "You can {what} your application to {cohort} of the {programme} until {closes}. "
            "This is your own deadline: others may have another.\n\n"
            "Here it is:\n{link}\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "first_name",
            "what",
            "cohort",
            "programme",
            "closes",
            "link",
            "contact",
            "site",
        ),
    )
)
register(
    Kind(
        key="invitation",
        title="Invitation of one person to apply",
        subject="You are invited to apply to {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "We would like you to apply to {cohort} of the {programme}, "
            "which starts on {starts}.\n\n"
            "This link is for you. It opens your application:\n{link}\n\n"
            "You can send it until {closes}. It takes about 20 minutes, in as many sittings as "
            "you like.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "first_name",
            "cohort",
            "programme",
            "starts",
            "closes",
            "link",
            "contact",
            "site",
        ),
    )
)
register(
    Kind(
        key="invitation_other_address",
        title="To staff: an invitation was used from another address",
        subject="An invitation to {cohort} was used from another address",
        body=(
            "Dear {first_name},\n\n"
            "You invited {invited} to apply to {cohort}. The link was used by somebody who "
            "signed in as {applicant}.\n\n"
            "That is all right if it is the same person. If it is not, look here:\n{link}\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "invited", "applicant", "cohort", "link", "site"),
    )
)
register(
    Kind(
        key="application_handed_over",
        title="An application that staff typed in is handed over",
        subject="Please read and send your application to {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "{staff} has typed in an application to {cohort} of the {programme} for you. "
            "It is yours now, and it is not sent yet.\n\n"
            "Please read it, correct what is wrong, say yes to the dates, and send it. "
            "You need no password and no code:\n{link}\n"
            "(The link works once, and is for you alone.)\n\n"
            "You can send it until {closes}.\n\n"
            "If you did not ask for this, you need to do nothing: it is never sent without you. "
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "first_name",
            "staff",
            "cohort",
            "programme",
            "closes",
            "link",
            "contact",
            "site",
        ),
    )
)
register(
    Kind(
        key="application_moved",
        title="An application moves to the right e-mail address",
        subject="Your application to {cohort} is at this address now",
        body=(
            "Dear {first_name},\n\n"
            "An application to {cohort} of the {programme} was begun under another e-mail "
            "address. It belongs to this address now.\n\n"
            "Here it is:\n{link}\n\n"
            "You can change it until {closes}.\n\n"
            "If it is not yours, please tell us: {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "first_name",
            "staff",
            "cohort",
            "programme",
            "closes",
            "link",
            "contact",
            "site",
        ),
    )
)
register(
    Kind(
        key="next_call",
        title="A call has opened, to those who asked to be told",
        subject="You can apply to {cohort} now",
        body=(
            "Hello,\n\n"
            "You asked us to tell you when you can apply to the {programme}. "
            "{cohort} is open until {closes}. It starts on {starts}.\n\n"
            "See in a minute whether it is for you:\n{link}\n\n"
            "This is the one mail you asked for. If you did not ask, or want none of these "
            "again:\n{stop_link}\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(
            "cohort",
            "programme",
            "closes",
            "starts",
            "link",
            "stop_link",
            "contact",
            "site",
        ),
    )
)
add_planner(plan_draft_reminders)
add_planner(tell_of_calls)
