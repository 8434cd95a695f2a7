"""The mails of applying: the receipt, and reminders of a draft."""

from core.mail import Kind, add_planner, register
from pioneers.reminders import plan_draft_reminders

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
            "You can read what you sent, or take it back, here:\n{link}\n\n"
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
        title="Reminder of an application that was begun and not sent",
        subject="Your application to {cohort} is not sent yet",
        body=(
            "Dear {first_name},\n\n"
            "You began an application to {cohort} of the {programme}. "
            "It is saved, but you have not sent it.\n\n"
            "The call closes on {closes}.\n\n"
            "Go on where you stopped:\n{link}\n\n"
            "If you do not want to apply any more, you can take it back on the same page, "
            "and we will not remind you again.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=("first_name", "cohort", "programme", "closes", "link", "contact", "site"),
    )
)
add_planner(plan_draft_reminders)
