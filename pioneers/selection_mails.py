"""The mails of choosing a cohort. Decisions wait in the outbox until staff release them."""

from core.mail import Kind, Policy, register

COMMON = ("first_name", "cohort", "programme", "contact", "site")

register(
    Kind(
        key="offer",
        title="Offer of a place",
        subject="{first_name}, we offer you a place on {cohort}: please answer by {answer_by}",
        body=(
            "Dear {first_name},\n\n"
            "We would like you to join {cohort} of the {programme}. Congratulations.\n\n"
            "Your place is not certain until you say yes. Please answer by {answer_by}:\n"
            "{link}\n\n"
            "The link opens a page with two buttons: yes, I take the place, or no, somebody else "
            "may have it. You do not need a password.\n\n"
            "The programme runs from {starts} to {ends}.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "answer_by", "link", "starts", "ends"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="reserve",
        title="Place on the reserve list",
        subject="You are on the reserve list for {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "Thank you for applying to {cohort} of the {programme}.\n\n"
            "We had more good applications than places. You are on our reserve list: if somebody "
            "cannot take a place, we may write to you again. You do not need to do anything.\n\n"
            "If you no longer want a place, tell us here:\n{link}\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "link"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="decline",
        title="No place this time",
        subject="Your application to {cohort}",
        body=(
            "Dear {first_name},\n\n"
            "Thank you for applying to {cohort} of the {programme}, and for the time you gave to "
            "it. We are sorry that we cannot offer you a place this time.\n\n"
            "The reason: {reason}.\n\n"
            "We would be glad if you applied again. If you would like to talk about your "
            "application, write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "reason"),
        policy=Policy.HOLD,
    )
)
register(
    Kind(
        key="place_confirmed",
        title="Place confirmed",
        subject="Your place on {cohort} is confirmed",
        body=(
            "Dear {first_name},\n\n"
            "Your place on {cohort} of the {programme} is confirmed. Welcome.\n\n"
            "The programme runs from {starts} to {ends}. We will send you all dates as soon as "
            "the timetable is published. You will find everything here:\n{link}\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=(*COMMON, "starts", "ends", "link"),
    )
)
